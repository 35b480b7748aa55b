"""Desk calls of the division tree: what a user sees of it, and how an administrator changes it."""

from typing import Any

import frappe
from frappe.utils import getdate

from social_assistance.engines.registry import division_changes
from social_assistance.engines.registry.division_tree import DIVISION
from social_assistance.permissions.region_scope import get_scope_ranges


@frappe.whitelist(methods=["POST"])
def load_divisions(file_url: str) -> dict:
	"""Add or rename places from an uploaded list; returns how many.

	Permission: create on Administrative Division, and read on the file.
	"""
	frappe.new_doc(DIVISION).check_permission("create")
	frappe.get_doc("File", {"file_url": file_url}).check_permission("read")
	return division_changes.load_places(file_url)


@frappe.whitelist(methods=["POST"])
def merge_division(division: str, successor: str, on_date: str) -> dict:
	"""Merge a village into another; returns what followed it.

	Permission: write on both divisions.
	"""
	frappe.get_doc(DIVISION, division).check_permission("write")
	frappe.get_doc(DIVISION, successor).check_permission("write")
	return division_changes.merge_village(division, successor, getdate(on_date))


@frappe.whitelist(methods=["GET", "POST"])
def tree_children(doctype: str, parent: str = "", is_root: str | bool = False) -> list[dict[str, Any]]:
	"""Children of a division; at the root the top divisions of the user's own area, not of the country.

	Permission: read on Administrative Division; rows through get_list, so User Permissions hold.
	"""
	frappe.has_permission(DIVISION, "read", throw=True)
	if parent and parent != doctype:
		return _rows({"parent_administrative_division": parent})
	ranges = get_scope_ranges()
	if ranges is None:
		return _rows({"parent_administrative_division": ("is", "not set")})
	return _rows({"lft": ("in", [low for low, _high in ranges] or [0])})


def _rows(filters: dict[str, Any]) -> list[dict[str, Any]]:
	fields = ["name as value", "division_name as title", "is_group as expandable"]
	return list(
		frappe.get_list(DIVISION, filters=filters, fields=fields, order_by="name", limit_page_length=0)
	)
