import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance_erpnext.services import books
from social_assistance_erpnext.services.posting import POSTING


class LedgerBridgeSettings(Document):
	"""Company, accounts and cost centers that the fund ledger is posted to."""

	def validate(self) -> None:
		"""Only accounts and cost centers that can take the postings; what was posted stays within the bounds."""
		books.check_bridge_settings(self)
		self._keep_what_was_posted()

	def _keep_what_was_posted(self) -> None:
		earliest = frappe.db.get_value(
			POSTING, {}, ["company", "posted_on"], order_by="posted_on", as_dict=True
		)
		if not earliest:
			return
		if earliest.company != self.company:
			frappe.throw(
				_("Vouchers were posted to {0} already; the company stays.").format(earliest.company)
			)
		if getdate(self.start_date) > earliest.posted_on:
			frappe.throw(
				_("Vouchers of {0} were posted already; the first day cannot be later.").format(
					earliest.posted_on
				)
			)
