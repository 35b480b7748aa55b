"""Versions with known holes: by the list that ships with the product, which knows nothing that became known later."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

NUMBERS = re.compile(r"\d+(?:\.\d+)*")
# A list that is older says too little.
MOST_DAYS = 180


@dataclass(frozen=True)
class Mended:
	"""In which version of a branch the last known hole is mended, or in which packages of the distribution; `cites` names holes and day."""

	branch: str
	cites: str
	mended_in: str = ""
	packages: Mapping[str, str] = field(default_factory=dict)


class Judgement(Enum):
	"""What the list says of a version."""

	MENDED = "mended"
	HOLE = "hole"
	# Of this branch the list says nothing, or the distribution's package has to be asked.
	UNKNOWN = "unknown"


def find_branch(version: str, known: Sequence[Mended]) -> Mended | None:
	"""The branch of a version; the longest that fits."""
	numbers = _read(version)
	fitting = [entry for entry in known if numbers[: len(_read(entry.branch))] == _read(entry.branch)]
	return max(fitting, key=lambda entry: len(_read(entry.branch)), default=None)


def judge_version(version: str, entry: Mended | None) -> Judgement:
	"""Whether a version has the known holes of its branch."""
	if not entry or not entry.mended_in:
		return Judgement.UNKNOWN
	return Judgement.MENDED if _read(version) >= _read(entry.mended_in) else Judgement.HOLE


def is_outdated(as_of: date, today: date) -> bool:
	"""True if the list is too old to rest on."""
	return (today - as_of).days > MOST_DAYS


def _read(version: str) -> tuple[int, ...]:
	found = NUMBERS.search(version)
	return tuple(map(int, found[0].split("."))) if found else ()
