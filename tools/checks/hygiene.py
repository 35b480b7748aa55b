"""`python -m tools.checks.hygiene [FILES]`: spaces, line ends, size and syntax of text files; without names, of all files that git knows."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import tomllib
import yaml

from .__main__ import ROOT

LARGEST_KB = 512
MARKERS = ("<<<<<<< ", ">>>>>>> ")
# A patch shows lines of others; their spaces belong to it.
FOREIGN = {".patch"}
# The framework writes records without a last line break.
OPEN_END = {".json"}
PARSERS: dict[str, Callable[[str], object]] = {
	".json": json.loads,
	".toml": tomllib.loads,
	".yaml": yaml.safe_load,
	".yml": yaml.safe_load,
}


def faults(path: Path) -> Iterator[str]:
	"""What is wrong with one file."""
	content = path.read_bytes()
	if len(content) > LARGEST_KB * 1024:
		yield f"is larger than {LARGEST_KB} KB"
	if b"\0" in content:
		return
	try:
		text = content.decode("utf-8")
	except UnicodeDecodeError:
		yield "is no UTF-8"
		return
	yield from _line_faults(path, text)
	yield from _syntax_faults(path, text)


def _line_faults(path: Path, text: str) -> Iterator[str]:
	if text and not text.endswith("\n") and path.suffix not in OPEN_END:
		yield "does not end with a line break"
	if text.endswith("\n\n"):
		yield "ends with empty lines"
	for number, line in enumerate(text.split("\n"), start=1):
		if line.startswith(MARKERS):
			yield f"line {number}: a merge was not finished"
		if line != line.rstrip() and path.suffix not in FOREIGN:
			yield f"line {number}: space at the end"


def _syntax_faults(path: Path, text: str) -> Iterator[str]:
	parse = PARSERS.get(path.suffix)
	if parse is None:
		return
	try:
		parse(text)
	except (ValueError, yaml.YAMLError) as error:
		yield f"does not parse: {error}"


def known_files() -> list[Path]:
	"""The files that git knows; in a tree without git there is nothing to ask."""
	listed = ["git", "ls-files", "-z"]
	names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=False).stdout
	return [ROOT / name for name in names.split("\0") if name]


def main(names: list[str]) -> int:
	"""Print every fault; 1 when there is one."""
	files = [Path(name) for name in names] or known_files()
	readable = [path for path in files if path.is_file() and not path.is_symlink()]
	found = [f"{path}: {fault}" for path in readable for fault in faults(path)]
	sys.stdout.write("".join(f"{line}\n" for line in found))
	return bool(found)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
