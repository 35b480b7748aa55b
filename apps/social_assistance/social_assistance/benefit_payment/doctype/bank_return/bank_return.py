from frappe.model.document import Document

from social_assistance.engines.payments import return_posting
from social_assistance.permissions.field_rules import derived
from social_assistance.services.append_only import refuse_change


class BankReturn(Document):
	"""A bank's answer to a bank file, booked to its lines when it is saved."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bank_file: DF.Link
		failed_amount: DF.Currency
		failed_count: DF.Int
		file_digest: DF.Data | None
		naming_series: DF.Literal["TP-.YYYY.-"]
		paid_amount: DF.Currency
		paid_count: DF.Int
		payment_run: DF.Link | None
		received_on: DF.Date
		return_file: DF.Attach
		return_key: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (
		derived(
			"payment_run",
			"paid_count",
			"paid_amount",
			"failed_count",
			"failed_amount",
			"file_digest",
			"return_key",
		),
	)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)
		self.flags.rows = return_posting.check(self)

	def after_insert(self) -> None:
		return_posting.book(self, self.flags.rows)

	def on_trash(self) -> None:
		refuse_change(self)
