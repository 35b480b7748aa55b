"""Near relatives of staff (近亲属备案): match of a case against the staff register, and who must keep out of it."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document


@dataclass(frozen=True)
class Tie:
	"""A staff member who is, or is a relative of, a member of the family."""

	user: str
	post: str
	person_name: str
	relation: str


def register(case: Document) -> None:
	"""Match the members' ID digests with staff and their registered relatives, and set the flags of the case.

	A declaration or a match makes the district visit compulsory (民发〔2021〕57号 art. 11, 20).
	"""
	case.kin_matched = int(bool(_related_staff(case)))
	case.county_visit_required = int(bool(case.kin_matched or case.kin_declared == "Near Relative"))


def ties(case: Document) -> list[Tie]:
	"""Every tie between the family and the staff register, for the near-relative record."""
	people = {
		row.id_number_digest: row.person_name
		for row in frappe.get_all(
			"Registry Person",
			filters={"name": ("in", [row.person for row in case.members] or [""])},
			fields=["id_number_digest", "person_name"],
		)
		if row.id_number_digest
	}
	digests = ("in", list(people) or [""])
	fields = ["name", "user", "assignment_role", "id_number_digest"]
	own = frappe.get_all("Staff Assignment", filters={"id_number_digest": digests}, fields=fields)
	relatives = frappe.get_all(
		"Staff Relative",
		filters={"id_number_digest": digests, "parenttype": "Staff Assignment"},
		fields=["parent", "relation", "id_number_digest"],
	)
	parents = ("in", [row.parent for row in relatives] or [""])
	staff = {
		row.name: row for row in frappe.get_all("Staff Assignment", filters={"name": parents}, fields=fields)
	}
	return [
		*(Tie(row.user, row.assignment_role, people[row.id_number_digest], "Self") for row in own),
		*(
			Tie(
				staff[row.parent].user,
				staff[row.parent].assignment_role,
				people[row.id_number_digest],
				row.relation,
			)
			for row in relatives
		),
	]


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
