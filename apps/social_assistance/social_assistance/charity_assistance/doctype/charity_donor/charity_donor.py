from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
from social_assistance.services.charity import donor_statements, donors
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields


class CharityDonor(Document):
	"""Who gives: a person or an organisation on the books of one partner."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		charity_partner: DF.Link
		contact_name: DF.Data | None
		donor_key: DF.Data | None
		donor_kind: DF.Literal["Individual", "Organisation"]
		donor_name: DF.Data
		may_be_named: DF.Check
		naming_series: DF.Literal["JR-.YYYY.-"]
		phone: DF.Data | None
		phone_cipher: DF.SmallText | None
		phone_digest: DF.Data | None
		public_name: DF.Data | None
		uscc: DF.Data | None
	# end: auto-generated types

	SEALED = (EncryptedField("phone", "phone", cipher="phone_cipher", digest="phone_digest"),)

	FIELD_RULES = (derived("public_name", "donor_key"),)

	def validate(self) -> None:
		encrypt_fields(self)
		donors.check_donor(self)

	def statement(self, year: int | str | None = None) -> dict:
		"""What the yearly statement prints."""
		return donor_statements.build_donor_statement(self, year)
