"""Which share of a category payment was paid without being due: one recipient's entry of a cause and month."""

from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.payments import overpayment
from social_assistance.domain.periods import Month
from social_assistance.services.payments import lines as payment_lines
from social_assistance.services.payments.exceptions import RecoveryInvalidError

ENTRY = "Category Payment Entry"
# Causes that concern one member of a family.
ONE_MEMBER = ("Death", "Imprisonment")


def compute_category_recovery(recovery: Document, event: date) -> overpayment.Balance:
	"""Paid and due of the recovery's entry; also takes over cause and scheme under which it was booked."""
	entry = frappe.get_doc(ENTRY, recovery.category_entry)
	award, scheme = frappe.db.get_value("Payment Line", entry.payment_line, ["award", "scheme"])
	if award != recovery.award:
		_refuse(_("{0} of {1} was not paid with this award.").format(entry.cause, entry.payment_month))
	recovery.scheme, recovery.category_cause = scheme, entry.cause
	_refuse_share_of_survivors(recovery, entry)
	_refuse_second_recovery(recovery, entry)
	if not payment_lines.is_sent_to_bank(entry.payment_line):
		_refuse(
			_("{0} of {1} has not been paid; there is nothing to recover.").format(
				entry.cause, entry.payment_month
			)
		)
	paid = {Month.parse(entry.payment_month): from_storage(entry.amount)}
	return overpayment.compare_months(
		paid, overpayment.list_due_until(paid, event, dict.fromkeys(paid, _due_after(recovery)))
	)


def _due_after(recovery: Document) -> Decimal:
	return from_storage(recovery.due_after) if recovery.due_after else ZERO


def _refuse_share_of_survivors(recovery: Document, entry: Document) -> None:
	"""What a household was paid as one stays due to those who are left."""
	if recovery.cause not in ONE_MEMBER or entry.person:
		return
	if (frappe.db.get_value("Benefit Award", recovery.award, "covered_persons") or 1) > 1:
		_refuse(
			_(
				"{0} was paid to the household as one: the others keep what one member's event leaves due."
			).format(entry.cause)
		)


def _refuse_second_recovery(recovery: Document, entry: Document) -> None:
	"""The unique key of the entry decides between two at one moment."""
	other = frappe.db.get_value(
		recovery.doctype, {"category_entry": entry.name, "name": ("!=", recovery.name or "")}
	)
	if other:
		_refuse(_("{0} of {1} is already in recovery {2}.").format(entry.cause, entry.payment_month, other))


def _refuse(message: str) -> None:
	frappe.throw(message, RecoveryInvalidError)
