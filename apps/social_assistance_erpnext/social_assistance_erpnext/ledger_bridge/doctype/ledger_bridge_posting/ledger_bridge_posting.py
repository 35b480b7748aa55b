import frappe
from frappe import _
from frappe.model.document import Document


class LedgerBridgePosting(Document):
	"""Which vouchers of the fund ledger one Journal Entry carries; written by the bridge, kept for ever."""

	def on_trash(self) -> None:
		"""A posting says that vouchers are booked; without it they would be booked again."""
		frappe.throw(_("What was posted stays on record."))
