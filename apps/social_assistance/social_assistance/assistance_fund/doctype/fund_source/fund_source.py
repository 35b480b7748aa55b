import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services.funds import sources
from social_assistance.services.funds.exceptions import FundsInsufficientError


class FundSource(Document):
	"""Who gives the money, and which share of which scheme it pays."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_fund.doctype.fund_share.fund_share import FundShare

		is_default: DF.Check
		is_enabled: DF.Check
		is_fiscal: DF.Check
		shares: DF.Table[FundShare]
		source_kind: DF.Literal["Central", "Provincial", "City", "District", "Charity", "Other"]
		source_name: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		if any(row.weight <= 0 for row in self.shares):
			frappe.throw(_("Every share must be more than zero."), FundsInsufficientError)

	def on_update(self) -> None:
		sources.keep_one_default(self)
