"""How a disbursement arrives: the day, the signer, and a paper or photo that proves it."""

from dataclasses import asdict, dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.charity import wish_claims
from social_assistance.services.charity.disbursements import APPROVED, DELIVERED, TO_DISTRICT
from social_assistance.services.charity.exceptions import DeliveryProofMissingError, DisbursementStateError
from social_assistance.services.charity.partners import DISBURSEMENT

RECEIVER_SIGNS = "Receiving Organisation"


@dataclass(frozen=True)
class Delivery:
	"""How a disbursement was received: the day, who signed in which capacity, the paper or photo, the receiver's receipt."""

	delivered_on: date
	signed_by: str
	delivery_proof: str = ""
	delivery_photo: str = ""
	signer_name: str = ""
	receiving_receipt_no: str = ""


def deliver_disbursement(name: str, delivery: Delivery) -> None:
	"""Record that a disbursement arrived, with its proof; a wish that is met by it is fulfilled."""
	doc = frappe.get_doc(DISBURSEMENT, name, for_update=True)
	if doc.disbursement_status != APPROVED:
		frappe.throw(
			_("{0} is {1}; only an approved hand-over can be delivered.").format(
				name, _(doc.disbursement_status)
			),
			DisbursementStateError,
		)
	_check_delivery(doc, delivery)
	doc.update({**asdict(delivery), "disbursement_status": DELIVERED})
	with allow_transition(DISBURSEMENT, name):
		doc.save()
	wish_claims.fulfil_claim_by_delivery(doc)


def _check_delivery(doc: Document, delivery: Delivery) -> None:
	if not getdate(doc.approved_on) <= delivery.delivered_on <= clock.today():
		frappe.throw(_("The delivery lies between the approval and today."), DeliveryProofMissingError)
	if not (delivery.delivery_proof or delivery.delivery_photo):
		frappe.throw(_("Attach the signed receipt or a photo of the delivery."), DeliveryProofMissingError)
	is_elsewhere = doc.disbursement_kind == TO_DISTRICT
	if is_elsewhere != (delivery.signed_by == RECEIVER_SIGNS) or not delivery.signed_by:
		frappe.throw(_("Choose who signed for what was received."), DeliveryProofMissingError)
	if is_elsewhere and not delivery.receiving_receipt_no.strip():
		frappe.throw(
			_("Enter the number of the receipt that {0} gave.").format(doc.receiving_organisation),
			DeliveryProofMissingError,
		)
