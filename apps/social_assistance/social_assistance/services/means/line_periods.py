"""The months that a line of income or expense covers, and what its amount is for: a month, a year, or all of them."""

from collections.abc import Callable
from datetime import date
from typing import NoReturn

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.periods import Month, MonthSpan

PER_MONTH, PER_YEAR, WHOLE = "Per Month", "Per Year", "For the Months Covered"
YEAR = 12
# Refuses the line: the field, and why.
Refuse = Callable[[str, str], NoReturn]


def read_line_span(row: Document, day: date, refuse: Refuse) -> MonthSpan:
	"""Months of a line: from its dates, or so many months before the assessment."""
	first, last = (getdate(row.get(name)) if row.get(name) else None for name in ("period_from", "period_to"))
	_read_period(row, bool(first or last), refuse)
	months = int(row.months or 0)
	if months < 0 or months > 120:
		refuse("months", _("Months Covered must be between 1 and 120."))
	if first and last and last < first:
		refuse("period_to", _("Period To lies before Period From."))
	if (first or last) and not (first and last) and not months:
		refuse("months", _("Give both dates of the period, or one date and the months covered."))
	span = _span(first, last, months, day)
	if span.first > Month.of(day):
		refuse("period_from", _("The period lies after the day of the assessment."))
	_check_count(row, span.count, months, refuse)
	return span


def _check_count(row: Document, count: int, months: int, refuse: Refuse) -> None:
	"""Dates, months and the words for the amount say the same."""
	if months and count != months:
		refuse(
			"months",
			_("Months Covered is {0}, but the dates span {1} months. Correct one of them.").format(
				months, count
			),
		)
	if row.amount_period == PER_YEAR and count != YEAR:
		refuse("months", _("An amount per year covers twelve months."))


def _read_period(row: Document, has_dates: bool, refuse: Refuse) -> None:
	"""What the amount is for is said in words; a line that gives its months alone means their sum."""
	if not row.amount_period:
		if not (has_dates or row.months):
			refuse("amount_period", _("Say whether the amount is per month or per year."))
		row.amount_period = WHOLE
	elif not (has_dates or row.months):
		if row.amount_period == WHOLE:
			refuse(
				"months",
				_("The period is missing. Enter Months Covered, or Period From and Period To."),
			)
		row.months = YEAR


def _span(first: date | None, last: date | None, months: int, day: date) -> MonthSpan:
	if first and last:
		return MonthSpan(Month.of(first), Month.of(last))
	if first:
		return MonthSpan(Month.of(first), Month.of(first).plus(months - 1))
	if last:
		return MonthSpan(Month.of(last).plus(1 - months), Month.of(last))
	return MonthSpan.ending_before(Month.of(day), months)
