"""Money paid and not due, instalments, gradual exit."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policies import policy

from social_assistance.domain.awards.gradual_exit import build_exit_schedule
from social_assistance.domain.errors import InvalidAmount
from social_assistance.domain.payments.overpayment import (
	compare_months,
	get_first_month_not_due,
	list_due_until,
	plan_instalments,
	reduce_repayments,
)
from social_assistance.domain.periods import Month, MonthSpan
from social_assistance.domain.policy.parameters import GradualExitRule

SPAN = MonthSpan(Month(2025, 1), Month(2025, 6))
sums = st.integers(1, 5_000_000).map(lambda fen: Decimal(fen) / 100)


def test_months_after_a_death():
	paid = {month: Decimal("910.00") for month in SPAN}
	balance = compare_months(paid, list_due_until(paid, date(2025, 3, 31)))
	assert balance.overpaid == 2730
	assert [str(row.month) for row in balance.months if row.overpaid] == ["2025-04", "2025-05", "2025-06"]
	assert compare_months(paid, list_due_until(paid, date(2024, 12, 31))).overpaid == 910 * 6
	assert get_first_month_not_due(date(2024, 12, 31)) == Month(2025, 1)


def test_death_of_one_member_reduces_the_household():
	paid = {month: Decimal("291.00") for month in SPAN}
	reduced = {month: Decimal("100.00") for month in SPAN}
	assert compare_months(paid, list_due_until(paid, date(2025, 5, 1), reduced)).overpaid == 191


def test_arrears_never_offset_overpayments():
	paid = {Month(2025, 1): Decimal(300), Month(2025, 2): Decimal(100)}
	due = {Month(2025, 1): Decimal(200), Month(2025, 2): Decimal(250), Month(2025, 3): Decimal(50)}
	balance = compare_months(paid, due)
	assert (balance.overpaid, balance.underpaid) == (100, 200)


@given(sums, sums)
def test_instalments_sum_to_the_total(total, largest):
	plan = plan_instalments(total, Month(2025, 11), max(largest, total / 200))
	assert sum(row.amount for row in plan) == total
	assert all(0 < row.amount <= max(largest, total / 200) for row in plan)
	assert [row.month for row in plan] == [Month(2025, 11).plus(n) for n in range(len(plan))]


@pytest.mark.parametrize(("total", "largest"), [("0", "1"), ("-5", "1"), ("5", "0")])
def test_impossible_instalments(total, largest):
	with pytest.raises(InvalidAmount, match="more than zero"):
		plan_instalments(Decimal(total), Month(2025, 1), Decimal(largest))


def test_gradual_exit():
	rule = policy().administration.gradual_exit
	schedule = build_exit_schedule(Decimal("291.00"), Month(2025, 11), rule)
	assert [(str(row.month), row.amount) for row in schedule] == [
		("2025-11", 291),
		("2025-12", 291),
		("2026-01", 291),
		("2026-02", 146),
		("2026-03", 146),
		("2026-04", 146),
	]


@given(sums, st.integers(0, 12), st.lists(st.integers(0, 10), min_size=1, max_size=5))
def test_gradual_exit_never_pays_more_than_before(amount, months, tenths):
	rule = GradualExitRule(months, tuple(Decimal(n) / 10 for n in tenths))
	schedule = build_exit_schedule(amount, Month(2025, 1), rule)
	assert len(schedule) == months
	assert all(row.amount <= amount for row in schedule)


@given(st.lists(st.integers(1, 50_000), max_size=24), st.integers(0, 1_000_000))
def test_what_is_given_up_shortens_the_last_repayments(fen, less):
	amounts = [Decimal(each) / 100 for each in fen]
	kept = reduce_repayments(amounts, Decimal(less) / 100)
	assert sum(kept) == max(Decimal(0), sum(amounts) - Decimal(less) / 100)
	assert all(part > 0 for part in kept)
	assert kept[:-1] == amounts[: max(len(kept) - 1, 0)]
