from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services import second_person
from social_assistance.services.payments import price_indexes


class PriceIndexReading(Document):
	"""The price index of a month as it was published, put into force by a second person."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		citation: DF.Data
		consumer_rise: DF.Float
		food_rise: DF.Float
		has_low_income_rise: DF.Check
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		index_month: DF.Data
		low_income_rise: DF.Float
		naming_series: DF.Literal["JG-.YYYY.-"]
		proposed_by: DF.SmallText | None
		published_key: DF.Data | None
		published_on: DF.Date
		reading_key: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by("services/second_person.py", "proposed_by", "in_force_by", "in_force_on"),
		derived("reading_key", "published_key"),
	)

	PAST_DAYS = ("published_on",)

	def validate(self) -> None:
		if self.docstatus == 0:
			second_person.note_author(self)
		price_indexes.check_reading(self)

	def before_submit(self) -> None:
		second_person.sign_submission(self)

	def before_cancel(self) -> None:
		price_indexes.refuse_withdrawal(self)

	def on_cancel(self) -> None:
		price_indexes.free_month(self)
