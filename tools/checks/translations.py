"""`python -m tools.checks.translations [--merge] [--missing]`: the app's Chinese texts.

Parts (`translations/parts/NAME.csv`, one per area: source, translation, context) are joined into `translations/zh.csv`,
which Frappe reads. The same text must not be translated differently in two parts.
"""

import csv
import io
import sys
from pathlib import Path

from .project import APP
from .source_texts import Text, all_texts

Table = dict[Text, str]
# Texts that no area has translated yet; every other part comes before it.
GAPS = "gaps.csv"


class TranslationError(Exception):
	"""A part contradicts another one, or has a row that Frappe would not read."""


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


def join(parts: Path) -> Table:
	"""All parts as one table, in the order of the texts; two parts must not disagree."""
	joined: Table = {}
	origin: dict[Text, str] = {}
	clashes = []
	files = [path for path in sorted(parts.glob("*.csv")) if path.name != GAPS]
	for path in files:
		for text, translation in read(path).items():
			if joined.setdefault(text, translation) != translation:
				clashes.append(
					f"{text.source!r}: {joined[text]} in {origin[text]}, {translation} in {path.name}"
				)
			origin.setdefault(text, path.name)
	if clashes:
		raise TranslationError("\n".join(clashes))
	gaps = read(parts / GAPS) if (parts / GAPS).exists() else {}
	return dict(sorted((gaps | joined).items()))


def written(table: Table) -> str:
	"""The CSV that Frappe reads."""
	out = io.StringIO()
	csv.writer(out, lineterminator="\n").writerows(
		(t.source, translation, t.context) for t, translation in table.items()
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
	"""Translations of texts that nothing shows any more; words of the framework stand in the part `desk`."""
	shown = {text.source for text in all_texts(package)}
	return [text.source for text in table if text.source not in shown]


def main(options: list[str]) -> int:
	"""Merge the parts, or list what they lack; 1 when they clash or lack something."""
	package = Path(__file__).resolve().parents[2] / APP
	folder = package / "translations"
	try:
		table = join(folder / "parts")
	except TranslationError as error:
		sys.stdout.write(f"{error}\n")
		return 1
	if "--merge" in options:
		(folder / "zh.csv").write_text(written(table), encoding="utf-8")
		sys.stdout.write(f"zh.csv: {len(table)} texts\n")
	lacking = missing(package, table)
	for place, sources in lacking.items():
		sys.stdout.write(f"{place}: {len(sources)} texts without translation\n")
		if "--missing" in options:
			sys.stdout.write("".join(f"\t{source}\n" for source in sources))
	return bool(lacking)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
