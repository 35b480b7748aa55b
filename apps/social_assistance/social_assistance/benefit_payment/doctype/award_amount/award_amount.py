import frappe
from frappe.model.document import Document


class AwardAmount(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		citation: DF.Data | None
		from_month: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		part: DF.Literal["Base", "Top-up", "Care", "Living", "Gradual Exit"]
		person: DF.Link | None
		rule: DF.Data | None
		to_month: DF.Data | None
	# end: auto-generated types

	pass


def on_doctype_update() -> None:
	"""The monthly run reads a million parts from one index alone, and from the other whether any of them changed."""
	frappe.db.add_index("Award Amount", ["parent", "from_month", "to_month", "amount"], "award_due")
	frappe.db.add_index("Award Amount", ["modified"], "modified")
