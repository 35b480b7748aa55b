"""Checks of medical caps and funeral aid: each is paid by one award of its own sum, bills are counted once, nobody is buried twice,
and what a township reserve paid is paid by no run."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Coalesce, Count
from pypika.queries import QueryBuilder

from social_assistance.engines.verify.invariants import Check, expect_none

AWARD = "Benefit Award"
# DocType and its status; both name their award.
GRANTS = (("Medical Cost Cap", "cap_status"), ("Funeral Aid", "aid_status"))


def check_granted_sums() -> Iterator[Check]:
	"""Sums beside their awards, bills, and people."""
	wrong = [name for doctype, status in GRANTS for name in _unlike_their_award(doctype, status)]
	yield expect_none("PAY-18", "Medical caps and funeral aid are awarded as they were granted", wrong)
	yield expect_none("PAY-19", "A medical bill is counted once", _bills_counted_twice())
	yield expect_none("PAY-21", "What a reserve paid is paid whole, and by no run", _paid_beside_reserve())
	yield expect_none("PAY-20", "Funeral aid goes to the dead of a class, once", _wrong_funerals())


def _unlike_their_award(doctype: str, status: str) -> list[str]:
	"""Granted without an award, of another sum or for several months; or refused with one."""
	doc, award = frappe.qb.DocType(doctype), frappe.qb.DocType(AWARD)
	differs = (
		award.name.isnull()
		| (award.monthly_amount != doc.granted_amount)
		| (award.start_month != Coalesce(award.end_month, ""))
	)
	query = frappe.qb.from_(doc).left_join(award).on(award.name == doc.award).select(doc.name)
	granted = (doc[status] == "Approved") & differs
	return _names(query.where(granted | ((doc[status] != "Approved") & doc.award.isnotnull())))


def _bills_counted_twice() -> list[str]:
	"""By number, of records that were granted."""
	bill, cap = frappe.qb.DocType("Medical Cap Bill"), frappe.qb.DocType("Medical Cost Cap")
	query = frappe.qb.from_(bill).join(cap).on((cap.name == bill.parent) & (cap.cap_status == "Approved"))
	return _names(query.select(bill.bill_no).groupby(bill.bill_no).having(Count("*") > 1))


def _paid_beside_reserve() -> list[str]:
	"""Awards that name a use of the reserve of another sum or not booked, or that have a payment line too."""
	award, use, line = (frappe.qb.DocType(name) for name in (AWARD, "Fund Allocation", "Payment Line"))
	of_reserve = frappe.qb.from_(award).where(award.reserve_use.isnotnull()).select(award.award_no)
	unlike = (use.docstatus != 1) | (use.amount != award.monthly_amount) | (use.award != award.name)
	wrong = of_reserve.left_join(use).on(use.name == award.reserve_use).where(use.name.isnull() | unlike)
	return [*_names(wrong), *_names(of_reserve.join(line).on(line.award == award.name).distinct())]


def _wrong_funerals() -> list[str]:
	aid, person = frappe.qb.DocType("Funeral Aid"), frappe.qb.DocType("Registry Person")
	query = (
		frappe.qb.from_(aid).join(person).on(person.name == aid.person).where(aid.aid_status == "Approved")
	)
	twice = query.select(aid.person).groupby(aid.person).having(Count("*") > 1)
	return [*_names(query.select(aid.name).where(person.is_deceased == 0)), *_names(twice)]


def _names(query: QueryBuilder) -> list[str]:
	return [str(row[0]) for row in query.run()]
