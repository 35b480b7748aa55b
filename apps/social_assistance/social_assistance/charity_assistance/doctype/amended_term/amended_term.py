from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class AmendedTerm(Document):
	"""One term of a plan before and after its amendment."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		new_value: DF.SmallText | None
		old_value: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		term: DF.Data | None
		term_label: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (derived("term", "term_label", "old_value", "new_value"),)
