"""Desk calls that change the division tree."""

import frappe
from frappe.utils import getdate

from social_assistance.engines import division_changes
from social_assistance.engines.division_tree import DIVISION


@frappe.whitelist(methods=["POST"])
def load_divisions(file_url: str) -> dict:
	"""Add or rename places from an uploaded list; returns how many.

	Permission: create on Administrative Division, and read on the file.
	"""
	frappe.new_doc(DIVISION).check_permission("create")
	frappe.get_doc("File", {"file_url": file_url}).check_permission("read")
	return division_changes.load(file_url)


@frappe.whitelist(methods=["POST"])
def merge_division(division: str, successor: str, on_date: str) -> dict:
	"""Merge a village into another; returns what followed it.

	Permission: write on both divisions.
	"""
	frappe.get_doc(DIVISION, division).check_permission("write")
	frappe.get_doc(DIVISION, successor).check_permission("write")
	return division_changes.merge(division, successor, getdate(on_date))
