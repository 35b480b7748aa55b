"""Questions about the division tree."""

from collections.abc import Collection

import frappe
from pypika.queries import Table
from pypika.terms import Criterion


def list_ancestors(division: str) -> list[frappe._dict]:
	"""The division and those above it, nearest first: name, division_level, residence_class."""
	row = frappe.db.get_value("Administrative Division", division, ["lft", "rgt"], as_dict=True)
	if not row:
		return []
	return frappe.get_all(
		"Administrative Division",
		filters={"lft": ("<=", row.lft), "rgt": (">=", row.rgt)},
		fields=["name", "division_name", "division_level", "residence_class"],
		order_by="lft desc",
	)


def get_township(division: str | None) -> str | None:
	"""The township that contains a division, None above that level."""
	rows = list_ancestors(division) if division else []
	return next((row.name for row in rows if row.division_level == "Township"), None)


def is_within(division: str | None, area: str) -> bool:
	"""Whether a division is the area or lies in it."""
	return any(row.name == area for row in list_ancestors(division)) if division else False


def get_townships(divisions: Collection[str]) -> dict[str, str]:
	"""The township above each of many divisions; those above that level are left out."""
	place = frappe.qb.DocType("Administrative Division").as_("place")
	township = frappe.qb.DocType("Administrative Division").as_("township")
	query = frappe.qb.from_(place).join(township).on(is_township_of(township, place))
	found = query.select(place.name, township.name).where(place.name.isin(list(divisions) or [""])).run()
	return dict(found)


def is_township_of(township: Table, place: Table) -> Criterion:
	"""Join of a place to the township above it, or to itself."""
	above = (township.lft <= place.lft) & (township.rgt >= place.rgt)
	return (township.division_level == "Township") & above
