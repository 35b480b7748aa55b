"""Payment lines that were held or returned before their mark existed."""

import frappe


def execute() -> None:
	"""Mark them in one statement; a second time it finds them marked."""
	line = frappe.qb.DocType("Payment Line")
	kept_back = line.line_status.isin(["Held", "Returned"]) & (line.is_unsettled == 0)
	frappe.qb.update(line).set(line.is_unsettled, 1).where(
		kept_back
	).run()  # allow: DB-update-without-modified they say what they said
