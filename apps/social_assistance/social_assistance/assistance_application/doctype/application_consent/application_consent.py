from frappe.model.document import Document


class ApplicationConsent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		authorisation_signed: DF.Check
		capacity: DF.Literal["Household Member", "Obligor", "Guardian"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		person: DF.Link
		person_name: DF.Data | None
		pledge_signed: DF.Check
		signature_file: DF.Attach | None
		signature_kind: DF.Literal["Paper", "Electronic", "Guardian Signs"]
		signed_on: DF.Date | None
		valid_until: DF.Date | None
	# end: auto-generated types

	ACT_DAYS = ("signed_on",)
