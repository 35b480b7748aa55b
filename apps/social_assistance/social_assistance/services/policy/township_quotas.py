"""Township Quotas (指标分配表): guidance beside what is used. No check of a case reads them, so nobody is refused by them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services.policy.exceptions import TownshipQuotaInvalidError

DOCTYPE, ROW, DIVISION = "Township Quota", "Township Quota Row", "Administrative Division"


class QuotaTable(NamedTuple):
	"""The table in force for a scheme: its name, its document, and persons by township."""

	name: str
	citation: str
	persons: dict[str, int]


def check_quota(doc: Document) -> None:
	"""Townships, each once; called by the controller."""
	levels = _levels(row.division for row in doc.townships)
	seen: set[str] = set()
	for row in doc.townships:
		if levels.get(row.division) != "Township":
			_refuse_row(row, _("Choose a township or street."))
		if row.division in seen:
			_refuse_row(row, _("This township stands here already."))
		seen.add(row.division)


def refuse_second_table(doc: Document) -> None:
	"""Refuse a second table in force that begins on the same day for the scheme."""
	same = {"scheme": doc.scheme, "effective_from": doc.effective_from, "docstatus": 1}
	other = frappe.db.get_value(DOCTYPE, {**same, "name": ("!=", doc.name or "")})
	if other:
		frappe.throw(
			_("Table {0} begins on the same day for this scheme. Withdraw it, or choose a later day.").format(
				other
			),
			TownshipQuotaInvalidError,
		)


def list_schemes(scheme: str | None = None) -> dict[str, str]:
	"""Codes and titles of the schemes that have a table, or of one."""
	codes = [scheme] if scheme else frappe.get_all(DOCTYPE, {"docstatus": 1}, pluck="scheme", distinct=True)
	return dict(
		frappe.get_all(
			"Assistance Scheme",
			{"name": ("in", codes or [""])},
			["name", "scheme_name"],
			order_by="sort_order",
			as_list=True,
		)
	)


def get_table_in_force(scheme: str, on: date) -> QuotaTable | None:
	"""The latest table of a scheme that has begun by the day."""
	begun = {"scheme": scheme, "docstatus": 1, "effective_from": ("<=", on)}
	found: Any = frappe.db.get_value(
		DOCTYPE, begun, ["name", "citation"], order_by="effective_from desc", as_dict=True
	)
	if not found:
		return None
	rows = frappe.get_all(ROW, {"parent": found.name}, ["division", "persons"], limit_page_length=0)
	return QuotaTable(found.name, found.citation, {row.division: int(row.persons or 0) for row in rows})


def _levels(divisions: Iterable[str]) -> dict[str, str]:
	rows = frappe.get_all(
		DIVISION, {"name": ("in", list(divisions) or [""])}, ["name", "division_level"], limit_page_length=0
	)
	return {row.name: row.division_level for row in rows}


def _refuse_row(row: Document, problem: str) -> None:
	frappe.throw(_("Row {0} of {1}: {2}").format(row.idx, _("Townships"), problem), TownshipQuotaInvalidError)
