"""Signs of a site's health and the bounds from which on they warn or fail: what a machine needs, no numbers of law."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
	"""The worse, the higher."""

	GOOD = 0
	WARNING = 1
	FAILURE = 2


@dataclass(frozen=True)
class Sign:
	"""One thing that was looked at: what it is, how it stands in words, and what to do about it."""

	code: str
	title: str
	level: Level
	found: str
	remedy: str = ""


@dataclass(frozen=True)
class Bound:
	"""Measures from which on a sign warns and fails; `is_floor`: it is the small ones that are bad.

	`missing` is the level of what was never measured.
	"""

	warning: float
	failure: float
	is_floor: bool = False
	missing: Level = Level.FAILURE

	def judge(self, measure: float | None) -> Level:
		"""Level of a measure; None if there is none."""
		if measure is None:
			return self.missing
		side = -1 if self.is_floor else 1
		if measure * side >= self.failure * side:
			return Level.FAILURE
		return Level.WARNING if measure * side >= self.warning * side else Level.GOOD


# An operator sets others by these names in the site's configuration (`assist_health_limits`).
BOUNDS: dict[str, Bound] = {
	"queue_age_seconds": Bound(300, 1800, missing=Level.GOOD),
	"scheduler_age_seconds": Bound(180, 900),
	"free_disk_share": Bound(0.15, 0.05, is_floor=True),
	"free_memory_share": Bound(0.10, 0.04, is_floor=True),
	"clock_difference_seconds": Bound(2, 30),
	"statement_seconds": Bound(120, 1800, missing=Level.GOOD),
	"backup_age_hours": Bound(26, 50),
	"logs_age_minutes": Bound(60, 1440, missing=Level.WARNING),
	"drill_age_days": Bound(95, 190, missing=Level.WARNING),
	"verify_age_hours": Bound(26, 170, missing=Level.WARNING),
	"mail_age_hours": Bound(1, 24, missing=Level.GOOD),
}


def get_worst(signs: Iterable[Sign]) -> Level:
	"""How a site is as a whole."""
	return max((sign.level for sign in signs), default=Level.GOOD)
