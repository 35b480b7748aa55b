"""Days of legal acts as people write them down: an act lies behind, and is written down before it is forgotten."""

from datetime import date, timedelta
from enum import Enum

# An office files by the year; what is older was never an act of the case at hand but a slip of the pen.
WRITTEN_DOWN_WITHIN = timedelta(days=366)


class DayProblem(Enum):
	"""Why a day cannot be that of an act."""

	NOT_YET = "not_yet"
	TOO_OLD = "too_old"


def check_act_day(day: date, today: date) -> DayProblem | None:
	"""An act of an office: today, or some day of the year before."""
	if day < today - WRITTEN_DOWN_WITHIN:
		return DayProblem.TOO_OLD
	return check_past_day(day, today)


def check_past_day(day: date, today: date) -> DayProblem | None:
	"""An event of a life or of the books: any day that has come."""
	return DayProblem.NOT_YET if day > today else None
