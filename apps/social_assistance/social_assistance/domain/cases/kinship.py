"""Near relatives of staff among the people of a case: declared, or found by digests of ID numbers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

STAFF_MEMBER = "Self"


@dataclass(frozen=True)
class StaffRelative:
	"""A relative of a staff member (or the staff member himself) by digest of the ID number."""

	staff: str
	relation: str
	digest: str


@dataclass(frozen=True)
class KinMatch:
	"""A person of the case who is a staff member or his near relative."""

	person: str
	staff: str
	relation: str
	is_declared: bool


def match_kin(
	people: Mapping[str, Collection[str]],
	relatives: Iterable[StaffRelative],
	relations: Collection[str],
	declared_staff: Collection[str] = (),
) -> tuple[KinMatch, ...]:
	"""Matches within the width of relations that the policy sets; `people` maps each person to his digests."""
	by_digest: dict[str, list[StaffRelative]] = {}
	for relative in relatives:
		if relative.relation in relations or relative.relation == STAFF_MEMBER:
			by_digest.setdefault(relative.digest, []).append(relative)
	return tuple(
		KinMatch(person, relative.staff, relative.relation, relative.staff in declared_staff)
		for person, digests in people.items()
		for digest in digests
		for relative in by_digest.get(digest, ())
	)


def list_recused_staff(matches: Iterable[KinMatch], declared_staff: Collection[str] = ()) -> frozenset[str]:
	"""Staff who must keep out of the case, declared or not."""
	return frozenset({*declared_staff, *(match.staff for match in matches)})


def needs_district_visit(matches: Collection[KinMatch], declared: bool) -> bool:
	"""The district must visit every case on the near-relative record (民发〔2021〕57号 art. 20)."""
	return declared or bool(matches)


def list_undeclared_ties(matches: Iterable[KinMatch]) -> tuple[KinMatch, ...]:
	"""Ties that the applicant did not declare: a finding of their own."""
	return tuple(match for match in matches if not match.is_declared)
