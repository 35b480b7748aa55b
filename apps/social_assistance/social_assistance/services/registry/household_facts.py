"""What must be true of one household: one head, dated members, nobody active in two households."""

import secrets
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form, getdate

from social_assistance.permissions.transition_permits import is_transition_allowed
from social_assistance.services import clock
from social_assistance.services.registry.exceptions import (
	AccountKeptError,
	ActiveInTwoHouseholdsError,
	HouseholdClosedError,
	HouseholdHeadError,
	HouseholdMembershipError,
	ImpossibleDateError,
)
from social_assistance.services.registry.household_open_matters import refuse_undecided_applications

HOUSEHOLD, MEMBERSHIP, PERSON = "Registry Household", "Household Membership", "Registry Person"
HEAD, ACTIVE = "Head", "Active"
# Written once with the family; afterwards by a confirmed Bank Account Change only.
ACCOUNT_FIELDS = (
	"account_holder",
	"holder_name",
	"bank_name",
	"bank_account",
	"account_verified_on",
)
_NUMBER_SPACE = 10**9
NUMBER_MARK = "H"


def refuse_closed(doc: Document) -> None:
	"""A household that was closed, split up or merged is history, except for the service that says so."""
	before = doc.get_doc_before_save()
	is_closed = before and before.household_status != ACTIVE
	if is_closed and not is_transition_allowed(HOUSEHOLD, str(doc.name), "household_status"):
		message = _("Household {0} is closed ({1}). Work with the household that continues it.")
		frappe.throw(message.format(before.household_no, _(before.household_status)), HouseholdClosedError)
	doc.household_status = doc.household_status or ACTIVE


def assign_household_number(doc: Document) -> None:
	"""A number for a new household: township code, H and nine digits drawn at random, without a shared counter.

	The letter keeps it from looking like an ID number, which has eighteen digits and begins with the code of a district too.
	"""
	if not doc.household_no:
		doc.household_no = _free_number(doc.division)


def _free_number(division: str) -> str:
	prefix = (division or "")[:9]
	drawn = [f"{prefix}{NUMBER_MARK}{secrets.randbelow(_NUMBER_SPACE):09d}" for _attempt in range(3)]
	taken = set(frappe.get_all(HOUSEHOLD, filters={"household_no": ("in", drawn)}, pluck="household_no"))
	return next(number for number in drawn if number not in taken)


def check_members(doc: Document) -> None:
	"""Dates and reasons row by row, one active head, and the unique keys of active members."""
	people = _people(doc)
	for row in doc.members:
		_check_dates(row, people.get(row.person))
		row.active_person = None if row.to_date else row.person
	active = [row for row in doc.members if not row.to_date]
	_check_repeated(active)
	if doc.household_status == ACTIVE:
		_check_head(doc, active)
		_refuse_second_household(doc, active)
	doc.member_count = len(active)


def _people(doc: Document) -> dict[str, Any]:
	names = [row.person for row in doc.members if row.person]
	fields = ["name", "birth_date", "deceased_on", "merged_into"]
	rows = frappe.get_all(PERSON, filters={"name": ("in", names)}, fields=fields) if names else []
	return {row.name: row for row in rows}


def _check_dates(row: Document, person: Any) -> None:
	start, end, today = _as_date(row.from_date), _as_date(row.to_date), clock.today()
	if start is None or person is None:
		return
	if start > today or (end and end > today):
		frappe.throw(
			_("Row {0}: Member From and Member To cannot lie in the future.").format(row.idx),
			ImpossibleDateError,
		)
	if end and end < start:
		frappe.throw(_("Row {0}: Member To lies before Member From.").format(row.idx), ImpossibleDateError)
	if person.birth_date and start < person.birth_date:
		message = _("Row {0}: Member From lies before the birth date {1}.")
		frappe.throw(message.format(row.idx, person.birth_date), ImpossibleDateError)
	if person.deceased_on and start > person.deceased_on:
		message = _("Row {0}: {1} died on {2}, before Member From.")
		frappe.throw(message.format(row.idx, row.person_name, person.deceased_on), ImpossibleDateError)
	_check_end(row, person)


def _check_end(row: Document, person: Any) -> None:
	if bool(row.to_date) != bool(row.end_reason):
		message = _("Row {0}: enter Member To and Reason for Leaving together.")
		frappe.throw(message.format(row.idx), HouseholdMembershipError)
	if person.merged_into and not row.to_date:
		message = _("Row {0}: this person was merged into another record. Choose that record.")
		frappe.throw(message.format(row.idx), HouseholdMembershipError)


def _check_repeated(active: list[Document]) -> None:
	seen: set[str] = set()
	for row in active:
		if row.person in seen:
			message = _("Row {0}: {1} is an active member of this household already.")
			frappe.throw(message.format(row.idx, row.person_name), HouseholdMembershipError)
		seen.add(row.person)


def _check_head(doc: Document, active: list[Document]) -> None:
	heads = [row for row in active if row.relation == HEAD]
	if len(heads) != 1:
		message = _("Members: exactly one active member must have the relation Head, {0} were found.")
		frappe.throw(message.format(len(heads)), HouseholdHeadError)
	doc.head_person = doc.head_person or heads[0].person
	if doc.head_person != heads[0].person:
		message = _("Row {0}: Head of Household must be the member with the relation Head.")
		frappe.throw(message.format(heads[0].idx), HouseholdHeadError)


def _refuse_second_household(doc: Document, active: list[Document]) -> None:
	elsewhere = frappe.get_all(
		MEMBERSHIP,
		filters={"active_person": ("in", [row.person for row in active]), "parent": ("!=", doc.name or "")},
		fields=["active_person", "parent"],
	)
	if not elsewhere:
		return
	taken = {row.active_person: row.parent for row in elsewhere}
	row = next(row for row in active if row.person in taken)
	message = _(
		"Row {0}, Person: {1} is an active member of household {2}. End that membership first, or split or move it."
	)
	other = _household_label(taken[row.person])
	frappe.throw(message.format(row.idx, row.person_name or row.person, other), ActiveInTwoHouseholdsError)


def _household_label(name: str) -> str:
	if frappe.has_permission(HOUSEHOLD, "read", name):
		number = frappe.db.get_value(HOUSEHOLD, name, "household_no")
		return get_link_to_form(HOUSEHOLD, name, number)
	return _("outside your divisions")


def keep_account(doc: Document) -> None:
	"""An account on file changes by a confirmed Bank Account Change only, whoever saves; called after encryption.

	A family's first account may be entered with it. It counts as unverified, and nothing is paid to it, until it is
	confirmed.
	"""
	before = doc.get_doc_before_save()
	if (
		not before
		or not before.bank_account_digest
		or is_transition_allowed(HOUSEHOLD, doc.name, "bank_account")
	):
		return
	changed = [
		field
		for field in ("account_holder", "bank_name", "bank_account_digest")
		if (doc.get(field) or "") != (before.get(field) or "")
	]
	if changed:
		frappe.throw(
			_(
				"{0} of this household is changed by a Bank Account Change that another person confirms."
			).format(_(doc.meta.get_label(changed[0].removesuffix("_digest")))),
			AccountKeptError,
		)


def is_new_account(doc: Document) -> bool:
	"""Whether the save brings an account that the household did not have."""
	before = doc.get_doc_before_save()
	return bool(doc.bank_account_digest) and doc.bank_account_digest != (
		before and before.bank_account_digest
	)


def check_account_holder(doc: Document) -> None:
	"""The account belongs to an active member."""
	members = {row.person for row in doc.members if not row.to_date}
	if doc.account_holder and doc.household_status == ACTIVE and doc.account_holder not in members:
		frappe.throw(_("Account Holder must be an active member of the household."), HouseholdMembershipError)


def guard_members(doc: Document) -> None:
	"""Members do not come or go by hand while a case is examined; where an award runs, a review follows."""
	before = doc.get_doc_before_save()
	if not before or is_transition_allowed(HOUSEHOLD, str(doc.name), "members"):
		return
	then, now = ({row.person for row in rows.members if not row.to_date} for rows in (before, doc))
	if then != now:
		refuse_undecided_applications(str(doc.name))
		doc.flags.members_changed = (sorted(now - then), sorted(then - now))


def sync_people(doc: Document) -> None:
	"""Each active member points to this household and shares its division; who left points nowhere."""
	person = frappe.qb.DocType(PERSON)
	members = [row.person for row in doc.members if not row.to_date]
	stamp = {"modified": frappe.utils.now(), "modified_by": frappe.session.user}
	left = (
		frappe.qb.update(person)
		.set(person.current_household, None)
		.set(person.modified, stamp["modified"])
		.set(person.modified_by, stamp["modified_by"])
		.where(person.current_household == doc.name)
	)
	(left.where(person.name.notin(members)) if members else left).run()
	if not members:
		return
	moved = (person.current_household != doc.name) | (person.division != doc.division)
	(
		frappe.qb.update(person)
		.set(person.current_household, doc.name)
		.set(person.division, doc.division)
		.set(person.modified, stamp["modified"])
		.set(person.modified_by, stamp["modified_by"])
		.where(person.name.isin(members))
		.where(moved | person.current_household.isnull())
		.run()
	)


def _as_date(value: object) -> date | None:
	return getdate(value) if value else None
