from frappe.model.document import Document

from social_assistance.services.awards import rerating_run


class AwardReratingRun(Document):
	"""All awards of a scheme moved to a new standard, previewed and approved as one list."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount_after: DF.Currency
		amount_before: DF.Currency
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		approved_print: DF.Data | None
		arrears_amount: DF.Currency
		average_after: DF.Currency
		average_before: DF.Currency
		award_count: DF.Int
		cursor_key: DF.Data | None
		division: DF.Link
		excess_amount: DF.Currency
		failure: DF.SmallText | None
		former_version: DF.Link
		from_month: DF.Data
		lawful_amount: DF.Currency
		left_out_count: DF.Int
		method: DF.Literal["By Policy", "Keep Share of Standard"]
		naming_series: DF.Literal["TB-.YYYY.-"]
		new_version: DF.Link
		overpaid_amount: DF.Currency
		person_count: DF.Int
		prepared_by: DF.Link | None
		preview_data: DF.Code | None
		preview_print: DF.Data | None
		progress: DF.Percent
		run_status: DF.Literal[
			"Draft", "Previewed", "Approved", "Running", "Stopped", "Executed", "Discarded"
		]
		scheme: DF.Link
		share_reason: DF.SmallText | None
		underpaid_amount: DF.Currency
	# end: auto-generated types

	def validate(self) -> None:
		"""Refuse versions that do not differ; states change through the service only."""
		if self.is_new():
			rerating_run.initialise_rerating_run(self)
