"""Township scope: who sees which part of the division tree, in lists, documents, reports and on saving.

A user's scope is the set of subtrees under the divisions of the user's User Permissions. Staff roles without any User
Permission see nothing (closed by default); oversight roles see everything. One predicate serves the list filter, the
document check, the reports and the check of the values being saved.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import TypeVar

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Criterion

from social_assistance.constants import OVERSIGHT_ROLES, SCOPED_ROLES
from social_assistance.permissions.exceptions import OutOfScopeError
from social_assistance.permissions.scoped_documents import PLACED_DOCTYPES, TOWNSHIP_DOCTYPES

Range = tuple[int, int]
Found = TypeVar("Found")
# An area counts as wide when its numbers in the tree span so much: two for each place.
WIDE = 400
FEW = 20


def get_scope_ranges(user: str | None = None) -> list[Range] | None:
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
	return _ranges_of(user, granted) if granted and roles & set(SCOPED_ROLES) else []


def _ranges_of(user: str, divisions: Iterable[str]) -> list[Range]:
	"""Ranges of the granted divisions; `divisions`, which list every descendant, tell when they have changed."""
	return _read_once((user, *sorted(divisions)), lambda: _topmost(user))


def _topmost(user: str) -> list[Range]:
	granted, place = frappe.qb.DocType("User Permission"), frappe.qb.DocType("Administrative Division")
	rows = (
		frappe.qb.from_(granted)
		.join(place)
		.on(place.name == granted.for_value)
		.select(place.lft, place.rgt)
		.where((granted.user == user) & (granted.allow == "Administrative Division"))
		.orderby(place.lft)
		.run()
	)
	ranges: list[Range] = []
	for low, high in rows:
		if not ranges or low > ranges[-1][1]:
			ranges.append((low, high))
	return ranges


def clear_place_cache() -> None:
	"""Forget the places read in this request, after a change of the division tree."""
	frappe.local.assistance_places = {}


def _read_once(key: Hashable, read: Callable[[], Found]) -> Found:
	"""Read a value once per web request; outside of requests read it every time."""
	if getattr(frappe.local, "request", None) is None:
		return read()
	known = getattr(frappe.local, "assistance_places", None)
	if known is None:
		known = frappe.local.assistance_places = {}
	if key not in known:
		known[key] = read()
	found: Found = known[key]
	return found


def build_scope_condition(doctype: str, user: str | None = None, column: str = "division") -> str:
	"""A bracketed SQL condition on the rows of a table, "" when there is no limit.

	The divisions are written out: only so does the database weigh them against the order of the list. From a sub-select it
	fetches every row of a district first and sorts them afterwards.
	"""
	ranges = get_scope_ranges(user)
	if ranges is None:
		return ""
	word, names = _read_once(("listed", *ranges), lambda: _listed(ranges)) if ranges else ("in", [])
	if not names:
		return "(1 = 0)"
	listed = ", ".join(frappe.db.escape(name) for name in names)
	inside = f"(`tab{doctype}`.`{column}` {word} ({listed}))"
	is_one_place = doctype in TOWNSHIP_DOCTYPES and column == "division" and word == "in" and len(ranges) == 1
	township = _township(names[0]) if is_one_place else None
	return f"({inside} and `tab{doctype}`.`township` = {frappe.db.escape(township)})" if township else inside


def _township(topmost: str) -> str | None:
	"""Return the township: filtering by one township lets MariaDB use (township, modified); an IN list of villages cannot."""
	level = frappe.get_cached_value("Administrative Division", topmost, "division_level")
	return topmost if level == "Township" else None


def _listed(ranges: list[Range]) -> tuple[str, list[str]]:
	"""The places inside, or those outside where these are few, with the word before them.

	A district has more than a thousand places inside and those above it outside; names in every list of its officers took
	as long as the rest of the page. A row without a place is nobody's, hence the empty name.
	"""
	if sum(high - low for low, high in ranges) > WIDE:
		outside = _names(_inside(ranges).negate(), FEW + 1)
		if len(outside) <= FEW:
			return "not in", ["", *outside]
	return "in", _names(_inside(ranges))


def _inside(ranges: list[Range]) -> Criterion:
	place = frappe.qb.DocType("Administrative Division")
	return Criterion.any([(place.lft >= low) & (place.rgt <= high) for low, high in ranges])


def _names(wanted: Criterion, limit: int | None = None) -> list[str]:
	place = frappe.qb.DocType("Administrative Division")
	query = frappe.qb.from_(place).select(place.name).where(wanted).orderby(place.lft)
	found: list[str] = (query.limit(limit) if limit else query).run(pluck=True)
	return found


def is_in_scope(division: str | None, user: str | None = None) -> bool:
	"""Whether a division lies in the user's scope."""
	ranges = get_scope_ranges(user)
	if ranges is None:
		return True
	if not division or not ranges:
		return False
	found = _read_once(
		division, lambda: frappe.db.get_value("Administrative Division", division, ["lft", "rgt"])
	)
	return bool(found) and any(low <= found[0] and found[1] <= high for low, high in ranges)


def list_granted_users(division: str, users: Collection[str]) -> set[str]:
	"""Those of the users whose own area holds the division, in one statement; oversight, which has no area, is not among them."""
	low, high = frappe.db.get_value("Administrative Division", division, ["lft", "rgt"])
	granted, place = frappe.qb.DocType("User Permission"), frappe.qb.DocType("Administrative Division")
	found = (
		frappe.qb.from_(granted)
		.join(place)
		.on(place.name == granted.for_value)
		.select(granted.user)
		.where(granted.user.isin([*users, ""]) & (granted.allow == "Administrative Division"))
		.where((place.lft <= low) & (place.rgt >= high))
		.run(pluck=True)
	)
	return set(found)


def has_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool:
	"""Document check of the scoped DocTypes. A new document without a division is judged when it is saved."""
	if not doc.get("division") and doc.is_new():
		return get_scope_ranges(user) != []
	return is_in_scope(doc.get("division"), user)


def check_saved_values(doc: Document, method: str | None = None) -> None:
	"""Refuse to save a scoped document into a division outside the user's scope (runs after the controller's validate)."""
	if (
		doc.doctype not in PLACED_DOCTYPES
		or doc.flags.ignore_permissions
		or frappe.flags.in_install
		or frappe.flags.in_migrate
	):
		return
	if not is_in_scope(doc.get("division")):
		frappe.throw(
			_(
				"{0}: division {1} is outside your area. Choose a village or community of your own area."
			).format(_(doc.doctype), frappe.bold(doc.get("division") or _("(empty)"))),
			OutOfScopeError,
		)


def is_oversight(user: str | None = None) -> bool:
	"""Whether the user is an auditor or discipline inspector, who reads all and changes nothing."""
	return bool(set(frappe.get_roles(user)) & set(OVERSIGHT_ROLES))
