from frappe.model.document import Document


class PersonIllness(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		diagnosed_on: DF.Date | None
		ended_on: DF.Date | None
		illness: DF.Data
		illness_class: DF.Literal["", "Serious Illness", "Chronic Illness", "Other"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.Data | None
	# end: auto-generated types

	PAST_DAYS = ("diagnosed_on", "ended_on")
