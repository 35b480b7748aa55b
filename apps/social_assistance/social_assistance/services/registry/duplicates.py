"""People on record who may be the one being entered: same birth date, same sound of the name, then judged by likeness."""

from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Abs
from frappe.utils import get_link_to_form, getdate
from pypika import CustomFunction

from social_assistance.domain.registry.identifiers import parse_citizen_id
from social_assistance.domain.registry.likeness import Identity, Likeness, MatchRule, compare_people
from social_assistance.domain.registry.names import build_name_pinyin, tidy_name
from social_assistance.services.privacy.encrypted_fields import STAR, parse_sensitive_value

PERSON = "Registry Person"
SUSPECT = (Likeness.SAME, Likeness.LIKELY)
MOST_CANDIDATES = 200
DaysBetween = CustomFunction("DATEDIFF", ["later", "earlier"])
FIELDS = ["name", "person_name", "birth_date", "id_number", "division", "address", "current_household"]


class SimilarPerson(NamedTuple):
	"""One person on record, how alike of 100, and what the score suggests."""

	person: dict[str, Any]
	score: int
	likeness: str


def find_similar_people(
	name: str, birth: date | None, address: str = "", besides: str = ""
) -> list[SimilarPerson]:
	"""People like the given one, the most alike first; the caller decides who may see them."""
	searched = Identity(tidy_name(name), birth, address or "")
	found = []
	for row in _candidates(searched, besides):
		other = Identity(row.person_name, row.birth_date, row.address or "")
		score = compare_people(searched, other, MatchRule())
		if score.likeness in SUSPECT:
			found.append(SimilarPerson(dict(row), score.total, score.likeness.value))
	return sorted(found, key=lambda similar: -similar.score)


def get_birth_date(id_number: str) -> date | None:
	"""Birth date in an ID number that is typed in full; None while it is masked or empty."""
	if not id_number or STAR in id_number:
		return None
	return parse_citizen_id(parse_sensitive_value("citizen_id", id_number, "ID Number")).birth_date


def warn_of_duplicates(doc: Document) -> None:
	"""Tell who enters a person about likely twins on record; twins of the same name exist, so nothing is refused."""
	birth = getdate(doc.birth_date) if doc.birth_date else None
	found = find_similar_people(doc.person_name, birth, doc.address or "", doc.name)
	visible = [similar for similar in found if frappe.has_permission(PERSON, "read", similar.person["name"])]
	if not visible:
		return
	links = ", ".join(
		f"{get_link_to_form(PERSON, similar.person['name'], similar.person['person_name'])} ({similar.score})"
		for similar in visible[:5]
	)
	message = _("People on record are much like this one: {0}. Merge the records if it is the same person.")
	frappe.msgprint(message.format(links), title=_("Possible Duplicate"), indicator="orange")


def _candidates(searched: Identity, besides: str) -> list[Any]:
	person = frappe.qb.DocType(PERSON)
	sound = build_name_pinyin(searched.name).split(" ")[0]
	alike = person.name_pinyin.like(f"{sound} %")
	if searched.birth_date:
		alike = alike | (person.birth_date == searched.birth_date)
	query = (
		frappe.qb.from_(person)
		.select(*(person[field] for field in FIELDS))
		.where(alike & person.merged_into.isnull() & (person.name != besides))
		.limit(MOST_CANDIDATES)
	)
	if searched.birth_date:
		# A common name is borne by thousands: those born nearest to the day come first.
		query = query.orderby(Abs(DaysBetween(person.birth_date, searched.birth_date)))
	return query.run(as_dict=True)
