from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of
from social_assistance.services.privacy.encrypted_fields import EncryptedField


class RegistryImportRow(Document):
	"""A row of a registry file in staging; written by the engine, personal numbers encrypted."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		bank_account_digest: DF.Data | None
		bank_name: DF.Data | None
		birth_date: DF.Date | None
		disability_card: DF.Data | None
		disability_card_cipher: DF.SmallText | None
		disability_level: DF.Data | None
		disability_type: DF.Data | None
		division: DF.Data | None
		education_level: DF.Data | None
		employment_status: DF.Data | None
		errors: DF.SmallText | None
		household: DF.Data | None
		household_key: DF.Data | None
		id_number: DF.Data | None
		id_number_cipher: DF.SmallText | None
		id_number_digest: DF.Data | None
		import_run: DF.Link
		is_new_household: DF.Check
		is_new_person: DF.Check
		labour_ability: DF.Data | None
		main_cause: DF.Data | None
		marital_status: DF.Data | None
		name_pinyin: DF.Data | None
		person: DF.Data | None
		person_name: DF.Data | None
		phone: DF.Data | None
		phone_cipher: DF.SmallText | None
		phone_digest: DF.Data | None
		relation: DF.Data | None
		residence_class: DF.Data | None
		row_no: DF.Int
		row_status: DF.Literal["Ready", "Error", "Held", "Merged"]
		sex: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (record_of("engines/registry/import_staging.py"),)
	SEALED_COPIES = (
		EncryptedField("id_number", "citizen_id", cipher="id_number_cipher", digest="id_number_digest"),
		EncryptedField("phone", "phone", cipher="phone_cipher", digest="phone_digest"),
		EncryptedField(
			"bank_account", "bank_account", cipher="bank_account_cipher", digest="bank_account_digest"
		),
		EncryptedField("disability_card", "disability_card", cipher="disability_card_cipher"),
	)
