"""Returns from before a second person confirmed them were booked at once; they say so, and that nobody confirmed them."""

import frappe


def execute() -> None:
	"""Every return on file at that moment."""
	answer = frappe.qb.DocType("Bank Return")
	query = (
		frappe.qb.update(answer).set(answer.return_status, "Booked").set(answer.modified, frappe.utils.now())
	)
	query.set(answer.modified_by, "Administrator").where(answer.confirmed_by.isnull()).run()
