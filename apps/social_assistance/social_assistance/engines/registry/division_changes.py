"""Changes of the division tree: a list loaded from a file, a village renamed, a village merged into another."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Concat
from frappe.utils import format_date, getdate
from pypika.terms import ValueWrapper

from social_assistance.domain.errors import DomainError
from social_assistance.domain.registry.divisions import DivisionCode, DivisionLevel, parse_division
from social_assistance.engines.base import count_affected_rows
from social_assistance.engines.registry.division_tree import DIVISION, add_places
from social_assistance.engines.reviews import task_rows
from social_assistance.engines.sheet_reader import NO_ROW, SourceFile
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.registry import staff_areas
from social_assistance.services.registry.exceptions import DivisionChangeError
from social_assistance.services.reviews.tasks import HOUSEHOLD_CHANGED

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
	_require_standing(successor, day)
	standing = _class_of(division) != _class_of(successor)
	doc.update({"successor": successor, "valid_to": day})
	doc.save()
	moved = {
		f"{doctype}.{field}": _follow(doctype, field, division, successor) for doctype, field in FOLLOWING
	}
	staff_areas.follow_village(division, successor, day)
	if standing:
		moved["Review Task"] = _review_residence(successor, day)
	return moved


def _require_standing(successor: str, day: date) -> None:
	"""The village that takes over is in force on the day and has not been merged away itself."""
	found = frappe.db.get_value(
		DIVISION, successor, ["division_level", "successor", "valid_from", "valid_to"], as_dict=True
	)
	is_village = found and found.division_level == "Village"
	begun = found and (not found.valid_from or getdate(found.valid_from) <= day)
	ended = found and (found.successor or (found.valid_to and getdate(found.valid_to) <= day))
	if not is_village or not begun or ended:
		frappe.throw(
			_("{0} is no village in force on {1}; choose the one that takes over.").format(
				successor, format_date(day)
			),
			DivisionChangeError,
		)


def _class_of(division: str) -> str:
	return str(frappe.db.get_value(DIVISION, division, "residence_class") or "")


def _review_residence(division: str, day: date) -> int:
	"""Families that came from the country into a town, or back, are measured by another standard: each gets a review."""
	place = frappe.qb.DocType("Administrative Division").as_("place")
	award = task_rows.tables()[0]
	columns = {
		**task_rows.columns(
			Concat("Village merged|", award.name, "|", str(day)), HOUSEHOLD_CHANGED, ValueWrapper(str(day))
		),
		"change_kind": ValueWrapper("Residence"),
		"changed_on": ValueWrapper(str(day)),
		"change_text": ValueWrapper(_("The village was merged into one of another class of residence.")),
	}
	query = frappe.qb.into(frappe.qb.DocType(task_rows.TASK)).ignore().columns(*columns)
	query = task_rows.from_free_awards(query, place)
	query = query.where((award.division == division) & (award.open_award_key.isnotnull()))
	query = query.where(award.residence_class != _class_of(division)).select(*columns.values())
	query.run()
	return count_affected_rows()


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
