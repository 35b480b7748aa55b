"""Everything that happened to one person, from every book, as far as the user may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

PERSON, MEMBERSHIP, APPLICATION = "Registry Person", "Household Membership", "Assistance Application"


@dataclass(frozen=True)
class Source:
	"""A book: how its rows hang on the person, which date counts and what is shown of them."""

	doctype: str
	link: str
	date_field: str
	shown: tuple[str, ...]


BY_HOUSEHOLD = (
	Source(APPLICATION, "household", "applied_on", ("scheme", "workflow_state")),
	Source(
		"Benefit Award", "household", "creation", ("award_no", "scheme", "monthly_amount", "award_status")
	),
	Source("Charity Disbursement", "household", "disbursed_on", ("amount", "use_text")),
	Source("Household Transfer", "household", "moved_on", ("transfer_status", "reason")),
)
BY_APPLICATION = (
	Source("Home Visit", "application", "visited_on", ("conclusion",)),
	Source("Application Decision", "application", "decided_on", ("outcome", "monthly_amount")),
)
BY_PERSON = (
	Source("Person Merge Entry", "into_person", "merged_on", ("merged_name", "reason")),
	Source("Institution Stay", "person", "from_date", ("institution", "care_level", "end_reason")),
	Source("Self-care Assessment", "person", "assessed_on", ("care_level", "care_form")),
)


def entries(person: str) -> list[dict[str, Any]]:
	"""Dated entries, the newest first; each names its document, so that the form can lead there."""
	homes = frappe.get_all(
		MEMBERSHIP, filters={"person": person}, fields=["parent", "from_date", "to_date", "end_reason"]
	)
	households = list(dict.fromkeys(row.parent for row in homes))
	found = [*_memberships(homes), *_of(BY_HOUSEHOLD, households), *_of(BY_PERSON, [person])]
	applications = [entry["name"] for entry in found if entry["doctype"] == APPLICATION]
	found += _of(BY_APPLICATION, applications)
	return sorted(found, key=lambda entry: str(entry["date"]), reverse=True)


def _of(sources: tuple[Source, ...], names: list[str]) -> list[dict[str, Any]]:
	return [entry for source in sources for entry in _entries(source, names)] if names else []


def _entries(source: Source, names: list[str]) -> Iterator[dict[str, Any]]:
	"""Rows of one book that the user may list; a role without right to it sees none."""
	if not frappe.has_permission(source.doctype, "read"):
		return
	fields = ["name", f"{source.date_field} as day", *source.shown]
	rows = frappe.get_list(source.doctype, filters={source.link: ("in", names)}, fields=fields, limit=200)
	for row in rows:
		text = " · ".join(
			_shown(source.doctype, field, row[field]) for field in source.shown if row.get(field)
		)
		yield _entry(row.day, source.doctype, row.name, text)


def _shown(doctype: str, fieldname: str, value: Any) -> str:
	"""A value as the document's own form shows it: the scheme's name for its code, money with its sign."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	if field.fieldtype == "Link" and frappe.get_meta(field.options).title_field:
		title = frappe.get_meta(field.options).title_field
		return _(frappe.db.get_value(field.options, value, title, cache=True) or value)
	if field.fieldtype == "Currency":
		return str(frappe.format_value(value, df=field))
	return _(str(value))


def _memberships(rows: list[Any]) -> Iterator[dict[str, Any]]:
	for row in rows:
		if not frappe.has_permission("Registry Household", "read", row.parent):
			continue
		yield _entry(row.from_date, "Registry Household", row.parent, _("Joined the household"))
		if row.to_date:
			reason = _(row.end_reason) if row.end_reason else ""
			yield _entry(
				row.to_date, "Registry Household", row.parent, _("Left the household: {0}").format(reason)
			)


def _entry(day: date | None, doctype: str, name: str, text: str) -> dict[str, Any]:
	return {"date": str(getdate(day)) if day else "", "doctype": doctype, "name": name, "text": text}
