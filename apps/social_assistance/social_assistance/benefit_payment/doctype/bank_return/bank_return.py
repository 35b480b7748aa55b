from frappe.model.document import Document

from social_assistance.engines.payments import return_posting
from social_assistance.permissions.field_rules import derived, fixed_once_saved, written_by
from social_assistance.permissions.transition_permits import is_transition_allowed
from social_assistance.services.append_only import refuse_change


class BankReturn(Document):
	"""A bank's answer to a bank file: read when it is saved, booked to its lines when a second person confirms it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer_remark: DF.SmallText | None
		bank_file: DF.Link
		confirmed_by: DF.Link | None
		confirmed_on: DF.Datetime | None
		correction_reason: DF.SmallText | None
		corrects: DF.Link | None
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
		return_status: DF.Literal["Waiting for Confirmation", "Booked", "Turned Down", "Corrected"]
		row_count: DF.Int
		total_amount: DF.Currency
	# end: auto-generated types

	ACT_DAYS = ("received_on",)

	FIELD_RULES = (
		written_by(
			"engines/payments/return_posting.py",
			"return_status",
			"confirmed_by",
			"confirmed_on",
			"answer_remark",
		),
		derived(
			"payment_run",
			"row_count",
			"total_amount",
			"paid_count",
			"paid_amount",
			"failed_count",
			"failed_amount",
			"file_digest",
			"return_key",
		),
		fixed_once_saved("corrects", "correction_reason"),
	)

	def validate(self) -> None:
		if self.is_new():
			return_posting.check_bank_return(self)
		elif not is_transition_allowed(self.doctype, self.name, "return_status"):
			refuse_change(self)

	def fixed_fields(self) -> tuple[str, ...]:
		"""The file stays as it was read."""
		return ("return_file",)

	def on_trash(self) -> None:
		refuse_change(self)
