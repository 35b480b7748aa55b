"""`python -m tools.checks.subjects [FILE]`: subjects of commits read `type(scope): Imperative`.

Without a file all commits since the first of [tool.commits] in pyproject.toml are read; with one, the message that git is about to use (hook commit-msg).
"""

import re
import subprocess
import sys
from pathlib import Path

import tomllib

from .__main__ import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["commits"]
FORM = re.compile(r"(?P<type>[a-z]+)\((?P<scope>[a-z]+)\): (?P<text>\S.*)")
GENERATED = re.compile(r"Merge |Revert \"|(fixup|squash|amend)! ")


def faults(subject: str) -> list[str]:
	"""List the faults of a subject; none for merges and reverts, which git words."""
	if GENERATED.match(subject):
		return []
	found = FORM.fullmatch(subject)
	if not found:
		return ["is not `type(scope): Imperative`"]
	wrong = {
		f"is longer than {SETTINGS['length']} letters ({len(subject)})": len(subject) > SETTINGS["length"],
		f"has no type of {', '.join(SETTINGS['types'])}": found["type"] not in SETTINGS["types"],
		f"has no scope of {', '.join(SETTINGS['scopes'])}": found["scope"] not in SETTINGS["scopes"],
		"does not begin with a capital letter after the colon": not found["text"][0].isupper(),
		"ends with a full stop": subject.endswith("."),
	}
	return [fault for fault, is_so in wrong.items() if is_so]


def history() -> list[str]:
	"""Subjects since the first; none in an archive without history. A clone that does not reach back is an error of git."""
	if not (ROOT / ".git").exists():
		return []
	log = ["git", "log", "--format=%s", f"{SETTINGS['first']}..HEAD"]
	return subprocess.run(log, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


def message(path: Path) -> list[str]:
	"""The subject of a message file; its comments are git's."""
	lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
	return lines[:1]


def main(files: list[str]) -> int:
	"""Print every fault; 1 when there is one."""
	subjects = [subject for file in files for subject in message(Path(file))] if files else history()
	found = [f"{subject!r} {fault}" for subject in subjects for fault in faults(subject)]
	sys.stdout.write("".join(f"{line}\n" for line in found))
	return bool(found)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
