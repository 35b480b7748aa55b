"""Vouchers of payment runs, summed by township and scheme: granted when executed, paid when filed, back when returned."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika.queries import QueryBuilder

from social_assistance.domain.money import from_storage
from social_assistance.services import clock
from social_assistance.services.divisions import is_township_of
from social_assistance.services.fund_ledger import (
	EXPENSE,
	PAYABLE,
	RECEIVABLE,
	TREASURY,
	Place,
	Posting,
	Reference,
	credit,
	debit,
	post,
	shared,
)

LINE, RUN = "Payment Line", "Payment Run"
Row = tuple[str | None, str, Decimal, Decimal, int]


def post_executed(run: str) -> None:
	"""What the run grants becomes an expense and a debt; returned lines issued anew are a debt already."""
	line = frappe.qb.DocType(LINE)
	original = frappe.qb.DocType(LINE).as_("original")
	query = _lines(line).left_join(original).on(original.name == line.original_line)
	granted = query.where((line.payment_run == run) & line.hold_reason.isnull()).where(
		original.name.isnull() | original.hold_reason.isnotnull()
	)
	_post("Run Executed", _rows(granted), Reference(RUN, run), _granted)


def post_filed(run: str) -> None:
	"""What the bank files carry leaves the treasury account, source by source."""
	line = frappe.qb.DocType(LINE)
	filed = _lines(line).where((line.payment_run == run) & line.bank_file.isnotnull())
	_post("Bank Files", _rows(filed), Reference(RUN, run), _paid)


def finance_rows(run: str) -> list[dict[str, Any]]:
	"""Payments of a run that go to banks, by township, scheme and source of money."""
	line = frappe.qb.DocType(LINE)
	due = _lines(line).where((line.payment_run == run) & (line.line_status == "Due"))
	return [
		{"township": township, "scheme": scheme, "fund_source": source, "row_count": count, "amount": part}
		for township, scheme, amount, _offset, count in _rows(due)
		for source, part, count in _counted(scheme, amount, count)
	]


def _counted(scheme: str, amount: Decimal, count: int) -> list[tuple[str | None, Decimal, int]]:
	"""A payment that several sources share is counted once, in the row of the first."""
	return [
		(source, part, 0 if number else count) for number, (source, part) in enumerate(shared(scheme, amount))
	]


def post_returned(bank_return: str, lines: list[str]) -> None:
	"""What came back is in the treasury account again and still owed to the families."""
	line = frappe.qb.DocType(LINE)
	returned = _lines(line).where(line.name.isin(lines or [""]))
	_post("Bank Return", _rows(returned), Reference("Bank Return", bank_return), _returned)


def _lines(line: Any) -> QueryBuilder:
	return (
		frappe.qb.from_(line)
		.select(line.division, line.scheme, Count("*").as_("row_count"))
		.select(Sum(line.amount).as_("amount"), Sum(line.offset_amount).as_("offset_part"))
		.groupby(line.division, line.scheme)
	)


def _by_township(lines: QueryBuilder) -> QueryBuilder:
	"""Sums of villages gathered by township; few rows meet the tree, not every line."""
	sums = lines.as_("sums")
	place = frappe.qb.DocType("Administrative Division").as_("place")
	township = frappe.qb.DocType("Administrative Division").as_("township")
	return (
		frappe.qb.from_(sums)
		.join(place)
		.on(place.name == sums.division)
		.left_join(township)
		.on(is_township_of(township, place))
		.select(township.name, sums.scheme, Sum(sums.amount), Sum(sums.offset_part), Sum(sums.row_count))
		.groupby(township.name, sums.scheme)
		.orderby(township.name, sums.scheme)
	)


def _rows(lines: QueryBuilder) -> list[Row]:
	return [
		(township, scheme, from_storage(amount), from_storage(offset), int(count))
		for township, scheme, amount, offset, count in _by_township(lines).run()
	]


def _post(kind: str, rows: list[Row], reference: Reference, postings: Callable[[Row], list[Posting]]) -> None:
	post(kind, [posting for row in rows for posting in postings(row)], reference, clock.today())


def _granted(row: Row) -> list[Posting]:
	"""What was offset is granted too, and settles a claim instead of going to the bank."""
	township, scheme, amount, offset, _count = row
	place = Place(township, scheme)
	settled = credit(RECEIVABLE, offset, place)
	return [debit(EXPENSE, amount + offset, place), credit(PAYABLE, amount, place), settled]


def _paid(row: Row) -> list[Posting]:
	township, scheme, amount, _offset, _count = row
	place = Place(township, scheme)
	sources = [credit(TREASURY, part, place, source) for source, part in shared(scheme, amount)]
	return [debit(PAYABLE, amount, place), *sources]


def _returned(row: Row) -> list[Posting]:
	township, scheme, amount, _offset, _count = row
	place = Place(township, scheme)
	sources = [debit(TREASURY, part, place, source) for source, part in shared(scheme, amount)]
	return [*sources, credit(PAYABLE, amount, place)]
