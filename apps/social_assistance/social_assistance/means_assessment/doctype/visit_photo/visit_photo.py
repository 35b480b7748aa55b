from frappe.model.document import Document


class VisitPhoto(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		caption: DF.Data | None
		latitude: DF.Float
		longitude: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		photo: DF.AttachImage
		taken_at: DF.Datetime | None
	# end: auto-generated types

	ACT_DAYS = ("taken_at",)
