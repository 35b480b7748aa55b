"""`python -m tools.checks.translations [--sort] [--missing]`: the app's Chinese texts.

`translations/zh.csv` (source, translation, context) is the one file that Frappe reads and people edit. It is kept sorted, so
that two branches that add texts rarely touch the same line.
"""

import csv
import io
import sys
from pathlib import Path

from .project import APP
from .source_texts import Text, all_texts

Table = dict[Text, str]


class TranslationError(Exception):
	"""A text is translated twice in different ways, or a row is one that Frappe would not read."""


def read(path: Path) -> Table:
	"""One CSV of translations; refuses rows without text and texts given twice."""
	table: Table = {}
	with path.open(encoding="utf-8", newline="") as file:
		for number, row in enumerate(csv.reader(file), start=1):
			if not row:
				continue
			if len(row) not in (2, 3) or not row[0].strip() or not row[1].strip():
				raise TranslationError(
					f"{path.name}:{number}: source,translation,context expected, not {row}"
				)
			if row[0] != row[0].strip():
				raise TranslationError(f"{path.name}:{number}: Frappe looks texts up without outer spaces")
			text = Text(row[0], row[2].strip() if len(row) == 3 else "")
			if table.get(text, row[1]) != row[1]:
				raise TranslationError(
					f"{path.name}:{number}: {text.source!r} is {table[text]} above and {row[1]} here"
				)
			table[text] = row[1]
	return table


def written(table: Table) -> str:
	"""The CSV that Frappe reads, sorted by text and context."""
	out = io.StringIO()
	csv.writer(out, lineterminator="\n").writerows(
		(text.source, translation, text.context) for text, translation in sorted(table.items())
	)
	return out.getvalue()


def missing(package: Path, table: Table) -> dict[str, list[str]]:
	"""Texts without translation, by the first file that shows each."""
	lacking: dict[str, list[str]] = {}
	for text, places in all_texts(package).items():
		if text not in table and Text(text.source) not in table:
			lacking.setdefault(min(places), []).append(text.source)
	return dict(sorted(lacking.items()))


def unused(package: Path, table: Table) -> list[str]:
	"""Translations of texts that the app itself does not show: words of the framework, or leftovers."""
	shown = {text.source for text in all_texts(package)}
	return [text.source for text in table if text.source not in shown]


def main(options: list[str]) -> int:
	"""Sort the file, or list what it lacks; 1 when it contradicts itself or lacks something."""
	package = Path(__file__).resolve().parents[2] / APP
	path = package / "translations" / "zh.csv"
	try:
		table = read(path)
	except TranslationError as error:
		sys.stdout.write(f"{error}\n")
		return 1
	if "--sort" in options:
		path.write_text(written(table), encoding="utf-8")
		sys.stdout.write(f"{path.name}: {len(table)} texts\n")
	lacking = missing(package, table)
	for place, sources in lacking.items():
		sys.stdout.write(f"{place}: {len(sources)} texts without translation\n")
		if "--missing" in options:
			sys.stdout.write("".join(f"\t{source}\n" for source in sources))
	return bool(lacking)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
