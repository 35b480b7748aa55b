from frappe.model.document import Document

from social_assistance.services.privacy.encrypted_fields import EncryptedField


class StaffRelative(Document):
	"""A near relative of a staff member, found among applicants by digest only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		id_number: DF.Data
		id_number_cipher: DF.SmallText | None
		id_number_digest: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		relation: DF.Literal[
			"Spouse", "Parent", "Child", "Sibling", "Grandparent", "Grandchild", "Parent-in-law", "Other"
		]
		relative_name: DF.Data
	# end: auto-generated types

	SEALED = (
		EncryptedField("id_number", "citizen_id", cipher="id_number_cipher", digest="id_number_digest"),
	)
