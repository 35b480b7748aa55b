"""Auditors and supervisors read the framework's own books too: who logged in, who downloaded, who changed what."""

from itertools import product

import frappe
from frappe.permissions import add_permission, update_permission_property

from social_assistance.constants import OVERSIGHT_ROLES

BOOKS = ("Access Log", "Activity Log", "Version")


def ensure() -> None:
	"""Give the right to read each book, where it is missing; nobody of them may write one."""
	given = frappe.get_all(
		"Custom DocPerm", {"parent": ("in", BOOKS), "permlevel": 0}, ["parent", "role"], as_list=True
	)
	for book, role in product(BOOKS, OVERSIGHT_ROLES):
		if (book, role) not in given:
			add_permission(book, role)
			update_permission_property(book, role, 0, "report", 1)
