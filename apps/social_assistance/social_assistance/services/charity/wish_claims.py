"""Micro wishes (微心愿): one partner claims a wish, fulfils it with proof, or gives it back.

The wish's row is the lock and a unique key the guarantee: of two partners at once exactly one wins.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.charity import needs
from social_assistance.services.charity.exceptions import (
	ConsentMissingError,
	DeliveryProofMissingError,
	WishClaimStateError,
	WishTakenError,
)
from social_assistance.services.charity.partners import DISBURSEMENT, MET, NEED, OPEN, require_partner

DOCTYPE = needs.CLAIM
CLAIMED, FULFILLED, GIVEN_BACK, LAPSED = "Claimed", "Fulfilled", "Given Back", "Lapsed"


def claim_wish(wish: str, partner: str | None) -> str:
	"""Reserve an open wish for a partner for the days of the settings; returns the claim."""
	require_partner(partner)
	need = needs.get_locked_need(wish)
	if not need.consent_given:
		frappe.throw(_("The household of need {0} has not consented.").format(wish), ConsentMissingError)
	if not need.is_wish or need.need_status != OPEN:
		frappe.throw(_("Wish {0} is no longer open. Choose another one.").format(wish), WishTakenError)
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"charity_need": wish,
			"charity_partner": partner,
			"claimed_on": clock.today(),
			"due_on": _due_on(),
			"open_claim_key": wish,
		}
	)
	with allow_transition(DOCTYPE):
		doc.insert(  # allow: PERM-ignore-permissions the partner is the user's own, judged above; no role types claims
			ignore_permissions=True
		)
	needs.update_need_status(need)
	return str(doc.name)


def release_claim(name: str, reason: str) -> None:
	"""Open a claimed wish to others again, with the reason."""
	doc = _active(name)
	if not reason.strip():
		frappe.throw(_("Give the reason for which the wish is given back."), WishClaimStateError)
	_refuse_with_hand_overs(doc)
	_end(doc, GIVEN_BACK, remark=reason.strip())


def fulfil_claim(name: str, proof: str, remark: str) -> None:
	"""A wish for company, repair or the like, which no donation pays, is fulfilled with a proof of its own."""
	doc = _active(name)
	need = needs.get_locked_need(doc.charity_need)
	if need.wanted_item or need.wanted_amount:
		frappe.throw(
			_("This wish asks for money or goods: it is fulfilled when their hand-over is delivered."),
			WishClaimStateError,
		)
	if not proof:
		frappe.throw(_("Attach the proof that the wish was fulfilled."), DeliveryProofMissingError)
	_end(doc, FULFILLED, fulfilment_proof=proof, remark=remark.strip())


def fulfil_claim_by_delivery(disbursement: Document) -> None:
	"""End the claim of a wish that a delivery has met."""
	active = needs.get_active_claim(disbursement.charity_need) if disbursement.charity_need else None
	status = active and frappe.db.get_value(NEED, disbursement.charity_need, "need_status")
	if active and status == MET:
		_end(_active(active.name), FULFILLED, disbursement=disbursement.name)


def reopen_claim(disbursement: Document) -> None:
	"""A reversed delivery leaves its wish unfulfilled: the same partner holds it again."""
	name = frappe.db.get_value(DOCTYPE, {"disbursement": disbursement.name, "claim_status": FULFILLED})
	if not name:
		return
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	values = {"claim_status": CLAIMED, "ended_on": None, "disbursement": None, "due_on": _due_on()}
	_save(doc, {**values, "open_claim_key": doc.charity_need})


def _due_on() -> date:
	return clock.get_date_after(
		int(frappe.db.get_single_value("Assistance Settings", "wish_claim_days") or 0)
	)


def _active(name: str) -> Document:
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if doc.claim_status != CLAIMED:
		frappe.throw(_("Claim {0} is {1}.").format(name, _(doc.claim_status)), WishClaimStateError)
	return doc


def _refuse_with_hand_overs(doc: Document) -> None:
	hand_overs = {
		"charity_need": doc.charity_need,
		"charity_partner": doc.charity_partner,
		"disbursement_status": "Approved",
	}
	found = frappe.db.get_value(DISBURSEMENT, hand_overs)
	if found:
		frappe.throw(_("Deliver or reverse {0} first.").format(found), WishClaimStateError)


def _end(doc: Document, status: str, **values: str) -> None:
	"""Close a claim; what it leaves its wish in follows: fulfilled without a donation is met, the rest is worked out."""
	need = needs.get_locked_need(doc.charity_need)
	_save(doc, {"claim_status": status, "ended_on": clock.today(), "open_claim_key": None, **values})
	if status == FULFILLED and need.need_status != MET:
		frappe.db.set_value(NEED, need.name, "need_status", MET)
		return
	needs.update_need_status(need)


def _save(doc: Document, values: dict[str, object]) -> None:
	doc.update(values)
	with allow_transition(DOCTYPE, doc.name):
		doc.save(  # allow: PERM-ignore-permissions the caller checked the partner or the office; no role types claims
			ignore_permissions=True
		)
