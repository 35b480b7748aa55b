"""归档目录: what the file of a household holds, in the order of the procedure (民政部、国家档案局: one household one file)."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from social_assistance.exceptions import StepNotAllowedError
from social_assistance.services.wording import get_bureau_name

# DocType, column that names the case, number or name shown, day shown.
PARTS = (
	("Home Visit", "application", "name", "visited_on"),
	("Means Assessment", "application", "name", "as_of_date"),
	("Public Notice", "application", "name", "posted_on"),
	("Application Decision", "application", "decision_no", "decided_on"),
	("Benefit Award", "application", "award_no", "creation"),
	("Review Task", "application", "decision_no", "decided_on"),
	("Award Change", "application", "change_kind", "decided_on"),
)


def build_archive_list(case: Document) -> dict[str, Any]:
	"""Heading and numbered contents of an archived case; refuses one that is not archived yet."""
	if not case.archive_no:
		frappe.throw(_("The archive list is printed once the case is closed."), StepNotAllowedError)
	papers = [
		_row(_("Paper"), _(row.description or row.evidence_key), row.document_no, None)
		for row in case.evidence
	]
	consents = [
		_row(_("Pledge and Authorisation"), _(row.capacity), row.person, row.signed_on)
		for row in case.consents
	]
	contents = [*papers, *consents, *(line for part in PARTS for line in _lines(str(case.name), *part))]
	return {
		"archive_no": case.archive_no,
		"applicant": case.applicant_name,
		"scheme": _(frappe.get_cached_value("Assistance Scheme", case.scheme, "scheme_name")),
		"retain_until": formatdate(case.retain_until),
		"bureau": get_bureau_name(),
		"contents": [{"no": number, **row} for number, row in enumerate(contents, start=1)],
	}


def _lines(case: str, doctype: str, column: str, number: str, day: str) -> list[dict[str, str]]:
	rows = frappe.get_all(
		doctype,
		filters={column: case, "docstatus": ("!=", 2)},
		fields=["name", f"{number} as number", f"{day} as day"],
		order_by="creation",
	)
	return [_row(_(doctype), "", row.number or row.name, row.day) for row in rows]


def _row(kind: str, title: str, number: str | None, day: Any) -> dict[str, str]:
	return {"kind": kind, "title": title, "number": _(number or ""), "day": formatdate(day) if day else ""}
