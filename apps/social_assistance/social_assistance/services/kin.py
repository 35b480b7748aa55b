"""Near relatives of staff (近亲属备案): match of a case against the staff register, and who must keep out of it."""

import frappe
from frappe.model.document import Document


def register(case: Document) -> None:
	"""Match the members' ID digests with staff and their registered relatives, and set the flags of the case.

	A declaration or a match makes the district visit compulsory (民发〔2021〕57号 art. 11, 20).
	"""
	case.kin_matched = int(bool(_related_staff(case)))
	case.county_visit_required = int(bool(case.kin_matched or case.kin_declared == "Near Relative"))


def conflicted_users(case: Document) -> set[str]:
	"""Users who are members of the household or registered relatives of one."""
	return _related_staff(case)


def _related_staff(case: Document) -> set[str]:
	people = [row.person for row in case.members]
	if not people:
		return set()
	digests = frappe.get_all("Registry Person", filters={"name": ("in", people)}, pluck="id_number_digest")
	own = frappe.get_all("Staff Assignment", filters={"id_number_digest": ("in", digests)}, pluck="user")
	parents = frappe.get_all(
		"Staff Relative",
		filters={"id_number_digest": ("in", digests), "parenttype": "Staff Assignment"},
		pluck="parent",
	)
	relatives = (
		frappe.get_all("Staff Assignment", filters={"name": ("in", parents)}, pluck="user") if parents else []
	)
	return {*own, *relatives}
