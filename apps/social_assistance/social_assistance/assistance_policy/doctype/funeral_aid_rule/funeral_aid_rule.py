from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services import second_person
from social_assistance.services.awards import funeral_aid
from social_assistance.services.policy import dated_rules


class FuneralAidRule(Document):
	"""What is paid for a funeral, by class; put into force by a second person."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.funeral_aid_class.funeral_aid_class import (
			FuneralAidClass,
		)

		citation: DF.Data
		classes: DF.Table[FuneralAidClass]
		division: DF.Link
		effective_from: DF.Date
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		naming_series: DF.Literal["SF-.YYYY.-"]
		proposed_by: DF.SmallText | None
	# end: auto-generated types

	FIELD_RULES = (written_by("services/second_person.py", "proposed_by", "in_force_by", "in_force_on"),)

	def validate(self) -> None:
		if self.docstatus == 0:
			second_person.note_author(self)
		funeral_aid.check_aid_rule(self)

	def before_submit(self) -> None:
		"""A second person agrees; a place has one rule for a day."""
		second_person.sign_submission(self)
		dated_rules.refuse_second_rule(self)

	def before_cancel(self) -> None:
		dated_rules.refuse_withdrawal(self, funeral_aid.DOCTYPE, "aid_rule")
