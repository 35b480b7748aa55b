"""Holds on payments: placed for a reason, released by decision; the held months are paid by the next run after it."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards.exceptions import PaymentHoldStateError

DOCTYPE = "Payment Hold"
ACTIVE, RELEASED = "Active", "Released"
PAYMENT_RETURNED = "Payment Returned"


def place_hold(award: str, reason: str, remark: str) -> str:
	"""Keep an award's payments back until the hold is released; the same reason twice is refused."""
	hold = frappe.get_doc({"doctype": DOCTYPE, "award": award, "hold_reason": reason, "remark": remark})
	hold.insert()
	return str(hold.name)


def place_for_return(award: str, remark: str) -> None:
	"""Keep an award back whose payment the bank returned; only a confirmed return leads here."""
	values = {"award": award, "hold_reason": PAYMENT_RETURNED, "remark": remark}
	hold = frappe.get_doc({"doctype": DOCTYPE, **values})
	hold.flags.of_bank_return = True
	hold.insert(  # allow: PERM-ignore-permissions the return was confirmed by a second person, who need not place holds
		ignore_permissions=True
	)


def fill_hold(hold: Document) -> None:
	"""Fill in a new hold from its award; called by the controller."""
	if hold.hold_reason == PAYMENT_RETURNED and not hold.flags.of_bank_return:
		frappe.throw(
			_("Payments are held as returned by the bank's return file only. Choose another reason."),
			PaymentHoldStateError,
		)
	award = frappe.db.get_value(
		"Benefit Award", hold.award, ["payee_name", "scheme", "division", "award_no"], as_dict=True
	)
	key = f"{hold.award}|{hold.hold_reason}"
	if frappe.db.exists(DOCTYPE, {"hold_key": key}):
		frappe.throw(
			_("Award {0} is already held for the reason {1}.").format(award.award_no, _(hold.hold_reason)),
			PaymentHoldStateError,
		)
	hold.update({"payee_name": award.payee_name, "scheme": award.scheme, "division": award.division})
	hold.hold_status, hold.hold_key = ACTIVE, key


def release_hold(hold: str, remark: str) -> None:
	"""End a hold as another person than the one who set it; one of a returned payment ends by a changed account alone."""
	doc = frappe.get_doc(DOCTYPE, hold, for_update=True)
	if doc.hold_reason == PAYMENT_RETURNED and _has_returned_line(doc.award):
		frappe.throw(
			_(
				"The bank returned a payment of this award. Change the account with a second person, then press Pay Returned Months Again on the award."
			),
			PaymentHoldStateError,
		)
	_end(doc, remark)


def _has_returned_line(award: str) -> bool:
	filters = {"award": award, "line_status": "Returned", "is_unsettled": 1}
	return bool(frappe.db.exists("Payment Line", filters))


def _end(doc: Document, remark: str) -> None:
	"""Releasing twice is refused, and whoever set the hold does not end it."""
	if doc.hold_status != ACTIVE:
		frappe.throw(_("Hold {0} was released before.").format(doc.name), PaymentHoldStateError)
	if frappe.session.user == doc.owner:
		frappe.throw(
			_("You set hold {0}; it must be released by another person.").format(doc.name),
			SeparationOfDutiesError,
		)
	_release(doc, remark, frappe.session.user)


def _release(doc: Document, remark: str, person: str) -> None:
	doc.update(
		{
			"hold_status": RELEASED,
			"hold_key": None,
			"released_by": person,
			"released_on": clock.now(),
			"release_remark": remark,
		}
	)
	with allow_transition(DOCTYPE, doc.name):
		doc.save()


def end_corrected_hold(award: str, people: Sequence[str]) -> None:
	"""End the hold of a payment that did arrive after all, as the bank's corrected answer says.

	Of the two people who brought the answer and confirmed it, the one counts who did not set the hold.
	"""
	filters = {"award": award, "hold_reason": PAYMENT_RETURNED, "hold_status": ACTIVE}
	hold = frappe.db.get_value(DOCTYPE, filters)
	if hold and not _has_returned_line(award):
		doc = frappe.get_doc(DOCTYPE, hold, for_update=True)
		other = next(person for person in people if person != doc.owner)
		_release(doc, _("The bank corrected its answer"), other)


def release_return_hold(award: str) -> None:
	"""End the hold that a returned payment caused, once the account is corrected."""
	filters = {"award": award, "hold_reason": PAYMENT_RETURNED, "hold_status": ACTIVE}
	hold = frappe.db.get_value(DOCTYPE, filters)
	if hold:
		_end(frappe.get_doc(DOCTYPE, hold, for_update=True), _("Account changed and confirmed"))
