from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services import second_person
from social_assistance.services.awards import medical_caps
from social_assistance.services.policy import dated_rules


class MedicalCapRule(Document):
	"""From which own share on medical costs are paid, by class; put into force by a second person."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.medical_cap_class.medical_cap_class import (
			MedicalCapClass,
		)

		citation: DF.Data
		classes: DF.Table[MedicalCapClass]
		division: DF.Link
		effective_from: DF.Date
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		naming_series: DF.Literal["YF-.YYYY.-"]
		proposed_by: DF.SmallText | None
	# end: auto-generated types

	FIELD_RULES = (written_by("services/second_person.py", "proposed_by", "in_force_by", "in_force_on"),)

	def validate(self) -> None:
		if self.docstatus == 0:
			second_person.note_author(self)
		medical_caps.check_cap_rule(self)

	def before_submit(self) -> None:
		"""A second person agrees; a place has one rule for a day."""
		second_person.sign_submission(self)
		dated_rules.refuse_second_rule(self)

	def before_cancel(self) -> None:
		dated_rules.refuse_withdrawal(self, medical_caps.DOCTYPE, "cap_rule")
