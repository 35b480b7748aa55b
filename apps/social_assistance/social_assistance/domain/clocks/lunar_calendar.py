"""Days of the Chinese lunar calendar, from new moons and the sun's longitude (Meeus, Astronomical Algorithms, ch. 25, 49).

Accurate to some minutes, which decides the day except for an event within minutes of midnight. It serves the years
whose holidays the State Council has not announced yet; the announcement replaces it.
"""

from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin

_J2000 = 2451545.0
_EPOCH = 1721424.5  # Julian day of 0001-01-01 00:00, less one
_BEIJING = 8 / 24
_SYNODIC = 29.530588861
_QINGMING, _WINTER_SOLSTICE = 15, 270


def qingming(year: int) -> date:
	"""清明, the day on which the sun stands at 15 degrees."""
	return _day(_sun_at(_QINGMING, year))


def lunar_day(year: int, month: int, day: int) -> date:
	"""The day of a lunar month that is no leap month; `year` is the one in which the lunar year begins."""
	return _first_of_month(year, month) + timedelta(days=day - 1)


@cache
def _first_of_month(year: int, month: int) -> date:
	"""Months are counted from the eleventh, which holds the winter solstice; a leap month repeats its number."""
	before, after = _day(_sun_at(_WINTER_SOLSTICE, year - 1)), _day(_sun_at(_WINTER_SOLSTICE, year))
	starts = _month_starts(before)
	count = sum(1 for start in starts if start <= after) - 1
	leap = _leap_index(starts, count) if count == 13 else None
	number, index = 11, 0
	while number != month:
		index += 1
		if index != leap:
			number = number % 12 + 1
	return starts[index]


def _month_starts(solstice: date) -> list[date]:
	"""First days of lunar months from the one that holds the solstice on."""
	lunation = round((_julian(solstice) - _J2000) / _SYNODIC) - 2
	starts = [_day(_new_moon(number)) for number in range(lunation, lunation + 19)]
	first = max(index for index, start in enumerate(starts) if start <= solstice)
	return starts[first:]


def _leap_index(starts: list[date], count: int) -> int | None:
	"""The first month in which the sun enters no sign: of thirteen months between two solstices it is the leap month."""
	for index in range(1, count):
		if _sign_on(starts[index]) == _sign_on(starts[index + 1]):
			return index
	return None


def _sign_on(day: date) -> int:
	"""Which twelfth of its way the sun has begun when the day begins in Beijing."""
	return floor(_longitude(_julian(day) - _BEIJING) / 30)


def _sun_at(degrees: int, year: int) -> float:
	"""Julian day on which the sun stands at a longitude in a year."""
	moment = _julian(date(year, 3, 20)) + degrees * 365.2422 / 360
	for _ in range(6):
		moment += ((degrees - _longitude(moment) + 180) % 360 - 180) * 365.2422 / 360
	return moment


def _longitude(julian: float) -> float:
	"""Apparent longitude of the sun in degrees."""
	century = (julian - _J2000) / 36525
	mean = 280.46646 + 36000.76983 * century + 0.0003032 * century**2
	anomaly = radians(357.52911 + 35999.05029 * century - 0.0001537 * century**2)
	centre = (1.914602 - 0.004817 * century) * sin(anomaly)
	centre += (0.019993 - 0.000101 * century) * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
	node = radians(125.04 - 1934.136 * century)
	return (mean + centre - 0.00569 - 0.00478 * sin(node)) % 360


def _new_moon(number: int) -> float:
	"""Julian day of the new moon so many lunations after the first of the year 2000."""
	century = number / 1236.85
	moment = 2451550.09766 + _SYNODIC * number + 0.00015437 * century**2
	eccentricity = 1 - 0.002516 * century - 0.0000074 * century**2
	sun = radians(2.5534 + 29.1053567 * number)
	moon = radians(201.5643 + 385.81693528 * number + 0.0107582 * century**2)
	latitude = radians(160.7108 + 390.67050284 * number - 0.0016118 * century**2)
	node = radians(124.7746 - 1.56375588 * number)
	moment += (
		-0.4072 * sin(moon)
		+ 0.17241 * eccentricity * sin(sun)
		+ 0.01608 * sin(2 * moon)
		+ 0.01039 * sin(2 * latitude)
		+ 0.00739 * eccentricity * sin(moon - sun)
		- 0.00514 * eccentricity * sin(moon + sun)
		+ 0.00208 * eccentricity**2 * sin(2 * sun)
		- 0.00111 * sin(moon - 2 * latitude)
		- 0.00057 * sin(moon + 2 * latitude)
		+ 0.00056 * eccentricity * sin(2 * moon + sun)
		- 0.00042 * sin(3 * moon)
		+ 0.00042 * eccentricity * sin(sun + 2 * latitude)
		+ 0.00038 * eccentricity * sin(sun - 2 * latitude)
		- 0.00024 * eccentricity * sin(2 * moon - sun)
		- 0.00017 * sin(node)
	)
	# Dynamical time runs ahead of the clock by some 70 seconds in these decades.
	return moment - 0.0008


def _julian(day: date) -> float:
	return day.toordinal() + _EPOCH


def _day(julian: float) -> date:
	"""The day in Beijing on which a moment lies."""
	return date.fromordinal(floor(julian + _BEIJING - _EPOCH))
