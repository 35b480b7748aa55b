"""Vouchers of payment runs, summed by township and scheme: granted when executed, paid when filed, back when returned."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Sum
from pypika.queries import QueryBuilder

from social_assistance.domain.money import from_storage
from social_assistance.services import clock
from social_assistance.services.fund_ledger import (
	EXPENSE,
	PAYABLE,
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
Row = tuple[str | None, str, Decimal]


def post_executed(run: str) -> None:
	"""What the run grants becomes an expense and a debt; returned lines issued anew are a debt already."""
	line = frappe.qb.DocType(LINE)
	original = frappe.qb.DocType(LINE).as_("original")
	query = _sums(line).left_join(original).on(original.name == line.original_line)
	granted = query.where((line.payment_run == run) & line.hold_reason.isnull()).where(
		original.name.isnull() | original.hold_reason.isnotnull()
	)
	_post("Run Executed", _rows(granted), Reference(RUN, run), _granted)


def post_filed(run: str) -> None:
	"""What the bank files carry leaves the treasury account, source by source."""
	line = frappe.qb.DocType(LINE)
	filed = _sums(line).where((line.payment_run == run) & line.bank_file.isnotnull())
	_post("Bank Files", _rows(filed), Reference(RUN, run), _paid)


def post_returned(bank_return: str, lines: list[str]) -> None:
	"""What came back is in the treasury account again and still owed to the families."""
	line = frappe.qb.DocType(LINE)
	returned = _sums(line).where(line.name.isin(lines or [""]))
	_post("Bank Return", _rows(returned), Reference("Bank Return", bank_return), _returned)


def _sums(line: Any) -> QueryBuilder:
	place = frappe.qb.DocType("Administrative Division").as_("place")
	township = frappe.qb.DocType("Administrative Division").as_("township")
	return (
		frappe.qb.from_(line)
		.join(place)
		.on(place.name == line.division)
		.left_join(township)
		.on(
			(township.division_level == "Township")
			& (township.lft <= place.lft)
			& (township.rgt >= place.rgt)
		)
		.select(township.name, line.scheme, Sum(line.amount))
		.groupby(township.name, line.scheme)
		.orderby(township.name, line.scheme)
	)


def _rows(query: QueryBuilder) -> list[Row]:
	return [(township, scheme, from_storage(amount)) for township, scheme, amount in query.run()]


def _post(kind: str, rows: list[Row], reference: Reference, postings: Callable[[Row], list[Posting]]) -> None:
	post(kind, [posting for row in rows for posting in postings(row)], reference, clock.today())


def _granted(row: Row) -> list[Posting]:
	township, scheme, amount = row
	place = Place(township, scheme)
	return [debit(EXPENSE, amount, place), credit(PAYABLE, amount, place)]


def _paid(row: Row) -> list[Posting]:
	township, scheme, amount = row
	place = Place(township, scheme)
	sources = [credit(TREASURY, part, place, source) for source, part in shared(scheme, amount)]
	return [debit(PAYABLE, amount, place), *sources]


def _returned(row: Row) -> list[Posting]:
	township, scheme, amount = row
	place = Place(township, scheme)
	sources = [debit(TREASURY, part, place, source) for source, part in shared(scheme, amount)]
	return [*sources, credit(PAYABLE, amount, place)]
