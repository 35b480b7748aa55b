from frappe.model.document import Document


class PolicyVersion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF
		from social_assistance.assistance_policy.doctype.benefit_standard.benefit_standard import BenefitStandard

		amended_from: DF.Link | None
		article: DF.Data | None
		division: DF.Link
		document_number: DF.Data | None
		document_title: DF.Data
		effective_from: DF.Date
		effective_to: DF.Date | None
		naming_series: DF.Literal["POL-.YYYY.-"]
		parameters: DF.Code | None
		standards: DF.Table[BenefitStandard]
		supersedes: DF.Link | None
		version_title: DF.Data
	# end: auto-generated types

	pass
