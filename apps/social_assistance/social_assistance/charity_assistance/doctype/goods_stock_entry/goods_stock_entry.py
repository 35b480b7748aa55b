from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of, written_by
from social_assistance.services.append_only import refuse_change


class GoodsStockEntry(Document):
	"""A movement of donated goods; written once, corrected by reversal only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		charity_partner: DF.Link
		disbursement: DF.Link | None
		donation: DF.Link
		donation_item: DF.Data
		entry_key: DF.Data | None
		entry_kind: DF.Literal["Receipt", "Issue", "Transfer", "Write-off", "Reversal"]
		expiry_date: DF.Date | None
		item_name: DF.Data
		naming_series: DF.Literal["WZ-.YYYY.-"]
		posted_on: DF.Date
		quantity: DF.Float
		refund: DF.Link | None
		remark: DF.SmallText | None
		reversal_of: DF.Link | None
		unit: DF.Data
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/charity/goods_stock.py",
			"entry_kind",
			"donation_item",
			"quantity",
			"amount",
			"entry_key",
		),
		record_of("services/charity/goods_stock.py"),
	)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)

	def on_trash(self) -> None:
		refuse_change(self)
