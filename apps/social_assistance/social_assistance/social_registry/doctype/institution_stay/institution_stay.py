from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
from social_assistance.services.registry import institution_stays


class InstitutionStay(Document):
	"""集中供养 of one person in one institution, from the day of moving in to the day of moving out."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agreement_file: DF.Attach | None
		care_level: DF.Literal["", "Self-care", "Partial Care", "Full Care"]
		division: DF.Link | None
		end_reason: DF.Literal[
			"", "Returned Home", "Moved to Another Institution", "Deceased", "No Longer Eligible", "Other"
		]
		from_date: DF.Date
		institution: DF.Link
		open_stay_key: DF.Data | None
		person: DF.Link
		person_name: DF.Data | None
		remark: DF.SmallText | None
		to_date: DF.Date | None
	# end: auto-generated types

	FIELD_RULES = (derived("person_name", "division", "care_level", "open_stay_key"),)

	def validate(self) -> None:
		institution_stays.fill_from_person(self)
		institution_stays.check_stay(self)

	def on_update(self) -> None:
		institution_stays.update_resident_count(self.institution)
