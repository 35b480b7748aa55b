"""Donations of earlier versions: create missing receipts, and missing vouchers of donations, disbursements and losses.

Set-based and repeatable: existing receipts and vouchers are left alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.utils import getdate
from pypika.queries import QueryBuilder, Table
from pypika.terms import Field, ValueWrapper

from social_assistance.domain.money import from_storage
from social_assistance.engines.base import get_audit_columns
from social_assistance.engines.bulk_insert import insert_rows
from social_assistance.services import clock
from social_assistance.services.charity.vouchers import get_charity_source
from social_assistance.services.funds.ledger import (
	CHARITY_GOODS,
	CHARITY_MONEY,
	GIFTS,
	GIFTS_USED,
	GOODS_LOST,
)
from social_assistance.services.numbering import take_numbers

ENTRY = "Fund Ledger Entry"
COLUMNS = (
	*("name", "voucher_no", "entry_no", "posted_on", "period", "entry_kind", "fund_account", "fund_source"),
	*("division", "debit", "credit", "reference_doctype", "reference_name", "entry_key"),
)
# Document of each kind of voucher.
DOCUMENTS = {
	"Gift Received": "Charity Donation",
	"Gift Handed On": "Charity Disbursement",
	"Goods Written Off": "Goods Stock Entry",
}


class Booking(NamedTuple):
	"""One voucher to write."""

	name: str
	day: date
	amount: Decimal
	donation_kind: str
	division: str | None


def create_missing_receipts() -> None:
	"""Create the receipts that stand only on their donations, void ones of cancelled donations too.

	Serial and year are read from the number (`SJ-…-2025-000017`); it was given on the day of the record or, where the
	record is older than the number, in the number's year.
	"""
	frappe.db.sql(
		"""
		insert ignore into `tabCharity Receipt` (
			name, receipt_no, donation, charity_partner, amount, receipt_token, handler_name, serial_year, serial_no,
			issued_on, receipt_status, voided_on, void_reason,
			owner, creation, modified, modified_by, docstatus
		)
		select
			old.receipt_no, old.receipt_no, old.name, old.charity_partner, old.amount, old.receipt_token,
			coalesce(nullif(old.handler_name, ''), user.full_name, old.owner), old.serial_year, old.serial_no,
			greatest(date(old.creation), makedate(old.serial_year, 1)),
			if(old.docstatus = 2, 'Void', 'Valid'), if(old.docstatus = 2, date(old.modified), null),
			if(old.docstatus = 2, %(cancelled)s, null),
			old.owner, %(moment)s, %(moment)s, %(user)s, 0
		from (
			select gift.*,
				cast(substring_index(substring_index(gift.receipt_no, '-', -2), '-', 1) as unsigned) as serial_year,
				cast(substring_index(gift.receipt_no, '-', -1) as unsigned) as serial_no
			from `tabCharity Donation` gift
			left join `tabCharity Receipt` entry on entry.name = gift.receipt_no
			where gift.docstatus > 0 and ifnull(gift.receipt_no, '') != '' and entry.name is null
		) old
		left join `tabUser` user on user.name = old.owner
		""",
		{
			"cancelled": _("Donation cancelled"),
			"moment": get_audit_columns()["modified"],
			"user": frappe.session.user,
		},
	)


def post_missing_vouchers() -> None:
	"""Post missing vouchers on the day of the document, or today where that month is closed."""
	for kind, query in _unbooked().items():
		insert_rows(ENTRY, COLUMNS, _entries(kind, [_booking(*row) for row in query.run()]))
	frappe.db.sql(
		"""
		update `tabCharity Donation` gift
		join `tabFund Ledger Entry` entry
			on entry.reference_name = gift.name and entry.entry_kind = 'Gift Received' and entry.entry_no = 1
		set gift.voucher_no = entry.voucher_no
		where ifnull(gift.voucher_no, '') = '' and gift.docstatus = 1
		"""
	)


def _unbooked() -> dict[str, QueryBuilder]:
	"""Documents without a voucher, by kind: name, day, amount, kind of donation, place."""
	gift, given, lost, undone = (
		*(frappe.qb.DocType(doctype) for doctype in DOCUMENTS.values()),
		frappe.qb.DocType("Goods Stock Entry").as_("undone"),
	)
	return {
		"Gift Received": _without(gift, "Gift Received", gift.received_on)
		.select(gift.amount, gift.donation_kind, None)
		.where((gift.docstatus == 1) & (gift.amount > 0)),
		"Gift Handed On": _without(given, "Gift Handed On", given.disbursed_on)
		.select(given.amount, given.donation_kind, given.division)
		.where((given.docstatus == 1) & (given.amount > 0)),
		"Goods Written Off": _without(lost, "Goods Written Off", lost.posted_on)
		.left_join(undone)
		.on(undone.reversal_of == lost.name)
		.select(-lost.amount, ValueWrapper("Goods"), None)
		.where((lost.entry_kind == "Write-off") & (lost.amount < 0) & undone.name.isnull()),
	}


def _without(document: Table, kind: str, day: Field) -> QueryBuilder:
	"""Documents that have no voucher of a kind, in the order of their days."""
	entry = frappe.qb.DocType(ENTRY)
	is_booked = (entry.reference_name == document.name) & (entry.entry_kind == kind) & (entry.entry_no == 1)
	query = frappe.qb.from_(document).left_join(entry).on(is_booked).where(entry.name.isnull())
	return query.select(document.name, day).orderby(day, document.name)


def _booking(name: str, day: date, amount: Any, donation_kind: str, division: str | None) -> Booking:
	return Booking(name, getdate(day), from_storage(amount), donation_kind, division)


def _entries(kind: str, rows: Iterable[Booking]) -> Iterator[tuple[Any, ...]]:
	"""Two entries a voucher, numbered in the order of their days."""
	doctype, days = DOCUMENTS[kind], _open_days(rows)
	numbers = {
		year: iter(take_numbers("PZ", date(year, 1, 1), sum(1 for day in days.values() if day.year == year)))
		for year in {day.year for day in days.values()}
	}
	source = get_charity_source()
	district = frappe.db.get_single_value("Assistance Settings", "district")
	for row in rows:
		day = days[row.name]
		voucher = next(numbers[day.year])
		for number, (account, debit, credit) in enumerate(_sides(kind, row), start=1):
			place = (row.division or district) if account == GIFTS_USED else district
			head = (frappe.generate_hash(length=10), voucher, number, day, f"{day:%Y-%m}", kind, account)
			reference = (doctype, row.name, f"{doctype}|{row.name}|{kind}|{number}")
			yield (*head, source, place, debit, credit, *reference)


def _sides(kind: str, row: Booking) -> tuple[tuple[str, Decimal, Decimal], ...]:
	lies = CHARITY_GOODS if row.donation_kind == "Goods" else CHARITY_MONEY
	nothing = Decimal("0.00")
	if kind == "Gift Received":
		return (lies, row.amount, nothing), (GIFTS, nothing, row.amount)
	used = GIFTS_USED if kind == "Gift Handed On" else GOODS_LOST
	return (used, row.amount, nothing), (lies, nothing, row.amount)


def _open_days(rows: Iterable[Booking]) -> dict[str, date]:
	closed = set(frappe.get_all("Fund Period Closing", pluck="name"))
	days = {row.name: row.day for row in rows}
	return {name: clock.today() if f"{day:%Y-%m}" in closed else day for name, day in days.items()}
