"""What of an overpayment cannot come back: proposed by finance, decided by another person, in whole or in part.

Every decision is an entry of its own with the number of the paper, booked once however often its button is pressed.
"""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.payments.overpayment import reduce_repayments
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.funds.ledger import (
	RECEIVABLE,
	WRITTEN_OFF,
	Reference,
	make_credit,
	make_debit,
	post_voucher,
)
from social_assistance.services.payments.exceptions import RecoveryInvalidError
from social_assistance.services.payments.recoveries import (
	DOCTYPE,
	OPEN,
	WRITTEN_OFF_STATE,
	get_ledger_place,
	get_locked_recovery,
	parse_positive_amount,
	require_other_person,
	save_recovery,
)

ENTRY = "Recovery Write-off"
CLEARED = {"write_off_asked_amount": ZERO, "write_off_grounds": None, "write_off_proposed_by": None}


def propose_write_off(name: str, grounds: str, amount: str = "") -> None:
	"""Ask for what cannot be recovered to be written off, all that is outstanding unless an amount is given."""
	doc = get_locked_recovery(name, FINANCE_OFFICER, OPEN)
	if not grounds.strip():
		_refuse(_("Give the grounds for the write-off."))
	asked = parse_positive_amount(amount, _("Amount")) if amount else from_storage(doc.outstanding_amount)
	_require_outstanding(doc, asked)
	proposal = {"write_off_grounds": grounds.strip(), "write_off_proposed_by": frappe.session.user}
	save_recovery(doc, {**proposal, "write_off_asked_amount": asked})


def approve_write_off(name: str, decision_no: str, request_key: str = "") -> Document:
	"""Another person than the one who proposed it ends the claim, or the part; the same key returns what it made before."""
	recovery = frappe.get_doc(DOCTYPE, name, for_update=True)
	done = _made_before(recovery, request_key)
	if done:
		return done
	doc = get_locked_recovery(name, DISTRICT_APPROVER, OPEN)
	if not doc.write_off_proposed_by:
		_refuse(_("Nobody has proposed a write-off of {0}.").format(doc.name))
	require_other_person(doc.write_off_proposed_by)
	number = " ".join(decision_no.split())
	if not number:
		_refuse(_("Enter the number of the decision."))
	amount = _proposed(doc)
	_require_outstanding(doc, amount)
	entry = _enter(doc, amount, number, request_key)
	_take_off(doc, amount)
	_book(entry, doc)
	return entry


def _proposed(doc: Document) -> Decimal:
	"""Proposals made before sums could be split ask for all that is outstanding."""
	return from_storage(doc.write_off_asked_amount) or from_storage(doc.outstanding_amount)


def _made_before(recovery: Document, request_key: str) -> Document | None:
	"""Read past the own snapshot: the first click may have ended while this one waited for the lock."""
	filters = {"request_key": request_key, "recovery": recovery.name}
	found = request_key and frappe.db.get_value(ENTRY, filters, for_update=True)
	return frappe.get_doc(ENTRY, found, for_update=True) if found else None


def _enter(doc: Document, amount: Decimal, number: str, request_key: str) -> Document:
	entry = frappe.get_doc(
		{
			"doctype": ENTRY,
			"recovery": doc.name,
			"payee_name": doc.payee_name,
			"division": doc.division,
			"decision_no": number,
			"amount": amount,
			"grounds": doc.write_off_grounds,
			"proposed_by": doc.write_off_proposed_by,
			"approved_by": frappe.session.user,
			"approved_on": clock.today(),
			"request_key": request_key or None,
		}
	)
	with allow_transition(ENTRY):
		return entry.insert(  # allow: PERM-ignore-permissions the decision was permitted above; no role types entries
			ignore_permissions=True
		)


def _take_off(doc: Document, amount: Decimal) -> None:
	"""Off the claim, and off the last instalments that were agreed on."""
	left = from_storage(doc.outstanding_amount) - amount
	values = {
		**CLEARED,
		"write_off_approved_by": frappe.session.user,
		"written_off_amount": from_storage(doc.written_off_amount) + amount,
		"outstanding_amount": left,
	}
	if not left:
		values |= {"recovery_status": WRITTEN_OFF_STATE, "offset_key": None}
	kept = reduce_repayments([from_storage(row.amount) for row in doc.instalments], amount)
	rows = [(row.due_month, part) for row, part in zip(doc.instalments, kept, strict=False)]
	doc.set("instalments", [{"due_month": month, "amount": part} for month, part in rows])
	save_recovery(doc, values)


def _book(entry: Document, doc: Document) -> None:
	amount, place = from_storage(entry.amount), get_ledger_place(doc)
	postings = [make_debit(WRITTEN_OFF, amount, place), make_credit(RECEIVABLE, amount, place)]
	entry.db_set(
		"voucher_no", post_voucher("Write-off", postings, Reference(ENTRY, entry.name), clock.today())
	)


def _require_outstanding(doc: Document, amount: Decimal) -> None:
	left = from_storage(doc.outstanding_amount)
	if amount > left:
		_refuse(_("Amount is {0}, but only {1} yuan are outstanding.").format(amount, left))


def _refuse(message: str) -> None:
	frappe.throw(message, RecoveryInvalidError)
