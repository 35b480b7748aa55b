from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services import second_person
from social_assistance.services.payments import category_rules


class CategoryPaymentRule(Document):
	"""A sum for everybody of given classes, put into force by a second person and paid by a Payment Run."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_policy.doctype.category_payment_class.category_payment_class import (
			CategoryPaymentClass,
		)

		cause: DF.Data
		citation: DF.Data
		classes: DF.Table[CategoryPaymentClass]
		division: DF.Link
		from_month: DF.Data
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		method: DF.Literal["Fixed Amount", "Price Subsidy"]
		naming_series: DF.Literal["BT-.YYYY.-"]
		proposed_by: DF.SmallText | None
		rounding: DF.Literal["half_up_yuan", "ceil_yuan", "ceil_5", "none"]
		start_food_rise: DF.Float
		start_months: DF.Int
		start_rise: DF.Float
		stop_months: DF.Int
		to_month: DF.Data
		unit: DF.Literal["Household", "Person"]
	# end: auto-generated types

	FIELD_RULES = (written_by("services/second_person.py", "proposed_by", "in_force_by", "in_force_on"),)

	def validate(self) -> None:
		if self.docstatus == 0:
			second_person.note_author(self)
		category_rules.check_rule(self)

	def before_submit(self) -> None:
		"""A second person agrees; a cause has one rule for a month."""
		second_person.sign_submission(self)
		category_rules.refuse_second_rule(self)

	def before_cancel(self) -> None:
		category_rules.refuse_withdrawal(self)
