"""What must be true of one person: identity, dates, disability, study, kin."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate

from social_assistance.domain.registry.disability import DisabilityType, parse_disability_card
from social_assistance.domain.registry.identifiers import Sex, parse_citizen_id
from social_assistance.domain.registry.names import build_name_pinyin, is_plausible_name, tidy_name
from social_assistance.permissions.transition_permits import is_transition_allowed
from social_assistance.services import clock
from social_assistance.services.privacy.encrypted_fields import list_search_digests
from social_assistance.services.registry.exceptions import (
	DuplicateIdentityError,
	IdentityChangeError,
	ImpossibleDateError,
	KinContradictionError,
	PersonFactsError,
)

PERSON = "Registry Person"
SEX = {Sex.MALE: "Male", Sex.FEMALE: "Female"}
DISABILITY = {kind: kind.name.title() for kind in DisabilityType}
OLDER_RELATIONS = ("Parent", "Grandparent")
YOUNGER_RELATIONS = ("Child", "Grandchild")


def normalise_person_name(doc: Document) -> None:
	"""One written form of the name; its pinyin follows."""
	doc.person_name = tidy_name(doc.person_name or "")
	if not is_plausible_name(doc.person_name):
		frappe.throw(
			_("Full Name must be two or more Chinese characters or letters, without digits."),
			PersonFactsError,
		)
	doc.name_pinyin = build_name_pinyin(doc.person_name)


def fill_identity(doc: Document, clear_id: str | None) -> None:
	"""Birth date and sex of a newly typed ID number; refuses a taken one and a silent change."""
	if not clear_id:
		return
	before = doc.get_doc_before_save()
	is_corrected = is_transition_allowed(PERSON, str(doc.name), "identity_corrections")
	if before and before.id_number_digest != doc.id_number_digest and not is_corrected:
		frappe.throw(
			_(
				"The ID Number of a registered person is changed with Correct ID Number, which asks for the reason."
			),
			IdentityChangeError,
		)
	_refuse_duplicate(doc)
	citizen = parse_citizen_id(clear_id)
	doc.birth_date, doc.sex = citizen.birth_date, SEX[citizen.sex]


def _refuse_duplicate(doc: Document) -> None:
	taken = frappe.db.get_value(
		PERSON, {"id_number_digest": doc.id_number_digest, "name": ("!=", doc.name or "")}, "name"
	)
	if not taken:
		return
	if frappe.has_permission(PERSON, "read", taken):
		message = _(
			"This ID Number is already registered: {0}. Open that person instead of creating another."
		)
		frappe.throw(message.format(get_link_to_form(PERSON, taken)), DuplicateIdentityError)
	frappe.throw(
		_(
			"This ID Number is already registered outside your divisions. Ask the district bureau to move the person."
		),
		DuplicateIdentityError,
	)


def check_dates(doc: Document) -> None:
	"""Illnesses and statuses lie between birth and today, and end after they begin."""
	for row in doc.illnesses:
		_check_span(doc, row, "diagnosed_on", "ended_on")
	for row in doc.statuses:
		_check_span(doc, row, "from_date", "to_date")


def _check_span(doc: Document, row: Document, first: str, last: str) -> None:
	start, end = _as_date(row.get(first)), _as_date(row.get(last))
	birth, today = _as_date(doc.birth_date), clock.today()
	label = _(row.meta.get_label(first))
	if start and start > today:
		frappe.throw(_("Row {0}: {1} lies in the future.").format(row.idx, label), ImpossibleDateError)
	if start and birth and start < birth:
		message = _("Row {0}: {1} lies before the birth date {2}.")
		frappe.throw(message.format(row.idx, label, birth), ImpossibleDateError)
	if start and end and end < start:
		message = _("Row {0}: {1} lies before {2}.")
		frappe.throw(message.format(row.idx, _(row.meta.get_label(last)), label), ImpossibleDateError)


def check_death(doc: Document) -> None:
	"""One death at most, without an end; the flag and the date follow from its row."""
	deaths = [row for row in doc.statuses if row.status == "Deceased"]
	if len(deaths) > 1:
		frappe.throw(_("Row {0}: a death is recorded already.").format(deaths[1].idx), PersonFactsError)
	if deaths and deaths[0].to_date:
		frappe.throw(_("Row {0}: a death has no To date.").format(deaths[0].idx), ImpossibleDateError)
	doc.is_deceased = int(bool(deaths))
	doc.deceased_on = deaths[0].from_date if deaths else None


def check_disability(doc: Document, clear_card: str | None) -> None:
	"""Type and level come together; a card typed anew must be the person's own and fills both."""
	if clear_card:
		card = parse_disability_card(clear_card)
		if _is_other_person(doc, card.holder.value):
			frappe.throw(_("Disability Card No. belongs to another ID Number."), PersonFactsError)
		doc.disability_type = DISABILITY[card.disability.type]
		doc.disability_level = str(card.disability.grade)
	if bool(doc.disability_type) != bool(doc.disability_level):
		frappe.throw(_("Enter Disability Type and Disability Level together."), PersonFactsError)


def _is_other_person(doc: Document, holder_id: str) -> bool:
	return doc.id_number_digest not in list_search_digests("citizen_id", holder_id)


def check_study(doc: Document) -> None:
	"""A study stage needs full-time education and the reverse."""
	if doc.is_student and not doc.study_stage:
		frappe.throw(_("Choose the Study Stage of a person in full-time education."), PersonFactsError)
	if not doc.is_student:
		doc.study_stage = ""


def check_kin(doc: Document) -> None:
	"""Nobody is his own relative or guardian, no relative twice, parents are older than children."""
	if doc.guardian and doc.guardian == doc.name:
		frappe.throw(_("Guardian must be another person."), KinContradictionError)
	seen: set[str] = set()
	births = _birth_dates([row.relative for row in doc.kin_links])
	for row in doc.kin_links:
		_check_kin_row(doc, row, births.get(row.relative), row.relative in seen)
		seen.add(row.relative)


def _check_kin_row(doc: Document, row: Document, born: date | None, repeated: bool) -> None:
	if row.relative == doc.name:
		frappe.throw(_("Row {0}: Relative must be another person.").format(row.idx), KinContradictionError)
	if repeated:
		frappe.throw(_("Row {0}: this Relative is listed already.").format(row.idx), KinContradictionError)
	own = _as_date(doc.birth_date)
	if not (own and born):
		return
	too_young = row.relation in OLDER_RELATIONS and born >= own
	too_old = row.relation in YOUNGER_RELATIONS and born <= own
	if too_young or too_old:
		message = _("Row {0}: Relation {1} contradicts the birth dates {2} and {3}.")
		frappe.throw(message.format(row.idx, _(row.relation), own, born), KinContradictionError)


def _birth_dates(people: list[str]) -> dict[str, date]:
	if not people:
		return {}
	rows = frappe.get_all(PERSON, filters={"name": ("in", people)}, fields=["name", "birth_date"])
	return {row.name: row.birth_date for row in rows}


def set_lives_apart(doc: Document) -> None:
	"""Lives apart from hukou (人户分离) when both places are known and differ."""
	doc.residence_division = doc.residence_division or doc.division
	doc.split_residence = int(bool(doc.hukou_division and doc.hukou_division != doc.residence_division))


def _as_date(value: object) -> date | None:
	return getdate(value) if value else None
