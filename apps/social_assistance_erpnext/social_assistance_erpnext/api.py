"""What the desk calls: posting at once, and the accounts and cost centers that the bridge needs."""

from typing import Any

import frappe
from frappe import _

from social_assistance_erpnext.services import books, posting
from social_assistance_erpnext.services.posting import SETTINGS


@frappe.whitelist(methods=["POST"])
def post_now() -> dict[str, Any]:
	"""Post all pending vouchers in the background; the answer says how many there are."""
	frappe.has_permission(SETTINGS, "write", throw=True)
	posting.require_enabled()
	waiting = posting.count_pending_vouchers()
	posting.require_idle()
	# Without a number of its own: the queue would drop it for the job of a killed worker.
	frappe.enqueue("social_assistance_erpnext.services.posting.post_pending", queue="long")
	return {"vouchers": waiting, "message": _("{0} vouchers are being posted.").format(waiting)}


@frappe.whitelist(methods=["POST"])
def create_books() -> dict[str, Any]:
	"""Make the accounts and cost centers that the settings do not name yet, and name them there."""
	frappe.has_permission(SETTINGS, "write", throw=True)
	accounts, centers = books.create_missing_books()
	return {
		"accounts": accounts,
		"cost_centers": centers,
		"message": _("{0} accounts and {1} cost centers were made.").format(accounts, centers),
	}
