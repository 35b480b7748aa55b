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
class TimelineSource:
	"""A book: how its rows hang on the person, which date counts and what is shown of them."""

	doctype: str
	link: str
	date_field: str
	shown: tuple[str, ...]


BY_HOUSEHOLD = (
	TimelineSource(APPLICATION, "household", "applied_on", ("scheme", "workflow_state")),
	TimelineSource(
		"Benefit Award", "household", "creation", ("award_no", "scheme", "monthly_amount", "award_status")
	),
	TimelineSource("Charity Need", "household", "creation", ("need_kind", "need_status")),
	TimelineSource(
		"Charity Disbursement", "household", "disbursed_on", ("amount", "disbursement_status", "use_text")
	),
	TimelineSource(
		"Review Task", "household", "due_on", ("review_cause", "review_status", "proposed_result")
	),
	TimelineSource("Household Transfer", "household", "moved_on", ("transfer_status", "reason")),
)
BY_APPLICATION = (
	TimelineSource("Home Visit", "application", "visited_on", ("conclusion",)),
	TimelineSource("Application Decision", "application", "decided_on", ("outcome", "monthly_amount")),
)
BY_AWARD = (
	TimelineSource(
		"Overpayment Recovery", "award", "decided_on", ("cause", "overpaid_amount", "recovery_status")
	),
)
BY_PERSON = (
	TimelineSource("Person Merge Entry", "into_person", "merged_on", ("merged_name", "reason")),
	TimelineSource("Institution Stay", "person", "from_date", ("institution", "care_level", "end_reason")),
	TimelineSource("Self-care Assessment", "person", "assessed_on", ("care_level", "care_form")),
)


def list_timeline_entries(person: str) -> list[dict[str, Any]]:
	"""Dated entries, the newest first; each names its document, so that the form can lead there."""
	homes = frappe.get_all(
		MEMBERSHIP, filters={"person": person}, fields=["parent", "from_date", "to_date", "end_reason"]
	)
	households = list(dict.fromkeys(row.parent for row in homes))
	found = [*_memberships(homes), *_of(BY_HOUSEHOLD, households), *_of(BY_PERSON, [person])]
	applications = _names(found, APPLICATION)
	found += [*_of(BY_APPLICATION, applications), *_of(BY_AWARD, _names(found, "Benefit Award"))]
	found += [*_findings(applications), *_spot_checks(applications)]
	return sorted(found, key=lambda entry: str(entry["date"]), reverse=True)


def _names(found: list[dict[str, Any]], doctype: str) -> list[str]:
	return [entry["name"] for entry in found if entry["doctype"] == doctype]


def _findings(applications: list[str]) -> Iterator[dict[str, Any]]:
	"""What the assessments of the cases found, under the assessment that the user may list."""
	filters = {"application": ("in", applications), "docstatus": 1}
	days = _visible("Means Assessment", filters, "as_of_date") if applications else {}
	if not days:
		return
	rows = frappe.get_all(
		"Assessment Finding",
		{"parent": ("in", list(days))},
		["parent", "finding_kind", "message"],
		order_by="idx",
	)
	for row in rows:
		yield _entry(
			days[row.parent], "Means Assessment", row.parent, f"{_(row.finding_kind)} · {row.message}"
		)


def _spot_checks(applications: list[str]) -> Iterator[dict[str, Any]]:
	"""Spot checks in which one of the cases was drawn."""
	if not applications:
		return
	fields = ["parent", "mandatory"]
	rows = frappe.get_all("Spot Check Case", {"application": ("in", applications), "drawn": 1}, fields)
	runs = {"name": ("in", [row.parent for row in rows]), "run_status": "Drawn"}
	days = _visible("Spot Check Run", runs, "drawn_on") if rows else {}
	for row in rows:
		if row.parent in days:
			text = _("Drawn for a spot check")
			reason = f" · {_(row.mandatory)}" if row.mandatory else ""
			yield _entry(days[row.parent], "Spot Check Run", row.parent, text + reason)


def _visible(doctype: str, filters: dict[str, Any], date_field: str) -> dict[str, Any]:
	"""Names and days of the documents that the user may list."""
	if not frappe.has_permission(doctype, "read"):
		return {}
	rows = frappe.get_list(doctype, filters=filters, fields=["name", f"{date_field} as day"], limit=200)
	return {row.name: row.day for row in rows}


def _of(sources: tuple[TimelineSource, ...], names: list[str]) -> list[dict[str, Any]]:
	return [entry for source in sources for entry in _entries(source, names)] if names else []


def _entries(source: TimelineSource, names: list[str]) -> Iterator[dict[str, Any]]:
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
