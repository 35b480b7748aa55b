"""Case Register: every case of the reader's area with its standing, decision and amount."""

from typing import Any

import frappe
from frappe import _

FIELDS = (
	"name",
	"scheme",
	"applicant_name",
	"division",
	"township",
	"workflow_state",
	"step_due_on",
	"applied_on",
	"acceptance_no",
	"accepted_on",
	"case_status",
	"decided_amount",
)


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict], list[dict]]:
	"""Columns and rows; get_list applies the reader's area and rights."""
	cases = frappe.get_list(
		"Assistance Application",
		fields=list(FIELDS),
		filters=_conditions(filters or {}),
		order_by="name",
		limit=0,
	)
	names = _names(cases)
	return _columns(), [
		case
		| {
			"scheme": _(names.get(case.scheme, case.scheme)),
			"division": names.get(case.division, case.division),
			"township": names.get(case.township, case.township),
			"workflow_state": _(case.workflow_state) if case.workflow_state else "",
			"case_status": _(case.case_status) if case.case_status else "",
		}
		for case in cases
	]


def _conditions(filters: dict[str, Any]) -> list[tuple[str, str, Any]]:
	fields = ("scheme", "township", "workflow_state", "case_status")
	wanted = [(field, "=", filters[field]) for field in fields if filters.get(field)]
	ends = (("from_date", ">="), ("to_date", "<="))
	return wanted + [("applied_on", sign, filters[end]) for end, sign in ends if filters.get(end)]


def _names(cases: list[Any]) -> dict[str, str]:
	"""Names of schemes and places, which every staff role may read."""
	schemes = frappe.get_all("Assistance Scheme", fields=["name", "scheme_name"])
	places = {code for case in cases for code in (case.division, case.township) if code}
	divisions = frappe.get_all(
		"Administrative Division", filters={"name": ("in", list(places))}, fields=["name", "division_name"]
	)
	return {row.name: row.scheme_name for row in schemes} | {row.name: row.division_name for row in divisions}


def _columns() -> list[dict]:
	return [
		{
			"fieldname": "name",
			"label": _("Application"),
			"fieldtype": "Link",
			"options": "Assistance Application",
			"width": 140,
		},
		{"fieldname": "scheme", "label": _("Scheme"), "fieldtype": "Data", "width": 150},
		{"fieldname": "applicant_name", "label": _("Applicant's Name"), "fieldtype": "Data", "width": 110},
		{"fieldname": "township", "label": _("Township"), "fieldtype": "Data", "width": 130},
		{"fieldname": "division", "label": _("Village or Community"), "fieldtype": "Data", "width": 150},
		{"fieldname": "workflow_state", "label": _("State"), "fieldtype": "Data", "width": 110},
		{"fieldname": "step_due_on", "label": _("Step Due On"), "fieldtype": "Date", "width": 110},
		{"fieldname": "applied_on", "label": _("Applied On"), "fieldtype": "Date", "width": 110},
		{"fieldname": "acceptance_no", "label": _("Acceptance No."), "fieldtype": "Data", "width": 150},
		{"fieldname": "accepted_on", "label": _("Accepted On"), "fieldtype": "Date", "width": 110},
		{"fieldname": "case_status", "label": _("Status"), "fieldtype": "Data", "width": 90},
		{
			"fieldname": "decided_amount",
			"label": _("Decided Amount (Monthly)"),
			"fieldtype": "Currency",
			"width": 140,
		},
	]
