"""Objections of the state that shared its word with a rule of income."""

import frappe


def execute() -> None:
	"""Give the state its own word; a second time finds none of the old one."""
	objection = frappe.qb.DocType("Notice Objection")
	frappe.qb.update(objection).set(objection.objection_status, "Recorded").where(
		objection.objection_status == "Received"
	).run()  # allow: DB-update-without-modified another word for the same
