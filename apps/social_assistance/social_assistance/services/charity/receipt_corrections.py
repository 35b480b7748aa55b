"""A mistake in the words of an issued receipt: it becomes void, and a new one with its own number names it."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.money import from_storage
from social_assistance.services.charity.exceptions import ReceiptCorrectionError
from social_assistance.services.charity.partners import DONATION, get_locked_donation
from social_assistance.services.charity.receipts import (
	RECEIPT,
	VALID,
	create_receipt,
	get_printed_donor,
	void_receipt,
)

SHORTEST_REASON = 4


def correct_receipt(receipt: str, donor_name: str, reason: str) -> Document:
	"""Issue a receipt with the donor's right name in place of a valid one; returns the new one. Amounts need a new gift."""
	gift = get_locked_donation(frappe.db.get_value(RECEIPT, receipt, "donation"))
	old = frappe.get_doc(RECEIPT, receipt, for_update=True)
	if old.receipt_status != VALID:
		_refuse(_("Receipt {0} is void; it was replaced by {1}.").format(old.name, old.replaced_by or "-"))
	if gift.is_anonymous:
		_refuse(_("The gift is anonymous; its receipt names nobody."))
	name, reason = " ".join(donor_name.split()), " ".join(reason.split())
	if len(reason) < SHORTEST_REASON:
		_refuse(
			_("Why Corrected: say what is wrong on the receipt, in at least {0} characters.").format(
				SHORTEST_REASON
			)
		)
	if not name or name == get_printed_donor(gift, old):
		_refuse(_("Nothing is corrected: the donor's name is that of receipt {0}.").format(old.name))
	words = {"donor_name": name, "corrects": old.name, "correction_reason": reason}
	new = create_receipt(gift, from_storage(old.amount), **words)
	void_receipt(old.name, _("Corrected"), replaced_by=new.name)
	frappe.db.set_value(DONATION, gift.name, {"receipt_no": new.name, "receipt_token": new.receipt_token})
	return new


def _refuse(message: str) -> None:
	frappe.throw(message, ReceiptCorrectionError)
