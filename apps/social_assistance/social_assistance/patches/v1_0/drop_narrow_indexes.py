"""Indexes whose place was taken by wider ones with names of their own."""

import frappe

REPLACED = {
	"Assistance Application": "case_due",
	"Benefit Award": "award_in_force",
	"Review Task": "review_told",
}


def execute() -> None:
	"""Drop those that are still there: each would cost on every write and answer nothing."""
	for doctype, index in REPLACED.items():
		if frappe.db.has_index(f"tab{doctype}", index):
			frappe.db.sql_ddl(
				f"alter table `tab{doctype}` drop index {index}"
			)  # allow: SQL-formatted names of our own tables
