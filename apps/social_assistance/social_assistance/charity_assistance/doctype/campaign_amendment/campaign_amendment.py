from frappe.model.document import Document

from social_assistance.permissions.field_rules import EVERY_OTHER, derived, open_while, written_by
from social_assistance.services.charity import campaign_amendments


class CampaignAmendment(Document):
	"""A change of a filed plan: drawn up by the organiser, accepted by the bureau under a filing number of its own."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.charity_assistance.doctype.amended_term.amended_term import AmendedTerm

		amendment_status: DF.Literal["Draft", "Plan Filed", "Withdrawn"]
		beneficiaries: DF.SmallText
		campaign: DF.Link
		changed_on: DF.Date
		changes: DF.Table[AmendedTerm]
		charity_partner: DF.Link | None
		ends_on: DF.Date
		file_by: DF.Date | None
		filed_by: DF.Link | None
		filed_on: DF.Date | None
		filing_no: DF.Data | None
		grounds: DF.SmallText
		is_full_time: DF.Check
		is_late: DF.Check
		is_open_group: DF.Check
		naming_series: DF.Literal["BG-.YYYY.-"]
		need_kind: DF.Literal["", "Living", "Medical", "Education", "Housing", "Goods", "Other"]
		person_in_charge: DF.Data
		plan_file: DF.Attach | None
		plan_version: DF.Int
		purpose: DF.SmallText | None
		target_amount: DF.Currency
		target_division: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/charity/campaign_amendments.py",
			"amendment_status",
			"filing_no",
			"filed_on",
			"filed_by",
			"plan_version",
			"is_late",
		),
		derived("charity_partner", "file_by", "changes"),
		open_while("amendment_status", ("Draft",), EVERY_OTHER),
	)

	def before_validate(self) -> None:
		campaign_amendments.fill_plan(self)

	def validate(self) -> None:
		campaign_amendments.check_amendment(self)
