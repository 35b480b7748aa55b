"""Near relatives of staff (近亲属备案): match of a case against the staff register, and who must keep out of it."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.cases.kinship import STAFF_MEMBER, StaffRelative, match_kin
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services.policy import in_force
from social_assistance.services.policy.exceptions import PolicyNotFoundError


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
	case.kin_matched = int(bool(ties(case)))
	case.county_visit_required = int(bool(case.kin_matched or case.kin_declared == "Near Relative"))


def ties(case: Document) -> list[Tie]:
	"""Every tie between the family and the staff register within the policy's width, for the near-relative record."""
	names = {
		row.id_number_digest: row.person_name
		for row in frappe.get_all(
			"Registry Person",
			filters={"name": ("in", [row.person for row in case.members] or [""])},
			fields=["id_number_digest", "person_name"],
		)
		if row.id_number_digest
	}
	if not names:
		return []
	posts, relatives = _staff_with(names)
	matches = match_kin({digest: (digest,) for digest in names}, relatives, _width(case, relatives))
	return [
		Tie(posts[match.staff].user, posts[match.staff].assignment_role, names[match.person], match.relation)
		for match in matches
	]


def conflicted_users(case: Document) -> set[str]:
	"""Users who are members of the household or registered near relatives of one."""
	return {tie.user for tie in ties(case)}


def tied_households(households: Iterable[str]) -> dict[str, list[str]]:
	"""Posts whose holder, or a registered relative of the holder, is a member of each of these households."""
	wanted = list(households)
	if not wanted:
		return {}
	people = frappe.get_all(
		"Registry Person",
		filters={"current_household": ("in", wanted), "id_number_digest": ("is", "set")},
		fields=["id_number_digest", "current_household"],
		limit_page_length=0,
	)
	of_digest = {row.id_number_digest: row.current_household for row in people}
	_posts, relatives = _staff_with(of_digest) if of_digest else ({}, [])
	found: dict[str, list[str]] = {}
	for relative in relatives:
		found.setdefault(of_digest[relative.digest], []).append(relative.staff)
	return found


def require_no_tie(household: str) -> None:
	"""Refuse a user who is a member of the family, or a registered near relative of one."""
	posts = [post for found in tied_households([household]).values() for post in found]
	if frappe.session.user in frappe.get_all(
		"Staff Assignment", {"name": ("in", posts or [""])}, pluck="user"
	):
		frappe.throw(
			_("You or a near relative of yours belong to this household; another person must do this."),
			SeparationOfDutiesError,
		)


def _staff_with(digests: Iterable[str]) -> tuple[dict[str, frappe._dict], list[StaffRelative]]:
	"""Posts whose holder, or a registered relative of the holder, has one of these numbers; and who that is."""
	post, relative = frappe.qb.DocType("Staff Assignment"), frappe.qb.DocType("Staff Relative")
	wanted = list(digests)
	fields = (post.name, post.user, post.assignment_role)
	own = (
		frappe.qb.from_(post)
		.select(*fields, post.id_number_digest)
		.where(post.id_number_digest.isin(wanted))
		.run(as_dict=True)
	)
	kin = (
		frappe.qb.from_(relative)
		.join(post)
		.on((post.name == relative.parent) & (relative.parenttype == "Staff Assignment"))
		.select(*fields, relative.id_number_digest, relative.relation)
		.where(relative.id_number_digest.isin(wanted))
		.run(as_dict=True)
	)
	people = [StaffRelative(row.name, STAFF_MEMBER, row.id_number_digest) for row in own]
	people += [StaffRelative(row.name, row.relation, row.id_number_digest) for row in kin]
	return {row.name: row for row in (*own, *kin)}, people


def _width(case: Document, relatives: list[StaffRelative]) -> set[str]:
	"""Relations that the policy counts as near; where it names none, every registered one."""
	registered = {relative.relation for relative in relatives}
	if not registered - {STAFF_MEMBER}:
		return registered
	try:
		return set(in_force.rules_of(case).administration.kin_relations) or registered
	except PolicyNotFoundError:
		frappe.clear_last_message()
		return registered
