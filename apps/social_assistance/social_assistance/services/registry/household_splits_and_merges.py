"""Households that split or merge: dated on both sides, linked to each other, refused while money or a case hangs on it."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.registry import household_events, household_facts
from social_assistance.services.registry.exceptions import HouseholdChangeError
from social_assistance.services.registry.household_open_matters import (
	refuse_undecided_applications,
	require_no_open_applications,
	require_no_open_awards,
)

HOUSEHOLD = "Registry Household"
HEAD, OTHER = "Head", "Other"
SPLIT, MERGED = "Household Split", "Household Merged"
# Relation to the head, by person.
Relations = dict[str, str]


def split_household(household: str, leaving: Relations, day: date, remaining: Relations | None = None) -> str:
	"""Members leave and form a household of their own; `remaining` re-states relations when the head leaves."""
	source = _editable(household)
	_check_day(source, day)
	refuse_undecided_applications(source.name)
	staying = [row for row in _active(source) if row.person not in leaving]
	_check_leaving(source, leaving, bool(staying))
	_end(source, set(leaving), day, SPLIT)
	_restate(source, staying, remaining or {})
	_save(source)
	made = _new_household(source, leaving, day)
	text = household_events.describe_member_change(source.name, (), list(leaving))
	household_events.announce_household_change([str(source.name)], household_events.MEMBERS, day, text)
	return made


def merge_households(household: str, into: str, day: date, relations: Relations | None = None) -> str:
	"""All members join another household and this one ends; relations default to Other."""
	if household == into:
		frappe.throw(_("Choose another household to merge into."), HouseholdChangeError)
	source, target = _editable(household), _editable(into)
	_check_day(source, day)
	require_no_open_applications(source.name)
	refuse_undecided_applications(target.name)
	require_no_open_awards(source.name)
	joining = [row.person for row in _active(source)]
	_end(source, set(joining), day, MERGED)
	source.update({"household_status": "Merged", "closed_on": day, "moved_to": target.name})
	_save(source)
	for person in joining:
		relation = (relations or {}).get(person, OTHER)
		target.append("members", {"person": person, "relation": relation, "from_date": day})
	_save(target)
	text = household_events.describe_member_change(target.name, joining, ())
	household_events.announce_household_change([str(target.name)], household_events.MEMBERS, day, text)
	return str(target.name)


def _editable(household: str) -> Document:
	doc = frappe.get_doc(HOUSEHOLD, household, for_update=True)
	doc.check_permission("write")
	if doc.household_status != "Active":
		message = _("Household {0} is not active any more.")
		frappe.throw(message.format(doc.household_no), HouseholdChangeError)
	return doc


def _active(doc: Document) -> list[Document]:
	return [row for row in doc.members if not row.to_date]


def _check_day(doc: Document, day: date) -> None:
	latest = max(row.from_date for row in _active(doc))
	if not frappe.utils.getdate(latest) <= day <= clock.today():
		message = _("The date must lie between {0}, when the last member joined, and today.")
		frappe.throw(message.format(latest), HouseholdChangeError)


def _check_leaving(doc: Document, leaving: Relations, somebody_stays: bool) -> None:
	strangers = set(leaving) - {row.person for row in _active(doc)}
	if strangers:
		frappe.throw(_("Only active members can leave the household."), HouseholdChangeError)
	if not leaving or not somebody_stays:
		frappe.throw(
			_("Choose the members who leave; at least one must stay. Use a transfer when all of them move."),
			HouseholdChangeError,
		)
	if list(leaving.values()).count(HEAD) != 1:
		frappe.throw(
			_("Exactly one of the leaving members must be the head of the new household."),
			HouseholdChangeError,
		)


def _end(doc: Document, people: set[str], day: date, reason: str) -> None:
	for row in _active(doc):
		if row.person in people:
			row.update({"to_date": day, "end_reason": reason})


def _restate(doc: Document, staying: list[Document], relations: Relations) -> None:
	"""New relations of those who stay; the household needs a head, and an account of somebody who is still there."""
	for row in staying:
		row.relation = relations.get(row.person, row.relation)
	heads = [row.person for row in staying if row.relation == HEAD]
	if len(heads) != 1:
		frappe.throw(
			_("The head leaves: choose who becomes head of the remaining household."), HouseholdChangeError
		)
	if doc.head_person != heads[0]:
		doc.head_person = heads[0]
		doc.head_name = staying[[row.person for row in staying].index(heads[0])].person_name
	if doc.account_holder and doc.account_holder not in {row.person for row in staying}:
		doc.update(dict.fromkeys(household_facts.ACCOUNT_FIELDS))


def _new_household(source: Document, leaving: Relations, day: date) -> str:
	doc = frappe.new_doc(HOUSEHOLD)
	doc.update(
		{
			"division": source.division,
			"residence_class": source.residence_class,
			"hukou_division": source.hukou_division,
			"household_status": "Active",
			"formed_on": day,
			"formed_from": source.name,
			"members": [
				{"person": person, "relation": relation, "from_date": day}
				for person, relation in leaving.items()
			],
		}
	)
	with allow_transition(HOUSEHOLD):
		return str(doc.insert().name)


def _save(doc: Document) -> None:
	# Whose holder has left has no account any more; a new one is confirmed as the first was.
	with allow_transition(HOUSEHOLD, str(doc.name)):
		doc.save()
