"""Calendars, bank layouts and areas of staff from before a second person agreed with changes hold as they stand."""

import frappe

from social_assistance.services import second_person


def execute() -> None:
	"""Every record that has nothing in force yet; who put it into force is not known and stays empty."""
	for doctype in second_person.SUBJECTS:
		_hold(doctype)


def _hold(doctype: str) -> None:
	for name in frappe.get_all(doctype, {"in_force": ("is", "not set")}, pluck="name"):
		facts = second_person.facts_of(
			frappe.get_doc(doctype, name)
		)  # allow: PERF-read-in-loop some hundred records, once
		values = {"in_force": facts, "force_status": second_person.IN_FORCE}
		frappe.db.set_value(doctype, name, values)  # allow: PERF-write-in-loop as above
