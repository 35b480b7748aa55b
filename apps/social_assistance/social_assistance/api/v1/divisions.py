"""The division tree of the desk, as far as the user's area reaches."""

from typing import Any

import frappe

from social_assistance.permissions.region_scope import scope_ranges

DOCTYPE = "Administrative Division"


@frappe.whitelist(methods=["GET", "POST"])
def tree_children(doctype: str, parent: str = "", is_root: str | bool = False) -> list[dict[str, Any]]:
	"""Children of a division; at the root the top divisions of the user's own area, not of the country.

	Permission: read on Administrative Division; rows through get_list, so User Permissions hold.
	"""
	frappe.has_permission(DOCTYPE, "read", throw=True)
	if parent and parent != doctype:
		return _rows({"parent_administrative_division": parent})
	ranges = scope_ranges()
	if ranges is None:
		return _rows({"parent_administrative_division": ("is", "not set")})
	return _rows({"lft": ("in", [low for low, _high in ranges] or [0])})


def _rows(filters: dict[str, Any]) -> list[dict[str, Any]]:
	fields = ["name as value", "division_name as title", "is_group as expandable"]
	return list(
		frappe.get_list(DOCTYPE, filters=filters, fields=fields, order_by="name", limit_page_length=0)
	)
