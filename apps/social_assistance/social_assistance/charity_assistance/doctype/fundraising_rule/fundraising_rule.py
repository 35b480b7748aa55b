from frappe.model.document import Document


class FundraisingRule(Document):
	"""What the law asks of one kind of campaign from a date on, with its source."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		campaign_kind: DF.Literal["Public Fundraising", "Targeted Fundraising", "Emergency Appeal"]
		change_days: DF.Int
		citation: DF.Data
		days_after_start: DF.Int
		days_before_start: DF.Int
		filing_required: DF.Check
		license_required: DF.Check
		longest_months: DF.Int
		publish_days: DF.Int
		publish_months: DF.Int
		publish_over_months: DF.Int
		remind_days: DF.Int
		report_months: DF.Int
		valid_from: DF.Date
	# end: auto-generated types

	pass
