from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.charity import donations, receipts
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields


class CharityDonation(Document):
	"""A donation received by a partner, with its receipt and what is left of it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.charity_assistance.doctype.charity_donation_item.charity_donation_item import (
			CharityDonationItem,
		)

		amended_from: DF.Link | None
		amount: DF.Currency
		balance_amount: DF.Currency
		bank_reference: DF.Data | None
		campaign: DF.Link | None
		charity_partner: DF.Link
		disbursed_amount: DF.Currency
		donation_kind: DF.Literal["Cash", "Goods"]
		donor: DF.Link | None
		donor_kind: DF.Literal["", "Individual", "Organisation"]
		donor_name: DF.Data | None
		donor_phone: DF.Data | None
		donor_phone_cipher: DF.SmallText | None
		fiscal_receipt_no: DF.Data | None
		handler_name: DF.Data | None
		is_anonymous: DF.Check
		is_restricted: DF.Check
		items: DF.Table[CharityDonationItem]
		naming_series: DF.Literal["JZ-.YYYY.-"]
		purpose: DF.SmallText | None
		purpose_kind: DF.Literal["", "Living", "Medical", "Education", "Housing", "Goods", "Other"]
		receipt_no: DF.Data | None
		receipt_token: DF.Data | None
		receipt_waived: DF.Check
		received_on: DF.Date
		reference_key: DF.Data | None
		refunded_amount: DF.Currency
		target_division: DF.Link | None
		voucher_no: DF.Data | None
		written_off_amount: DF.Currency
	# end: auto-generated types

	PAST_DAYS = ("received_on",)

	SEALED = (EncryptedField("donor_phone", "phone", cipher="donor_phone_cipher"),)

	FIELD_RULES = (
		written_by(
			"services/charity/receipts.py",
			"receipt_no",
			"receipt_token",
			"disbursed_amount",
			"written_off_amount",
			"refunded_amount",
			"balance_amount",
			"handler_name",
			"voucher_no",
		),
		derived("reference_key"),
	)

	def validate(self) -> None:
		donations.check_donation(self)
		encrypt_fields(self)

	def before_submit(self) -> None:
		donations.receive_donation(self)

	def on_submit(self) -> None:
		donations.post_donation(self)

	def before_cancel(self) -> None:
		donations.require_unused_donation(self)

	def on_cancel(self) -> None:
		donations.cancel_donation(self)

	def receipt(self) -> dict:
		"""What the print format shows."""
		return receipts.get_receipt_print_data(self)
