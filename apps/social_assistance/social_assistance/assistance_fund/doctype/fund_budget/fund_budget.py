from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived
from social_assistance.services.funds import budgets


class FundBudget(Document):
	"""What a year's budget gives a scheme in the district or a township."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		budget_key: DF.Data | None
		division: DF.Link
		document_number: DF.Data | None
		fiscal_year: DF.Int
		remark: DF.SmallText | None
		scheme: DF.Link
	# end: auto-generated types

	FIELD_RULES = (derived("budget_key"),)

	def validate(self) -> None:
		budgets.check_budget(self)
