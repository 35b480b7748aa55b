"""Money received, allocated to townships, and the township reserves for temporary aid."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import from_storage, parse_amount
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.funds.exceptions import FundsInsufficientError
from social_assistance.services.funds.ledger import (
	ALLOCATED,
	EXPENSE,
	FUNDS,
	RESERVE,
	TREASURY,
	Place,
	Reference,
	get_account_balance,
	get_open_day,
	make_credit,
	make_debit,
	post_voucher,
	require_open_period,
	reverse_voucher,
)

RECEIPT, ALLOCATION = "Receipt", "Allocation"
ADVANCE, USE, REPLENISHMENT = "Reserve Advance", "Reserve Use", "Reserve Replenishment"
# Kind -> accounts debited and credited.
ENTRIES = {
	RECEIPT: (TREASURY, FUNDS),
	ALLOCATION: (FUNDS, ALLOCATED),
	ADVANCE: (RESERVE, TREASURY),
	REPLENISHMENT: (RESERVE, TREASURY),
	USE: (EXPENSE, RESERVE),
}


def check_allocation(allocation: Document) -> None:
	"""Amount, day and place; called by the controller."""
	try:
		allocation.amount = parse_amount(str(allocation.amount or 0), "amount", allow_zero=False)
	except DomainError as error:
		throw_domain_error(error, allocation.meta.get_label("amount"), FundsInsufficientError)
	require_open_period(getdate(allocation.posted_on))
	if not allocation.division and allocation.allocation_kind == RECEIPT:
		allocation.division = frappe.db.get_single_value("Assistance Settings", "district")
	if not allocation.division:
		frappe.throw(_("Enter the Township."), frappe.MandatoryError)


def post_allocation(allocation: Document) -> None:
	"""Book a submitted allocation; never more than there is, judged under the lock of the source."""
	frappe.db.get_value("Fund Source", allocation.fund_source, "name", for_update=True)
	_require_funds(allocation)
	left, right = ENTRIES[allocation.allocation_kind]
	amount, source = from_storage(allocation.amount), allocation.fund_source
	place = Place(allocation.division or None, allocation.scheme or None)
	voucher = post_voucher(
		allocation.allocation_kind,
		[make_debit(left, amount, place, source), make_credit(right, amount, place, source)],
		Reference(allocation.doctype, allocation.name),
		getdate(allocation.posted_on),
		remark=allocation.remark or allocation.document_number or "",
	)
	allocation.db_set("voucher_no", voucher)


def cancel_allocation(allocation: Document) -> None:
	"""Reverse the voucher on its own day, or today when that month is closed."""
	day = get_open_day(getdate(allocation.posted_on))
	reverse_voucher(allocation.voucher_no, day, _("Cancelled: {0}").format(allocation.name))


def _require_funds(allocation: Document) -> None:
	source, kind = allocation.fund_source, allocation.allocation_kind
	if kind == RECEIPT:
		return
	if kind == USE:
		left = get_account_balance(RESERVE, fund_source=source, division=allocation.division)
	elif kind == ALLOCATION:
		left = -get_account_balance(FUNDS, fund_source=source)
	else:
		left = get_account_balance(TREASURY, fund_source=source)
	if from_storage(allocation.amount) > left:
		frappe.throw(
			_("Amount is {0}, but only {1} yuan are left of {2}.").format(allocation.amount, left, source),
			FundsInsufficientError,
		)
