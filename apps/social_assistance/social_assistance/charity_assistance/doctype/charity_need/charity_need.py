from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.charity import needs


class CharityNeed(Document):
	"""A need of a family that may be presented to partners once the family consented."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		consent_file: DF.Attach | None
		consent_given: DF.Check
		consent_on: DF.Date | None
		description: DF.SmallText
		division: DF.Link | None
		household: DF.Link
		household_label: DF.Data | None
		is_public: DF.Check
		is_wish: DF.Check
		naming_series: DF.Literal["XQ-.YYYY.-"]
		need_kind: DF.Literal["Living", "Medical", "Education", "Housing", "Goods", "Other"]
		need_status: DF.Literal["Open", "Claimed", "Met", "Withdrawn"]
		received_amount: DF.Currency
		received_quantity: DF.Float
		urgency: DF.Literal["Normal", "Urgent"]
		wanted_amount: DF.Currency
		wanted_item: DF.Data | None
		wanted_quantity: DF.Float
		wanted_unit: DF.Data | None
	# end: auto-generated types

	PAST_DAYS = ("consent_on",)

	FIELD_RULES = (
		written_by("services/charity/needs.py", "received_amount", "received_quantity", "need_status"),
		derived("household_label", "division"),
	)

	def validate(self) -> None:
		needs.check_need(self)
