"""Two records of one human being become one: everything moves to the record that stays, and an entry says so."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services import clock
from social_assistance.services.registry.exceptions import PersonMergeError

PERSON, MEMBERSHIP, AWARD = "Registry Person", "Household Membership", "Benefit Award"
ENTRY = "Person Merge Entry"
# The history of the record itself stays where it was written.
_KEPT = {(PERSON, "merged_into"), (ENTRY, "merged_person"), (ENTRY, "into_person")}
SHORTEST_REASON = 4


def merge_people(person: str, into: str, reason: str) -> str:
	"""Move all links of `person` to `into` and close the first record; returns the name of the entry."""
	source, target = _editable(person), _editable(into)
	text = _checked(source, target, reason)
	_close_double_membership(source, target)
	moved = _move_links(source.name, target.name)
	_rename_award_keys(source.name, target.name)
	household = source.current_household or target.current_household
	_update(source.name, {"merged_into": target.name, "current_household": None})
	_update(target.name, {"current_household": household})
	return _write_entry(source, target, text, moved)


def _editable(person: str) -> Document:
	doc = frappe.get_doc(PERSON, person, for_update=True)
	doc.check_permission("write")
	if doc.merged_into:
		frappe.throw(_("{0} was merged already.").format(doc.person_name), PersonMergeError)
	return doc


def _checked(source: Document, target: Document, reason: str) -> str:
	text = " ".join(reason.split())
	if source.name == target.name:
		frappe.throw(_("Choose another person to merge into."), PersonMergeError)
	if len(text) < SHORTEST_REASON:
		frappe.throw(_("State in Reason why both records are the same person."), PersonMergeError)
	if source.sex != target.sex:
		frappe.throw(
			_("Sex differs: these are two persons. Correct the ID Number first if one is wrong."),
			PersonMergeError,
		)
	homes = (source.current_household, target.current_household)
	if all(homes) and homes[0] != homes[1]:
		frappe.throw(
			_("Both are active members of different households. End one membership first."), PersonMergeError
		)
	_refuse_double_benefit(source.name, target.name)
	return text


def _refuse_double_benefit(source: str, target: str) -> None:
	rows = frappe.get_all(
		AWARD,
		filters={"person": ("in", (source, target)), "open_award_key": ("is", "set")},
		fields=["award_no", "scheme", "person"],
	)
	covers = frappe.get_all(
		"Award Person", filters={"open_key": ("in", (source, target))}, fields=["parent", "open_key"]
	)
	if len({row.parent for row in covers}) > 1:
		numbers = ", ".join(
			frappe.get_all(
				"Benefit Award", filters={"name": ("in", [row.parent for row in covers])}, pluck="award_no"
			)
		)
		frappe.throw(
			_("Both records are covered by running awards: {0}. Decide the review of one first.").format(
				numbers
			),
			PersonMergeError,
		)
	held = {person: {row.scheme for row in rows if row.person == person} for person in (source, target)}
	if held[source] & held[target]:
		numbers = ", ".join(str(row.award_no) for row in rows)
		frappe.throw(
			_("Both records hold open awards of one scheme: {0}. Stop one first.").format(numbers),
			PersonMergeError,
		)


def _close_double_membership(source: Document, target: Document) -> None:
	"""Both in one household: the second row was a mistake and ends."""
	home = source.current_household
	if not home or home != target.current_household:
		return
	household = frappe.get_doc("Registry Household", home)
	if household.head_person == source.name:
		frappe.throw(_("The head of the household must stay: merge the other way round."), PersonMergeError)
	for row in household.members:
		if row.person == source.name and not row.to_date:
			row.update(
				{
					"to_date": max(frappe.utils.getdate(row.from_date), clock.today()),
					"end_reason": "Entered by Mistake",
				}
			)
	household.save(ignore_permissions=True)  # allow: PERM-ignore-permissions write on both people was checked


def _move_links(source: str, target: str) -> dict[str, int]:
	"""Every Link to a person in every table; counts by table and field."""
	moved = {}
	for field in frappe.get_all(
		"DocField", filters={"fieldtype": "Link", "options": PERSON}, fields=["parent", "fieldname"]
	):
		if (field.parent, field.fieldname) not in _KEPT:
			count = _move(field.parent, field.fieldname, source, target)
			if count:
				moved[f"{field.parent}.{field.fieldname}"] = count
	_move(MEMBERSHIP, "active_person", source, target)
	return moved


def _move(doctype: str, fieldname: str, source: str, target: str) -> int:
	table = frappe.qb.DocType(doctype)
	where = table[fieldname] == source
	count = frappe.qb.from_(table).select(frappe.query_builder.functions.Count("*")).where(where).run()[0][0]
	if count:
		now, user = frappe.utils.now(), frappe.session.user
		update = frappe.qb.update(table).set(table[fieldname], target).set(table.modified, now)
		update.set(table.modified_by, user).where(where).run()
	return int(count)


def _rename_award_keys(source: str, target: str) -> None:
	frappe.db.set_value("Award Person", {"open_key": source}, "open_key", target)
	award = frappe.qb.DocType(AWARD)
	now, user = frappe.utils.now(), frappe.session.user
	for row in frappe.get_all(
		AWARD, filters={"open_award_key": ("like", f"%|{source}")}, fields=["name", "open_award_key"]
	):
		update = (
			frappe.qb.update(award)
			.set(award.open_award_key, row.open_award_key.removesuffix(source) + target)
			.set(award.modified, now)
		)
		update.set(award.modified_by, user).where(award.name == row.name).run()


def _update(person: str, values: dict[str, Any]) -> None:
	frappe.db.set_value(PERSON, person, values)


def _write_entry(source: Document, target: Document, reason: str, moved: dict[str, int]) -> str:
	entry = frappe.new_doc(ENTRY)
	entry.update(
		{
			"merged_person": source.name,
			"merged_name": source.person_name,
			"merged_id_number": source.id_number,
			"into_person": target.name,
			"division": target.division,
			"reason": reason,
			"merged_by": frappe.session.user,
			"merged_on": clock.now(),
			"moved": frappe.as_json(moved),
		}
	)
	entry.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions nobody may write this book by hand
	return str(entry.name)
