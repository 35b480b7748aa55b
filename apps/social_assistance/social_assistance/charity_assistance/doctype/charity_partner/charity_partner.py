from frappe.model.document import Document


class CharityPartner(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF
		from social_assistance.charity_assistance.doctype.charity_partner_user.charity_partner_user import CharityPartnerUser

		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		contact_name: DF.Data | None
		contact_phone: DF.Data | None
		contact_phone_cipher: DF.SmallText | None
		is_enabled: DF.Check
		may_raise_publicly: DF.Check
		partner_kind: DF.Literal["Charity Federation", "Foundation", "Social Group", "Enterprise", "Social Work Station"]
		partner_name: DF.Data
		uscc: DF.Data
		users: DF.Table[CharityPartnerUser]
	# end: auto-generated types

	pass
