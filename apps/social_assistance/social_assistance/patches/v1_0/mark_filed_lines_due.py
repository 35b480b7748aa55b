"""Payment lines that were filed: since files alone say that, their lines are due until the bank has answered."""

import frappe


def execute() -> None:
	"""Give them the state in one statement; a second time none is left."""
	line = frappe.qb.DocType("Payment Line")
	filed = line.line_status == "Filed"
	frappe.qb.update(line).set(line.line_status, "Due").where(
		filed
	).run()  # allow: DB-update-without-modified nothing happened to them
