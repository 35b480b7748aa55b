from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
from social_assistance.services.append_only import refuse_change
from social_assistance.services.funds import ledger


class FundPeriodClosing(Document):
	"""A month whose books are closed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		closed_by: DF.Link | None
		closed_on: DF.Datetime | None
		entries_digest: DF.Data | None
		entry_count: DF.Int
		period: DF.Data
		total_credit: DF.Currency
		total_debit: DF.Currency
	# end: auto-generated types

	FIELD_RULES = (
		derived(
			"closed_by",
			"closed_on",
			"entry_count",
			"total_debit",
			"total_credit",
			"entries_digest",
		),
	)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)
		ledger.close_period(self)

	def on_trash(self) -> None:
		refuse_change(self)
