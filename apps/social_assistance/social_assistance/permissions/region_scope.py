"""Township scope: who sees which part of the division tree, in lists, documents, reports and on saving.

A user's scope is the set of subtrees under the divisions of the user's User Permissions. Staff roles without any User
Permission see nothing (closed by default); oversight roles see everything. One predicate serves the list filter, the
document check, the reports and the check of the values being saved.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import OVERSIGHT_ROLES, SCOPED_ROLES
from social_assistance.exceptions import OutOfScopeError

Range = tuple[int, int]
Found = TypeVar("Found")


def scope_ranges(user: str | None = None) -> list[Range] | None:
	"""The (lft, rgt) ranges a user may see; None means no limit, an empty list means nothing."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	roles = set(frappe.get_roles(user))
	if roles & set(OVERSIGHT_ROLES):
		return None
	granted = [
		p.doc for p in frappe.permissions.get_user_permissions(user).get("Administrative Division", [])
	]
	return _ranges_of(granted) if granted and roles & set(SCOPED_ROLES) else []


def _ranges_of(divisions: Iterable[str]) -> list[Range]:
	"""Ranges of the topmost divisions; User Permissions already list every descendant."""
	names = tuple(sorted(divisions))
	return _read_once(names, lambda: _topmost(names))


def _topmost(divisions: tuple[str, ...]) -> list[Range]:
	rows = frappe.get_all(
		"Administrative Division",
		filters={"name": ("in", divisions)},
		fields=["lft", "rgt"],
		order_by="lft",
	)
	ranges: list[Range] = []
	for row in rows:
		if not ranges or row.lft > ranges[-1][1]:
			ranges.append((row.lft, row.rgt))
	return ranges


def forget_places() -> None:
	"""The tree has changed: read it anew for the rest of this request."""
	frappe.local.assistance_places = {}


def _read_once(key: str | tuple[str, ...], read: Callable[[], Found]) -> Found:
	"""What the tree says, read once in a web request, which asks for the same places a dozen times; else every time."""
	if getattr(frappe.local, "request", None) is None:
		return read()
	known = getattr(frappe.local, "assistance_places", None)
	if known is None:
		known = frappe.local.assistance_places = {}
	if key not in known:
		known[key] = read()
	found: Found = known[key]
	return found


def condition(doctype: str, user: str | None = None, column: str = "division") -> str:
	"""A bracketed SQL condition on the rows of a table, "" when there is no limit. Ranges are integers of the tree."""
	ranges = scope_ranges(user)
	if ranges is None:
		return ""
	if not ranges:
		return "(1 = 0)"
	spans = " or ".join(f"(`lft` >= {int(low)} and `rgt` <= {int(high)})" for low, high in ranges)
	inside = f"select `name` from `tabAdministrative Division` where {spans}"  # noqa: S608 integers of the tree only
	return f"(`tab{doctype}`.`{column}` in ({inside}))"


def covers(division: str | None, user: str | None = None) -> bool:
	"""Whether a division lies in the user's scope."""
	ranges = scope_ranges(user)
	if ranges is None:
		return True
	if not division or not ranges:
		return False
	found = _read_once(
		division, lambda: frappe.db.get_value("Administrative Division", division, ["lft", "rgt"])
	)
	return bool(found) and any(low <= found[0] and found[1] <= high for low, high in ranges)


def has_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
	"""Document check of the scoped DocTypes. A new document without a division is judged when it is saved."""
	if not doc.get("division") and doc.is_new():
		return scope_ranges(user) != []
	return covers(doc.get("division"), user)


def check_saved_values(doc: Document, method: str | None = None) -> None:
	"""Refuse to save a document into a division outside the user's scope (runs after the controller's validate)."""
	if doc.flags.ignore_permissions or frappe.flags.in_install or frappe.flags.in_migrate:
		return
	if not covers(doc.get("division")):
		frappe.throw(
			_(
				"{0}: division {1} is outside your area. Choose a village or community of your own area."
			).format(_(doc.doctype), frappe.bold(doc.get("division") or _("(empty)"))),
			OutOfScopeError,
		)


def is_oversight(user: str | None = None) -> bool:
	"""Whether the user is an auditor or discipline inspector, who reads all and changes nothing."""
	return bool(set(frappe.get_roles(user)) & set(OVERSIGHT_ROLES))
