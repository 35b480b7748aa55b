from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
from social_assistance.services.privacy.encrypted_fields import EncryptedField


class IdentityCorrection(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		corrected_by: DF.Link
		corrected_on: DF.Datetime
		former_cipher: DF.SmallText | None
		former_digest: DF.Data | None
		former_id_number: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText
	# end: auto-generated types

	FIELD_RULES = (
		derived(
			"corrected_on", "corrected_by", "former_id_number", "reason", "former_cipher", "former_digest"
		),
	)
	SEALED_COPIES = (
		EncryptedField("former_id_number", "citizen_id", cipher="former_cipher", digest="former_digest"),
	)
