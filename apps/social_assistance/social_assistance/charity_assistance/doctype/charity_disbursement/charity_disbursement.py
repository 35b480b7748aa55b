from frappe.model.document import Document

from social_assistance.services import charity


class CharityDisbursement(Document):
	"""What a family received from a donation; its name stays inside the bureau."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amended_from: DF.Link | None
		amount: DF.Currency
		charity_need: DF.Link | None
		charity_partner: DF.Link | None
		consent_given: DF.Check
		delivered_on: DF.Date | None
		delivery_proof: DF.Attach | None
		disbursed_on: DF.Date
		division: DF.Link | None
		donation: DF.Link
		household: DF.Link | None
		household_label: DF.Data | None
		naming_series: DF.Literal["JF-.YYYY.-"]
		use_text: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		charity.check_disbursement(self)

	def on_submit(self) -> None:
		charity.book_disbursement(self)

	def on_cancel(self) -> None:
		charity.reverse_disbursement(self)
