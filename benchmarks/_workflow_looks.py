"""What staff look at all day, as the desk asks for it: lists with their filters and counts, forms, cards and searches."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe

from social_assistance.constants import (
	AUDITOR,
	DISTRICT_APPROVER,
	TOWNSHIP_CLERK,
	VILLAGE_ASSISTANT,
)

CASE, HOUSEHOLD, PERSON, AWARD = (
	"Assistance Application",
	"Registry Household",
	"Registry Person",
	"Benefit Award",
)
ROLES = (VILLAGE_ASSISTANT, TOWNSHIP_CLERK, DISTRICT_APPROVER, AUDITOR)
ALWAYS = ("name", "owner", "creation", "modified", "_assign", "_comments", "docstatus")
PAGE = 20


@dataclass(frozen=True)
class Look:
	"""One list with its filters."""

	doctype: str
	columns: tuple[str, ...]
	filters: tuple[tuple[str, str, Any], ...] = ()


CASE_COLUMNS = ("applicant_name", "scheme", "division", "workflow_state", "step_due_on", "case_status")


def lists(today: date) -> tuple[Look, ...]:
	"""Every list that is looked at, on a day; the filters are those of the list's own buttons and standard fields."""
	day, has_due = today.isoformat(), ("step_due_on", "is", "set")
	return (
		Look(CASE, CASE_COLUMNS),
		Look(CASE, CASE_COLUMNS, (("workflow_state", "=", "District Review"),)),
		Look(CASE, CASE_COLUMNS, (("workflow_state", "=", "Initial Review"), ("scheme", "=", "DIBAO-URBAN"))),
		Look(CASE, CASE_COLUMNS, (("case_status", "=", "Open"), ("scheme", "=", "DIBAO-RURAL"))),
		Look(CASE, CASE_COLUMNS, (has_due, ("step_due_on", "<", day))),
		Look(
			CASE,
			CASE_COLUMNS,
			(has_due, ("step_warn_on", "is", "set"), ("step_warn_on", "<=", day), ("step_due_on", ">=", day)),
		),
		Look(HOUSEHOLD, ("head_name", "household_no", "division", "household_status")),
		Look(PERSON, ("person_name", "birth_date", "division", "is_deceased")),
		Look(AWARD, ("payee_name", "scheme", "division", "award_status"), (("award_status", "=", "Active"),)),
	)


def accounts(village: str) -> dict[str, str]:
	"""An account of each role, by role; oversight has no area of its own."""
	from social_assistance.walkthrough import staff

	auditor = frappe.db.get_value("Has Role", {"role": AUDITOR, "parenttype": "User"}, "parent")
	return {role: auditor if role == AUDITOR else staff.find_account(role, village) for role in ROLES}


def look_around(client: Any, role: str, today: date) -> None:
	"""All lists with their counts, and a form of each kind; the client keeps the times."""
	kind = role.lower().replace(" ", "_")
	for look in lists(today):
		_control(client)
		rows = _list(client, look, kind)
		if look.doctype in (CASE, HOUSEHOLD) and not look.filters and rows:
			_form(client, look.doctype, rows[0], kind)


def _control(client: Any) -> None:
	"""A list and a form that do not grow with the site, beside every other: what the machine is worth at that moment."""
	query = {"doctype": "Assistance Scheme", "fields": ["`tabAssistance Scheme`.`name`"], "page_length": PAGE}
	answer = client.measured("control_list", lambda: client.call("frappe.desk.reportview.get", **query))
	name = answer["values"][0][0]
	client.measured("control_form", lambda: client.load("Assistance Scheme", name))


def look_closer(client: Any) -> None:
	"""What is looked at less often: cards of the workspaces, connections, searches. Not timed, its statements are read."""
	for card in frappe.get_all(
		"Number Card", filters={"module": ("in", _modules())}, fields=["name", "filters_json"]
	):
		client.attempt(
			"frappe.desk.doctype.number_card.number_card.get_result",
			doc=frappe.as_json(frappe.get_doc("Number Card", card.name)),
			filters=frappe.parse_json(card.filters_json or "[]"),
		)
	for doctype in (PERSON, HOUSEHOLD, CASE, AWARD):
		client.attempt("frappe.desk.search.search_link", doctype=doctype, txt="王伟")


def _list(client: Any, look: Look, kind: str) -> list[str]:
	table = f"`tab{look.doctype}`"
	query = {
		"doctype": look.doctype,
		"filters": [[look.doctype, *row] for row in look.filters],
	}
	columns = [f"{table}.`{name}`" for name in (*ALWAYS, *look.columns)]
	page = {"fields": columns, "order_by": f"{table}.`modified` desc", "page_length": PAGE}
	answer = client.measured(
		f"list_{kind}", lambda: client.call("frappe.desk.reportview.get", **query, **page)
	)
	client.measured(f"count_{kind}", lambda: client.call("frappe.desk.reportview.get_count", **query))
	if not answer:
		return []
	place = answer["keys"].index("name")
	return [row[place] for row in answer["values"]]


def _form(client: Any, doctype: str, name: str, kind: str) -> None:
	client.measured(f"form_{kind}", lambda: client.load(doctype, name))
	client.attempt("frappe.desk.notifications.get_open_count", doctype=doctype, name=name)


def _modules() -> list[str]:
	return frappe.get_all("Module Def", filters={"app_name": "social_assistance"}, pluck="name")
