from frappe.model.document import Document

from social_assistance.services.charity import partners
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields


class CharityPartner(Document):
	"""An organisation that raises and hands on donations; its desk users see its own records only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.charity_assistance.doctype.charity_partner_user.charity_partner_user import (
			CharityPartnerUser,
		)

		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		contact_name: DF.Data | None
		contact_phone: DF.Data | None
		contact_phone_cipher: DF.SmallText | None
		home_division: DF.Link | None
		is_enabled: DF.Check
		may_raise_publicly: DF.Check
		partner_kind: DF.Literal[
			"Charity Federation", "Foundation", "Social Group", "Enterprise", "Social Work Station"
		]
		partner_name: DF.Data
		uscc: DF.Data
		users: DF.Table[CharityPartnerUser]
	# end: auto-generated types

	SEALED = (
		EncryptedField("contact_phone", "phone", cipher="contact_phone_cipher"),
		EncryptedField("bank_account", "bank_account", cipher="bank_account_cipher"),
	)

	def validate(self) -> None:
		partners.check_partner(self)
		encrypt_fields(self)
