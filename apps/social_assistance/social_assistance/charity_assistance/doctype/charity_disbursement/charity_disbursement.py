from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.charity import disbursements


class CharityDisbursement(Document):
	"""What a family, or another district, received from a donation; the family's name stays inside the bureau."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.charity_assistance.doctype.charity_disbursement_item.charity_disbursement_item import (
			CharityDisbursementItem,
		)

		amended_from: DF.Link | None
		amount: DF.Currency
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		charity_need: DF.Link | None
		charity_partner: DF.Link | None
		consent_file: DF.Attach | None
		consent_given: DF.Check
		consent_on: DF.Date | None
		delivered_on: DF.Date | None
		delivery_photo: DF.AttachImage | None
		delivery_proof: DF.Attach | None
		disbursed_on: DF.Date
		disbursement_kind: DF.Literal["Household", "Other District"]
		disbursement_status: DF.Literal["Draft", "Approved", "Delivered", "Reversed"]
		division: DF.Link | None
		donation: DF.Link
		donation_kind: DF.Literal["", "Cash", "Goods"]
		household: DF.Link | None
		household_label: DF.Data | None
		items: DF.Table[CharityDisbursementItem]
		naming_series: DF.Literal["JF-.YYYY.-"]
		prepared_by: DF.Link | None
		receiving_organisation: DF.Data | None
		receiving_place: DF.Data | None
		receiving_receipt_no: DF.Data | None
		reversal_reason: DF.SmallText | None
		signed_by: DF.Literal[
			"", "Household Member", "Guardian", "Village on Behalf", "Receiving Organisation"
		]
		signer_name: DF.Data | None
		use_text: DF.SmallText | None
	# end: auto-generated types

	PAST_DAYS = ("disbursed_on", "consent_on")

	FIELD_RULES = (
		written_by(
			"services/charity/disbursements.py",
			"disbursement_status",
			"prepared_by",
			"approved_by",
			"approved_on",
			"delivered_on",
			"delivery_proof",
			"delivery_photo",
			"signed_by",
			"signer_name",
			"receiving_receipt_no",
			"reversal_reason",
		),
		derived("charity_partner", "household_label", "division"),
	)

	def validate(self) -> None:
		disbursements.check_disbursement(self)

	def before_submit(self) -> None:
		disbursements.approve_disbursement(self)

	def on_submit(self) -> None:
		disbursements.post_disbursement(self)

	def before_cancel(self) -> None:
		disbursements.require_reversal_reason(self)

	def on_cancel(self) -> None:
		disbursements.post_reversal(self)
