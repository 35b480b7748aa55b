from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
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

	FIELD_RULES = (
		written_by(
			"services/run_states.py",
			"run_status",
			"progress",
			"approved_by",
			"approved_on",
			"award_count",
			"person_count",
			"amount_before",
			"amount_after",
			"average_before",
			"average_after",
			"arrears_amount",
			"overpaid_amount",
			"preview_data",
			"preview_print",
			"approved_print",
			"cursor_key",
			"lawful_amount",
			"underpaid_amount",
			"excess_amount",
			"left_out_count",
		),
		derived("prepared_by", "failure"),
	)

	def validate(self) -> None:
		"""Refuse versions that do not differ; states change through the service only."""
		if self.is_new():
			rerating_run.initialise_rerating_run(self)
