from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class AssessmentAsset(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		area: DF.Float
		asset_kind: DF.Literal[
			"Money", "Vehicle", "House", "Non-residential Property", "Business Share", "Other"
		]
		description: DF.Data | None
		evidence_source: DF.Data | None
		is_exempt: DF.Check
		item: DF.Literal[""]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link | None
		quantity: DF.Int
		value: DF.Currency
	# end: auto-generated types

	FIELD_RULES = (derived("is_exempt"),)
