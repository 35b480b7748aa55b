"""Changes of the division tree: a list loaded from a file, a village renamed, a village merged into another."""

from datetime import date
from typing import Any

import frappe
from frappe import _

from social_assistance.domain.errors import DomainError
from social_assistance.domain.registry.divisions import DivisionCode, DivisionLevel, parse_division
from social_assistance.engines.registry.division_tree import DIVISION, add_places
from social_assistance.engines.sheet_reader import NO_ROW, SourceFile
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.registry.exceptions import DivisionChangeError

HEADINGS = {
	"区划代码": "code",
	"代码": "code",
	"名称": "name",
	"区划名称": "name",
	"城乡属性": "residence",
	"启用日期": "valid_from",
}
REQUIRED = ("code", "name")
RESIDENCE = {
	"城市": "Urban",
	"城镇": "Urban",
	"Urban": "Urban",
	"农村": "Rural",
	"乡村": "Rural",
	"Rural": "Rural",
}
COLUMNS = (
	*(
		"name",
		"division_code",
		"division_name",
		"division_level",
		"parent_administrative_division",
		"old_parent",
	),
	*("residence_class", "is_group", "valid_from"),
)
# Tables whose rows follow their village when it is merged.
FOLLOWING = (
	("Registry Person", "division"),
	("Registry Person", "residence_division"),
	("Registry Household", "division"),
	("Benefit Award", "division"),
)
MOST_PROBLEMS = 20
Place = dict[str, Any]


def load_places(file_url: str) -> dict[str, int]:
	"""Add the places of a file that are missing and rename those whose name differs; one bad row refuses the file."""
	places = _read(file_url)
	known = dict(frappe.get_all(DIVISION, fields=["name", "division_name"], as_list=True))
	_refuse_orphans(places, known)
	new = [place for place in places if place["code"].value not in known]
	renamed = [place for place in places if known.get(place["code"].value, place["name"]) != place["name"]]
	add_places([_row(place) for place in new], COLUMNS)
	for place in renamed:
		rename_division(place["code"].value, place["name"])
	return {"added": len(new), "renamed": len(renamed), "unchanged": len(places) - len(new) - len(renamed)}


def rename_division(division: str, name: str) -> None:
	"""Rename a division; the former name stays searchable."""
	doc = frappe.get_doc(DIVISION, division)
	if doc.division_name != name.strip():
		doc.update({"former_name": doc.division_name, "division_name": name.strip()})
		doc.save()


def merge_village(division: str, successor: str, day: date) -> dict[str, int]:
	"""End a village on a day and move its people, households and awards to its successor."""
	doc = frappe.get_doc(DIVISION, division)
	if doc.division_level != "Village" or doc.successor:
		frappe.throw(_("Only a village that still exists can be merged into another."), DivisionChangeError)
	if frappe.db.exists("Assistance Application", {"division": division, "open_case_key": ("is", "set")}):
		frappe.throw(_("Applications of this village are open. Decide them first."), DivisionChangeError)
	doc.update({"successor": successor, "valid_to": day})
	doc.save()
	return {
		f"{doctype}.{field}": _follow(doctype, field, division, successor) for doctype, field in FOLLOWING
	}


def _follow(doctype: str, field: str, old: str, new: str) -> int:
	table, now = frappe.qb.DocType(doctype), frappe.utils.now()
	count = frappe.db.count(doctype, {field: old})
	query = frappe.qb.update(table).set(table[field], new).set(table.modified, now)
	query.set(table.modified_by, frappe.session.user).where(table[field] == old).run()
	return int(count)


def _read(file_url: str) -> list[Place]:
	rows = SourceFile(file_url).rows()
	fields = [HEADINGS.get(text.strip().lstrip("\ufeff"), "") for text in next(rows, NO_ROW).cells]
	missing = [name for name in REQUIRED if name not in fields]
	if missing:
		frappe.throw(_("The file needs the columns 区划代码 and 名称 in its first row."), DivisionChangeError)
	places: list[Place] = []
	problems: list[str] = []
	seen: set[str] = set()
	for row in rows:
		if any(row.cells):
			_take(
				row.number,
				{f: c.strip() for f, c in zip(fields, row.cells, strict=False) if f},
				places,
				problems,
				seen,
			)
	_refuse(problems)
	return sorted(places, key=lambda place: place["code"].value)


def _take(
	number: int, cells: dict[str, str], places: list[Place], problems: list[str], seen: set[str]
) -> None:
	try:
		code = parse_division(cells.get("code", ""), _("Division Code"))
	except DomainError as error:
		problems.append(_("Row {0}: {1}").format(number, translate_domain_error(error, "Division Code")))
		return
	residence = RESIDENCE.get(cells.get("residence", ""), "")
	if not cells.get("name"):
		problems.append(_("Row {0}: {1}").format(number, _("Enter the Division Name.")))
	elif code.level is DivisionLevel.VILLAGE and not residence:
		problems.append(_("Row {0}: {1}").format(number, _("Enter 城市 or 农村 in 城乡属性.")))
	elif code.value in seen:
		problems.append(_("Row {0}: {1}").format(number, _("This code occurs more than once in the file.")))
	else:
		seen.add(code.value)
		places.append(
			{
				"code": code,
				"name": cells["name"],
				"residence": residence,
				"from": cells.get("valid_from") or None,
			}
		)


def _refuse_orphans(places: list[Place], known: dict[str, str]) -> None:
	there = {place["code"].value for place in places} | set(known)
	_refuse(
		_("{0} {1}: its parent division is neither in the file nor on record.").format(
			place["code"].value, place["name"]
		)
		for place in places
		if place["code"].parent and place["code"].parent.value not in there
	)


def _refuse(problems: Any) -> None:
	found = list(problems)
	if found:
		frappe.throw("<br>".join(found[:MOST_PROBLEMS]), DivisionChangeError)


def _row(place: Place) -> tuple[Any, ...]:
	code: DivisionCode = place["code"]
	parent = code.parent.value if code.parent else None
	level = code.level.name.title()
	return (
		code.value,
		code.value,
		place["name"],
		level,
		parent,
		parent,
		place["residence"] or None,
		1,
		place["from"],
	)
