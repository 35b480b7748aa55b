from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services.awards import reserve_payments
from social_assistance.services.funds import allocations


class FundAllocation(Document):
	"""Money received, allocated, or moved into and out of a township reserve."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		allocation_kind: DF.Literal[
			"Receipt", "Allocation", "Reserve Advance", "Reserve Use", "Reserve Replenishment"
		]
		amended_from: DF.Link | None
		amount: DF.Currency
		application: DF.Link | None
		award: DF.Link | None
		division: DF.Link | None
		document_number: DF.Data | None
		fund_source: DF.Link
		naming_series: DF.Literal["ZJ-.YYYY.-"]
		posted_on: DF.Date
		remark: DF.SmallText | None
		scheme: DF.Link | None
		voucher_no: DF.Data | None
	# end: auto-generated types

	PAST_DAYS = ("posted_on",)

	FIELD_RULES = (written_by("services/funds/ledger.py", "voucher_no"),)

	def validate(self) -> None:
		reserve_payments.check_reserve_payment(self)
		allocations.check_allocation(self)

	def on_submit(self) -> None:
		reserve_payments.pay_from_reserve(self)
		allocations.post_allocation(self)

	def on_cancel(self) -> None:
		allocations.cancel_allocation(self)
		reserve_payments.undo_reserve_payment(self)
