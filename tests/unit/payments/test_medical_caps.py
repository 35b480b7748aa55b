"""Cap of medical costs: line, share and most of a year, and the coverage rate of the district's survey report."""

from decimal import Decimal

import pytest

from social_assistance.domain.payments.medical_caps import (
	CapLine,
	YearSoFar,
	compute_cap,
	compute_coverage_rate,
)

NOTHING = YearSoFar()


@pytest.mark.parametrize(
	("own_share", "line", "before", "paid"),
	[
		("4999.99", CapLine(Decimal(5000)), NOTHING, "0"),
		("5000.00", CapLine(Decimal(5000)), NOTHING, "0"),
		("5000.01", CapLine(Decimal(5000)), NOTHING, "0.01"),
		("12000", CapLine(Decimal(5000), Decimal(80)), NOTHING, "5600"),
		("12000", CapLine(Decimal(5000), yearly_cap=Decimal(6000)), NOTHING, "6000"),
		("1000", CapLine(Decimal(5000)), YearSoFar(Decimal(4500)), "500"),
		("1000", CapLine(Decimal(5000)), YearSoFar(Decimal(9000), Decimal(4000)), "1000"),
		(
			"1000",
			CapLine(Decimal(5000), yearly_cap=Decimal(4200)),
			YearSoFar(Decimal(9000), Decimal(4000)),
			"200",
		),
	],
)
def test_what_is_above_the_line_of_the_year_is_paid(own_share, line, before, paid):
	assert compute_cap(Decimal(own_share), line, before) == Decimal(paid)


def test_bills_one_by_one_come_to_what_they_come_to_together():
	line, bills = (
		CapLine(Decimal(5000), Decimal(90)),
		[Decimal("1234.56"), Decimal("7000.01"), Decimal("88.80")],
	)
	own, granted = Decimal(0), Decimal(0)
	for bill in bills:
		granted += compute_cap(bill, line, YearSoFar(own, granted))
		own += bill
	assert granted == compute_cap(sum(bills, Decimal(0)), line, NOTHING)


def test_the_three_households_of_the_survey_report():
	"""District survey report of 2025: three persons, 26,894.25 yuan, coverage 90.75 %."""
	line = CapLine(Decimal(5000))
	owed = [Decimal("18240.15"), Decimal("14303.60"), Decimal("9350.50")]
	granted = [compute_cap(own, line, NOTHING) for own in owed]
	assert sum(granted) == Decimal("26894.25")
	left = sum(owed) - sum(granted)
	assert compute_coverage_rate(Decimal("162162.16"), left) == Decimal("90.75")


def test_coverage_without_costs_is_whole():
	assert compute_coverage_rate(Decimal(0), Decimal(0)) == 100
