"""Months, spans, ages and proration."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import InvalidPeriod
from social_assistance.domain.periods import Month, MonthSpan, add_months, age_on, days_between

months = st.builds(Month, st.integers(1950, 2100), st.integers(1, 12))


def test_reading_and_printing():
	assert str(Month.parse(" 2025-07 ")) == "2025-07"
	assert Month.of(date(2025, 7, 31)) == Month(2025, 7)


@pytest.mark.parametrize(
	"text", ["2025-7", "2025/07", "2025-13", "2025-00", "0000-01", "", "２０２５-07", "2025-07-01"]
)
def test_impossible_months(text):
	with pytest.raises(InvalidPeriod, match="must be a month such as 2025-07") as caught:
		Month.parse(text, "发放月份")
	assert caught.value.field == "发放月份"


@given(months, st.integers(-500, 500))
def test_arithmetic(month, offset):
	assert month.plus(offset).minus(month) == offset
	assert month.plus(offset).plus(-offset) == month
	assert (month.plus(offset) > month) == (offset > 0)
	assert Month.parse(str(month)) == month
	assert month.last_day.day == month.days


def test_leap_years():
	assert [Month(year, 2).days for year in (2000, 2023, 2024, 2100)] == [29, 28, 29, 28]
	assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
	assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)


def test_spans():
	window = MonthSpan.ending_before(Month(2025, 3), 6)
	assert (str(window.first), str(window.last), window.count) == ("2024-09", "2025-02", 6)
	assert [str(month) for month in window][:2] == ["2024-09", "2024-10"]
	assert window.overlap(MonthSpan(Month(2025, 1), Month(2025, 12))) == 2
	assert window.overlap(MonthSpan(Month(2025, 3), Month(2025, 12))) == 0
	with pytest.raises(InvalidPeriod, match="before it starts"):
		MonthSpan(Month(2025, 3), Month(2025, 2))


@pytest.mark.parametrize(
	("birth", "day", "age"),
	[
		(date(1965, 7, 1), date(2025, 6, 30), 59),
		(date(1965, 7, 1), date(2025, 7, 1), 60),
		(date(2004, 2, 29), date(2025, 2, 28), 20),
		(date(2004, 2, 29), date(2025, 3, 1), 21),
		(date(2004, 2, 29), date(2024, 2, 29), 20),
	],
)
def test_ages(birth, day, age):
	assert age_on(birth, day) == age


def test_day_of_the_event_is_not_counted():
	assert list(days_between(date(2025, 7, 1), date(2025, 7, 3))) == [date(2025, 7, 2), date(2025, 7, 3)]
	assert list(days_between(date(2025, 7, 3), date(2025, 7, 1))) == []
