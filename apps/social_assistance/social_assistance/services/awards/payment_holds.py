"""Holds on payments: placed for a reason, released by decision; the held months are paid by the next run after it."""

import frappe
from frappe import _
from frappe.model.document import Document

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


def fill_hold(hold: Document) -> None:
	"""Fill in a new hold from its award; called by the controller."""
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
	"""End a hold with the grounds for it; releasing twice is refused."""
	doc = frappe.get_doc(DOCTYPE, hold, for_update=True)
	if doc.hold_status != ACTIVE:
		frappe.throw(_("Hold {0} was released before.").format(hold), PaymentHoldStateError)
	doc.update(
		{
			"hold_status": RELEASED,
			"hold_key": None,
			"released_by": frappe.session.user,
			"released_on": clock.now(),
			"release_remark": remark,
		}
	)
	with allow_transition(DOCTYPE, doc.name):
		doc.save()


def release_return_hold(award: str) -> None:
	"""End the hold that a returned payment caused, once the account is corrected."""
	filters = {"award": award, "hold_reason": PAYMENT_RETURNED, "hold_status": ACTIVE}
	hold = frappe.db.get_value(DOCTYPE, filters)
	if hold:
		release_hold(hold, _("Account corrected"))
