"""Near relatives of staff (近亲属备案): match of a case against the staff register, and who must keep out of it."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from pypika import CustomFunction

from social_assistance.domain.cases.kinship import (
	STAFF_MEMBER,
	KinMatch,
	StaffRelative,
	list_recused_staff,
	list_undeclared_ties,
	match_kin,
	needs_district_visit,
)
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services.policy import in_force
from social_assistance.services.policy.exceptions import PolicyNotFoundError

DECLARED = "Near Relative"
_locate = CustomFunction("LOCATE", ["part", "text"])


@dataclass(frozen=True)
class KinTie:
	"""A staff member who is, or is a relative of, a member of the family."""

	user: str
	post: str
	person_name: str
	relation: str


@dataclass(frozen=True)
class Kinship:
	"""The matches of a case, with the posts and people that their keys stand for, and the posts that the family declared."""

	matches: tuple[KinMatch, ...]
	posts: dict[str, frappe._dict]
	names: dict[str, str]
	declared: frozenset[str]


def match_case_kin(case: Document) -> None:
	"""Match the members' ID digests with staff and their registered relatives, and set the flags of the case.

	A declaration or a match makes the district visit compulsory (民发〔2021〕57号 art. 11, 20); a tie that one side kept to
	itself is a finding.
	"""
	kinship = _kinship_of(case)
	is_declared = case.kin_declared == DECLARED
	case.kin_matched = int(bool(kinship.matches))
	case.county_visit_required = int(needs_district_visit(kinship.matches, is_declared))
	case.kin_findings = "\n".join(_findings(kinship))


def list_kin_ties(case: Document) -> list[KinTie]:
	"""Every tie between the family and the staff register within the policy's width, for the near-relative record."""
	kinship = _kinship_of(case)
	return [
		KinTie(post.user, post.assignment_role, kinship.names[match.person], match.relation)
		for match in kinship.matches
		for post in [kinship.posts[match.staff]]
	]


def get_conflicted_users(case: Document) -> set[str]:
	"""Users who are members of the household, registered near relatives of one, or declared as such by the family."""
	kinship = _kinship_of(case)
	return {kinship.posts[post].user for post in list_recused_staff(kinship.matches, kinship.declared)}


def _findings(kinship: Kinship) -> list[str]:
	"""Ties that the family did not declare, and declared ones of which the staff register knows nothing."""
	posts = kinship.posts
	unsaid = [
		_("{0} is the near relative of {1} ({2}); the family did not declare it.").format(
			kinship.names[match.person], posts[match.staff].full_name, _(match.relation)
		)
		for match in list_undeclared_ties(kinship.matches)
	]
	matched = {posts[match.staff].user for match in kinship.matches}
	unsaid += [
		_("The family declared {0} as a near relative; the staff register does not know of it.").format(
			posts[post].full_name
		)
		for post in sorted(kinship.declared)
		if posts[post].user not in matched
	]
	return list(dict.fromkeys(unsaid))


def _kinship_of(case: Document) -> Kinship:
	names = {
		row.id_number_digest: row.person_name
		for row in frappe.get_all(
			"Registry Person",
			filters={"name": ("in", [row.person for row in case.members] or [""])},
			fields=["id_number_digest", "person_name"],
		)
		if row.id_number_digest
	}
	named = _declared_posts(case)
	if not names:
		return Kinship((), named, names, frozenset(named))
	posts, relatives = _staff_with(names)
	people = {digest: (digest,) for digest in names}
	matches = match_kin(people, relatives, _width(case, relatives), named)
	return Kinship(matches, {**named, **posts}, names, frozenset(named))


def _declared_posts(case: Document) -> dict[str, frappe._dict]:
	"""Posts whose holder the family named as a near relative; of people of one name all, for nobody knows which is meant."""
	if case.kin_declared != DECLARED or not case.kin_staff:
		return {}
	post = frappe.qb.DocType("Staff Assignment")
	rows = (
		frappe.qb.from_(post)
		.select(post.name, post.user, post.full_name, post.assignment_role)
		.where((post.full_name != "") & (_locate(post.full_name, case.kin_staff) > 0))
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


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
	fields = (post.name, post.user, post.full_name, post.assignment_role)
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
		return set(in_force.get_case_policy(case).administration.kin_relations) or registered
	except PolicyNotFoundError:
		frappe.clear_last_message()
		return registered
