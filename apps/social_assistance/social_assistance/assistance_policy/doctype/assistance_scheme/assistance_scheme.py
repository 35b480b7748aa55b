from frappe.model.document import Document


class AssistanceScheme(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF
		from social_assistance.assistance_policy.doctype.scheme_exclusion.scheme_exclusion import SchemeExclusion

		category: DF.Literal["Minimum Living Guarantee", "Extreme Difficulty", "Low-income Marginal", "Rigid Spending", "Children", "Temporary Aid", "Special Aid"]
		description: DF.SmallText | None
		exclusions: DF.Table[SchemeExclusion]
		is_enabled: DF.Check
		is_recurring: DF.Check
		legal_basis: DF.SmallText | None
		pays_cash: DF.Check
		process_column: DF.Literal["MLG", "MLG_SINGLE", "EXTREME", "MARGINAL", "RIGID", "TEMP_EXPENSE", "TEMP_EMERGENCY", "REFERRAL"]
		residence_class: DF.Literal["Any", "Urban", "Rural"]
		scheme_code: DF.Data
		scheme_name: DF.Data
		sort_order: DF.Int
		unit: DF.Literal["Household", "Person"]
	# end: auto-generated types

	pass
