"""The price subsidy: started and stopped by the index, standard by rise (policy 3.9)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.errors import ParameterError
from social_assistance.domain.money import Rounding
from social_assistance.domain.payments.category_payments import (
	IndexReading,
	PriceRule,
	compute_subsidy,
	is_subsidy_due,
)
from social_assistance.domain.periods import Month

RULE = PriceRule(Decimal("3.5"), Decimal("6"))
FIRST = Month(2025, 1)
rises = st.decimals(-5, 12, places=1)
pairs = st.lists(st.tuples(rises, rises), min_size=1, max_size=24)
lengths = st.integers(1, 3)


def readings(*rows: tuple[str | Decimal, str | Decimal]) -> list[IndexReading]:
	return [
		IndexReading(FIRST.plus(number), Decimal(consumer), Decimal(food))
		for number, (consumer, food) in enumerate(rows)
	]


@pytest.mark.parametrize(
	("consumer", "food", "due"),
	[
		("3.5", "0", True),
		("3.4", "5.9", False),
		("0.1", "6.0", True),
		("4.0", "7.0", True),
		("-1", "2", False),
	],
)
def test_one_of_the_two_rises_starts_it_at_the_very_figure(consumer, food, due):
	assert is_subsidy_due(RULE, readings((consumer, food))) is due


def test_it_stops_in_the_first_month_that_reaches_neither():
	assert not is_subsidy_due(RULE, readings(("3.6", "2"), ("3.4", "2")))
	assert is_subsidy_due(RULE, readings(("3.6", "2"), ("3.4", "2"), ("1", "6.2")))


def test_a_rule_may_ask_for_months_in_a_row():
	slow = PriceRule(Decimal("3.5"), Decimal("6"), start_months=2, stop_months=3)
	one, two = readings(("4", "0")), readings(("4", "0"), ("4", "0"))
	assert not is_subsidy_due(slow, one)
	assert is_subsidy_due(slow, two)
	running = [("4", "0"), ("4", "0"), ("1", "0"), ("1", "0")]
	assert is_subsidy_due(slow, readings(*running))
	assert not is_subsidy_due(slow, readings(*running, ("1", "0")))
	assert is_subsidy_due(slow, readings(*running, ("5", "0")))


def test_a_missing_month_is_named():
	rows = readings(("4", "0"), ("4", "0"), ("4", "0"))
	with pytest.raises(ParameterError, match="2025-02"):
		is_subsidy_due(RULE, [rows[0], rows[2]])
	assert not is_subsidy_due(RULE, [])


@pytest.mark.parametrize(
	("standard", "rise", "share", "rounding", "amount"),
	[
		("697", "3.6", "100", Rounding.HALF_UP_YUAN, "25.00"),  # 25.092
		("523", "3.6", "100", Rounding.HALF_UP_YUAN, "19.00"),  # 18.828
		("523", "3.6", "100", Rounding.NONE, "18.83"),
		("697", "3.6", "50", Rounding.HALF_UP_YUAN, "13.00"),  # 12.546
		("697", "3.6", "200", Rounding.CEIL_YUAN, "51.00"),  # 50.184
		("700", "-0.5", "100", Rounding.CEIL_YUAN, "0.00"),
	],
)
def test_standard_by_rise(standard, rise, share, rounding, amount):
	rule = PriceRule(Decimal("3.5"), Decimal("6"), rounding=rounding)
	(reading,) = readings((rise, "6.5"))
	assert compute_subsidy(Decimal(standard), reading, rule, Decimal(share)) == Decimal(amount)


def test_the_index_of_low_income_residents_counts_where_it_is_compiled():
	own = IndexReading(FIRST, Decimal("3.5"), Decimal("6"), Decimal("5.0"))
	assert compute_subsidy(Decimal("700"), own, RULE) == 35
	assert is_subsidy_due(RULE, [IndexReading(FIRST, Decimal("1"), Decimal("1"), Decimal("9"))]) is False


@given(pairs, lengths, lengths)
def test_it_runs_exactly_between_a_start_and_a_stop(rows, start, stop):
	"""By another way: the last run of months long enough to switch decides; months before the first start pay nothing."""
	rule = PriceRule(Decimal("3.5"), Decimal("6"), start, stop)
	reached = "".join("x" if consumer >= Decimal("3.5") or food >= 6 else "o" for consumer, food in rows)
	last_start, last_stop = reached.rfind("x" * start), reached.rfind("o" * stop)
	stopped_at = last_stop + stop if last_stop >= 0 else 0
	expected = last_start >= 0 and last_start + start > stopped_at
	assert is_subsidy_due(rule, readings(*rows)) is expected


@given(pairs)
def test_with_one_month_each_the_month_alone_decides(rows):
	known = readings(*rows)
	assert is_subsidy_due(RULE, known) is RULE.is_reached(known[-1])
	assert is_subsidy_due(RULE, reversed(known)) is RULE.is_reached(known[-1])


@given(st.integers(1, 5000), rises, st.sampled_from(Rounding))
def test_nobody_gets_less_than_nothing_and_more_rise_gives_no_less(standard, rise, rounding):
	rule = PriceRule(Decimal("3.5"), Decimal("6"), rounding=rounding)
	lower, higher = readings((rise, "0"), (rise + 1, "0"))
	small, large = (compute_subsidy(Decimal(standard), reading, rule) for reading in (lower, higher))
	assert 0 <= small <= large
