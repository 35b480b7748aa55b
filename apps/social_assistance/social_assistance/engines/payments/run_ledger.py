"""Vouchers of payment runs, summed by township and scheme: granted when executed, paid when filed, back when returned."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from social_assistance.engines.payments import line_sums
from social_assistance.engines.payments.due_awards import sum_in_fen
from social_assistance.engines.payments.line_sums import Row
from social_assistance.services import clock
from social_assistance.services.funds.ledger import (
	EXPENSE,
	PAYABLE,
	RECEIVABLE,
	TREASURY,
	Place,
	Posting,
	Reference,
	make_credit,
	make_debit,
	post_voucher,
	split_by_source,
)

LINE, RUN = "Payment Line", "Payment Run"


def post_executed_run(run: str, granted: Iterable[Row]) -> None:
	"""Post the granted sums as expense and payable; re-issued lines are payable already."""
	_post("Run Executed", granted, Reference(RUN, run), _granted)


def post_filed_run(run: str) -> None:
	"""Post the sums of the bank files from payable to the treasury account, by source."""
	_post("Bank Files", line_sums.list_payable_rows(run), Reference(RUN, run), _paid)


def list_finance_rows(run: str) -> list[dict[str, Any]]:
	"""Payments of a run that go to banks, by township, scheme and source of money."""
	return [
		{
			"township": row.township,
			"scheme": row.scheme,
			"fund_source": source,
			"row_count": count,
			"amount": part,
		}
		for row in line_sums.list_payable_rows(run)
		for source, part, count in _counted(row.scheme, row.amount, row.number)
	]


def _counted(scheme: str, amount: Decimal, count: int) -> list[tuple[str | None, Decimal, int]]:
	"""A payment that several sources share is counted once, in the row of the first."""
	return [
		(source, part, 0 if number else count)
		for number, (source, part) in enumerate(split_by_source(scheme, amount))
	]


def post_returned_lines(bank_return: str, lines: list[str]) -> None:
	"""Post returned payments back to the treasury account and to payable."""
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.from_(line).select(line.division, line.scheme, sum_in_fen(line.amount), Count("*"))
	query = query.where(line.name.isin(lines or [""])).groupby(line.division, line.scheme)
	rows = [(division, scheme, int(amount), 0, count) for division, scheme, amount, count in query.run()]
	_post("Bank Return", line_sums.group_by_township(rows), Reference("Bank Return", bank_return), _returned)


def _post(
	kind: str, rows: Iterable[Row], reference: Reference, postings: Callable[[Row], list[Posting]]
) -> None:
	post_voucher(kind, [posting for row in rows for posting in postings(row)], reference, clock.today())


def _granted(row: Row) -> list[Posting]:
	"""What was offset is granted too, and settles a claim instead of going to the bank."""
	township, scheme, amount, offset, _number = row
	place = Place(township, scheme)
	settled = make_credit(RECEIVABLE, offset, place)
	return [make_debit(EXPENSE, amount + offset, place), make_credit(PAYABLE, amount, place), settled]


def _paid(row: Row) -> list[Posting]:
	township, scheme, amount, _offset, _number = row
	place = Place(township, scheme)
	sources = [make_credit(TREASURY, part, place, source) for source, part in split_by_source(scheme, amount)]
	return [make_debit(PAYABLE, amount, place), *sources]


def _returned(row: Row) -> list[Posting]:
	township, scheme, amount, _offset, _number = row
	place = Place(township, scheme)
	sources = [make_debit(TREASURY, part, place, source) for source, part in split_by_source(scheme, amount)]
	return [*sources, make_credit(PAYABLE, amount, place)]
