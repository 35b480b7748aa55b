"""Search of link fields over large registers: anywhere in a value for a small scope, by its beginning for a large one.

Frappe looks for the text anywhere in a value, which no index answers: with a million families on file every key that a
district reviewer presses would read all of them. `standard_queries` sends the registers' link fields here.
"""

from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.desk.search import get_std_fields_list
from frappe.model import get_permitted_fields
from frappe.utils import cint
from pypika import Table

from social_assistance.permissions.region_scope import get_scope_ranges

# What is searched in each register; every column is indexed by its beginning.
SEARCHED = {
	"Registry Person": ("person_name", "name_pinyin", "name"),
	"Registry Household": ("head_name", "household_no", "name"),
	"Assistance Application": ("applicant_name", "name"),
	"Benefit Award": ("payee_name", "award_no", "name"),
}
# A township has some forty villages; an area of more places, or none, is searched by beginnings once the register is large.
SMALL_AREA, LARGE_REGISTER = 100, 50_000
MOST_ROWS = 100

Filters = dict[str, Any] | list[Any] | None


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def search_links(
	doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Filters = None
) -> list[list[Any]]:
	"""Rows for a link field: name, title, then the search fields. Permission: read, by rows and fields of the caller."""
	if doctype not in SEARCHED:
		frappe.throw(_("{0} has no search of its own.").format(_(doctype)), frappe.PermissionError)
	asked = _Asked(doctype, _permitted(doctype, filters), cint(start), min(cint(page_len) or 10, MOST_ROWS))
	if txt and _is_wide(doctype):
		return _by_beginnings(asked, f"{txt}%")
	alike = [[doctype, field, "like", f"%{txt}%"] for field in SEARCHED[doctype]] if txt else None
	order = f"`tab{doctype}`.`{SEARCHED[doctype][0] if txt else 'modified'}`" + ("" if txt else " desc")
	return _rows_of(asked, asked.filters, order, asked.start, asked.length, or_filters=alike)


class _Asked(NamedTuple):
	"""Request of a link field; `filters` are those that its reader may use."""

	doctype: str
	filters: list[list[Any]]
	start: int
	length: int


def _by_beginnings(asked: _Asked, pattern: str) -> list[list[Any]]:
	"""Matches by name, then by sound, then by number, each a short stretch of its own index.

	All at once the database would walk the names from the first to the last, for the sake of their order.
	"""
	found: dict[str, list[Any]] = {}
	wanted = asked.start + asked.length
	for field in SEARCHED[asked.doctype]:
		begins = [*asked.filters, [asked.doctype, field, "like", pattern]]
		order = f"`tab{asked.doctype}`.`{field}`"
		for row in _rows_of(asked, begins, order, 0, wanted):
			found.setdefault(row[0], row)
		if len(found) >= wanted:
			break
	return list(found.values())[asked.start : wanted]


def _rows_of(
	asked: _Asked,
	filters: list[list[Any]],
	order_by: str,
	start: int,
	length: int,
	or_filters: list[list[Any]] | None = None,
) -> list[list[Any]]:
	meta = frappe.get_meta(asked.doctype)
	rows: list[list[Any]] = frappe.get_list(
		asked.doctype,
		fields=["name", f"{meta.title_field} as label", *get_std_fields_list(meta, "name")[1:]],
		filters=filters,
		or_filters=or_filters,
		order_by=order_by,
		limit_start=start,
		limit_page_length=length,
		as_list=True,
	)
	return rows


def _is_wide(doctype: str) -> bool:
	ranges = get_scope_ranges()
	places = sum((high - low + 1) // 2 for low, high in ranges) if ranges is not None else SMALL_AREA + 1
	return places > SMALL_AREA and _rows(doctype) > LARGE_REGISTER


def _rows(doctype: str) -> int:
	"""Estimated number of rows from the table statistics; counting would read them."""
	tables = Table("tables", schema="information_schema")
	of_register = (tables.table_schema == frappe.conf.db_name) & (tables.table_name == f"tab{doctype}")
	found = frappe.qb.from_(tables).select(tables.table_rows).where(of_register).run()
	return cint(found[0][0]) if found else 0


def _permitted(doctype: str, filters: Filters) -> list[list[Any]]:
	"""The form's filters as rows; a filter on a column that the caller may not read would tell what it holds."""
	rows = [[key, value] for key, value in filters.items()] if isinstance(filters, dict) else filters or []
	readable = set(get_permitted_fields(doctype))
	return [_permitted_row(doctype, row, readable) for row in rows]


def _permitted_row(doctype: str, row: list[Any], readable: set[str]) -> list[Any]:
	parts = list(row[1:]) if len(row) > 2 and row[0] == doctype else list(row)
	if not parts or parts[0] not in readable:
		frappe.throw(_("You may not filter by this field."), frappe.PermissionError)
	field, *rest = parts
	if len(rest) == 1:
		value = rest[0]
		rest = list(value) if isinstance(value, list | tuple) else ["=", value]
	return [doctype, field, *rest[:2]]
