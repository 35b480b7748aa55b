from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.papers import run_sheets
from social_assistance.services.payments import runs


class PaymentRun(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		approved_print: DF.Data | None
		award_count: DF.Int
		category_rule: DF.Link | None
		cursor_key: DF.Data | None
		division: DF.Link
		due_amount: DF.Currency
		due_version: DF.SmallText | None
		executed_on: DF.Datetime | None
		failure: DF.SmallText | None
		file_count: DF.Int
		filed_amount: DF.Currency
		held_amount: DF.Currency
		held_count: DF.Int
		line_amount: DF.Currency
		line_count: DF.Int
		naming_series: DF.Literal["FF-.YYYY.-"]
		payable_data: DF.Code | None
		payment_month: DF.Data
		prepared_by: DF.Link | None
		preview_data: DF.Code | None
		preview_print: DF.Data | None
		previewed_on: DF.Datetime | None
		progress: DF.Percent
		returned_amount: DF.Currency
		run_key: DF.Data | None
		run_kind: DF.Literal["Regular", "Supplementary", "Category Payment"]
		run_status: DF.Literal[
			"Draft",
			"Previewed",
			"Approved",
			"Running",
			"Stopped",
			"Executed",
			"Filed",
			"Reconciled",
			"Closed",
			"Discarded",
		]
		scheme: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/run_states.py",
			"run_status",
			"progress",
			"previewed_on",
			"approved_by",
			"approved_on",
			"executed_on",
			"award_count",
			"due_amount",
			"held_count",
			"held_amount",
			"line_count",
			"line_amount",
			"filed_amount",
			"file_count",
			"returned_amount",
			"preview_data",
			"preview_print",
			"approved_print",
			"due_version",
			"payable_data",
			"cursor_key",
		),
		derived("prepared_by", "failure", "run_key"),
	)

	def sheet(self) -> dict:
		"""What the printed sheet of the run shows."""
		return run_sheets.build_run_sheet(self)

	def validate(self) -> None:
		"""Refuse a month that is already covered; states change through the service only."""
		if self.is_new():
			runs.initialise_payment_run(self)
