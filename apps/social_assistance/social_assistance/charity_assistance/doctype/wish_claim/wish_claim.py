from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of, written_by


class WishClaim(Document):
	"""A partner's claim on a micro wish; only `services/wish_claims.py` writes it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		charity_need: DF.Link
		charity_partner: DF.Link
		claim_status: DF.Literal["Claimed", "Fulfilled", "Given Back", "Lapsed"]
		claimed_on: DF.Date | None
		disbursement: DF.Link | None
		division: DF.Link | None
		due_on: DF.Date | None
		ended_on: DF.Date | None
		fulfilment_proof: DF.Attach | None
		household_label: DF.Data | None
		naming_series: DF.Literal["RL-.YYYY.-"]
		open_claim_key: DF.Data | None
		remark: DF.SmallText | None
		wish_text: DF.SmallText | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/charity/wish_claims.py",
			"charity_need",
			"charity_partner",
			"claim_status",
			"claimed_on",
			"due_on",
			"ended_on",
			"disbursement",
			"fulfilment_proof",
			"remark",
			"open_claim_key",
		),
		record_of("services/charity/wish_claims.py"),
	)
