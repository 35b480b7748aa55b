from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
from social_assistance.services.registry import institution_stays


class CareInstitution(Document):
	"""敬老院, 供养服务机构: where 特困 persons are supported together; its beds bound its residents."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		agreement_from: DF.Date | None
		agreement_no: DF.Data | None
		agreement_to: DF.Date | None
		care_beds: DF.Int
		contact_name: DF.Data | None
		contact_phone: DF.Data | None
		division: DF.Link
		institution_kind: DF.Literal["Publicly Run", "Publicly Built, Privately Run", "Privately Run"]
		institution_name: DF.Data
		is_active: DF.Check
		licence_no: DF.Data
		licence_valid_to: DF.Date | None
		occupied_beds: DF.Int
		total_beds: DF.Int
		uscc: DF.Data
	# end: auto-generated types

	FIELD_RULES = (derived("occupied_beds"),)

	def validate(self) -> None:
		institution_stays.check_institution(self)
