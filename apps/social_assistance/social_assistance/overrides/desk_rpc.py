"""Functions of Frappe's desk that check no permission on the row, with that check.

`override_whitelisted_methods` sends the desk's calls here. The originals stay closed, because the gate judges by the
function and not by its name. Where a document is missing or out of sight the answer is the same.
"""

from functools import partial
from typing import Any

import frappe
from frappe import _, client
from frappe.core.doctype.user_permission import user_permission
from frappe.desk import like, notifications, search
from frappe.desk.doctype.event import event
from frappe.desk.doctype.tag import tag as tags_of_frappe
from frappe.desk.form import assign_to as assignments
from frappe.desk.form import linked_with
from frappe.utils import cint, global_search

from social_assistance.overrides.exceptions import ReferenceNotPermittedError
from social_assistance.overrides.free_text import without_numbers
from social_assistance.permissions.charity_scope import list_partners
from social_assistance.permissions.scoped_documents import SCOPED_DOCTYPES
from social_assistance.services.deadlock_retries import retry_on_deadlock

MAX_ROWS = 100
# The desk's name of a document that only the browser knows.
UNSAVED = "new-"
ASSIGNMENT_DETAILS = ("description", "priority", "date")


@frappe.whitelist(methods=["GET", "POST"])
def search_everywhere(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict[str, Any]]:
	"""Global search over rows that the user may read. Permission: read, row by row."""
	found = global_search.search(text, cint(start), min(cint(limit), MAX_ROWS), doctype)
	return [row for row in found if has_row_permission(row["doctype"], row["name"])]


@frappe.whitelist(methods=["GET", "POST"])
def get_names_for_mentions(search_term: str) -> list[dict[str, Any]]:
	"""Colleagues whom a comment may name; outsiders are shown none. Permission: a desk account that is no partner's."""
	return [] if list_partners() is not None else search.get_names_for_mentions(search_term)


@frappe.whitelist(methods=["GET", "POST"])
def get_link_title(doctype: str, docname: str) -> str | None:
	"""Title shown for a link, the bare name if the row is out of sight. Permission: read on the row."""
	return search.get_link_title(doctype, docname) if has_row_permission(doctype, docname) else docname


@frappe.whitelist(methods=["GET", "POST"])
def validate_link(doctype: str, docname: str, fields: str | list[str] | None = None) -> dict[str, Any]:
	"""Check that a linked row exists; a row outside the scope counts as missing. Permission: read on rows of scoped DocTypes."""
	if doctype in SCOPED_DOCTYPES and not has_row_permission(doctype, docname):
		return {"name": None}
	return client.validate_link(doctype, docname, fields)


@frappe.whitelist(methods=["GET", "POST"])
def get_user_permissions() -> dict[str, Any]:
	"""User Permissions of the caller. Permission: own rows only."""
	return user_permission.get_user_permissions(frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def get_events(start: str, end: str) -> list[dict[str, Any]]:
	"""Calendar entries of the caller, without the filters that reach SQL as text. Permission: own entries only."""
	return event.get_events(start, end, frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def get_open_count(doctype: str, name: str, items: str | list[str] | None = None) -> dict[str, Any]:
	"""Numbers of connected documents, counting what the user may see. Permission: read on the document."""
	result = notifications.get_open_count(doctype, name, items)
	links = frappe.get_meta(doctype).get_dashboard_data()
	counts = result["count"]
	# a flat list on the snapshot; newer versions keep links from and to the document apart
	for entry in counts if isinstance(counts, list) else counts["external_links_found"]:
		connected = entry.get("doctype") or entry["name"]
		fieldname = links.get("non_standard_fieldnames", {}).get(connected, links.get("fieldname"))
		entry["count"] = _visible(connected, {fieldname: name})
		entry["open_count"] = min(cint(entry.get("open_count")), entry["count"])
	return result


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: str | bool = False) -> None:
	"""Like or unlike a document. Permission: read on the row."""
	require_row_permission(doctype, name)
	like.toggle_like(doctype, name, add)


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> str:
	"""Tag a document. Permission: write on the row."""
	require_row_permission(dt, dn, "write")
	return tags_of_frappe.add_tag(without_numbers(tag), dt, dn, color)


@frappe.whitelist(methods=["POST"])
def add_tags(tags: str | list[str], dt: str, docs: str | list[str], color: str | None = None) -> None:
	"""Tag several documents. Permission: write on every row, before the first is tagged."""
	for name in frappe.parse_json(docs):
		require_row_permission(dt, name, "write")
	masked = [without_numbers(tag) for tag in frappe.parse_json(tags)]
	tags_of_frappe.add_tags(masked, dt, docs, color)


@frappe.whitelist(methods=["POST"])
def remove_tag(tag: str, dt: str, dn: str) -> None:
	"""Remove a tag. Permission: write on the row."""
	require_row_permission(dt, dn, "write")
	tags_of_frappe.remove_tag(tag, dt, dn)


@frappe.whitelist(methods=["GET", "POST"])
def get_documents_for_tag(tag: str) -> list[dict[str, Any]]:
	"""Documents with a tag. Permission: read, row by row."""
	return [
		row
		for row in tags_of_frappe.get_documents_for_tag(tag)
		if has_row_permission(row["doctype"], row["name"])
	]


@frappe.whitelist(methods=["GET", "POST"])
def get_linked(doctype: str, docname: str) -> dict[str, list[dict[str, Any]]]:
	"""Documents linked to this one. Permission: read on the document, then row by row; none to one that is not saved yet."""
	if docname.startswith(UNSAVED) and not frappe.db.exists(doctype, docname):
		return {}
	require_row_permission(doctype, docname)
	found = linked_with.get(doctype, docname)
	visible = {
		other: [row for row in rows if has_row_permission(other, row["name"])]
		for other, rows in found.items()
	}
	return {other: rows for other, rows in visible.items() if rows}


@frappe.whitelist(methods=["GET", "POST"])
def get_submitted_linked_docs(
	doctype: str, name: str, ignore_doctypes_on_cancel_all: str | list[str] | None = None
) -> dict[str, Any]:
	"""Submitted documents that depend on this one. Permission: read on the document, then row by row."""
	require_row_permission(doctype, name)
	found = frappe.call(
		linked_with.get_submitted_linked_docs,
		doctype=doctype,
		name=name,
		ignore_doctypes_on_cancel_all=ignore_doctypes_on_cancel_all,
	)
	docs = [row for row in found["docs"] if has_row_permission(row["doctype"], row["name"])]
	return {"docs": docs, "count": len(docs)}


@frappe.whitelist(methods=["POST"])
def cancel_all_linked_docs(docs: str, ignore_doctypes_on_cancel_all: str | list[str] | None = None) -> None:
	"""Cancel documents that depend on another. Permission: cancel on every row, before the first is cancelled."""
	for row in frappe.parse_json(docs):
		require_row_permission(row["doctype"], row["name"], "cancel")
	linked_with.cancel_all_linked_docs(docs, ignore_doctypes_on_cancel_all or [])


@frappe.whitelist(methods=["POST", "PUT"])
def save_document(doc: str | dict[str, Any]) -> Any:
	"""Save a document, retried on deadlock. Permission: Frappe's own checks and the save guard."""
	return retry_on_deadlock(partial(client.save, _as_sent(doc)))


@frappe.whitelist(methods=["POST", "PUT"])
def insert_document(doc: str | dict[str, Any] | None = None) -> Any:
	"""Insert a document, retried on deadlock. Permission: Frappe's own checks and the save guard."""
	return retry_on_deadlock(partial(client.insert, _as_sent(doc)))


@frappe.whitelist(methods=["POST", "PUT"])
def set_document_value(
	doctype: str, name: str | int, fieldname: str | dict[str, Any], value: str | int | float | None = None
) -> Any:
	"""Set fields of a document, retried on deadlock. Permission: Frappe's own checks and the save guard."""
	return retry_on_deadlock(partial(client.set_value, doctype, name, fieldname, value))


@frappe.whitelist(methods=["POST", "PUT"])
def submit_document(doc: str | dict[str, Any]) -> Any:
	"""Submit a document, retried on deadlock. Permission: Frappe's own checks and the save guard."""
	return retry_on_deadlock(partial(client.submit, _as_sent(doc)))


@frappe.whitelist(methods=["POST"])
def assign_document(
	doctype: str,
	name: str,
	assign_to: str | list[str],
	description: str | None = None,
	priority: str | None = None,
	date: str | None = None,
) -> list[dict[str, Any]]:
	"""Put a document on colleagues' lists. Permission: read on the row, for the caller and for each of them."""
	require_row_permission(doctype, name)
	return assignments.add(_assignment(doctype, name, assign_to, description, priority, date))


@frappe.whitelist(methods=["POST"])
def assign_documents(
	doctype: str,
	name: str | list[str],
	assign_to: str | list[str],
	description: str | None = None,
	priority: str | None = None,
	date: str | None = None,
) -> None:
	"""Put several documents on colleagues' lists. Permission: as for one, checked for all before the first."""
	names = frappe.parse_json(name)
	for each in names:
		require_row_permission(doctype, each)
	for each in names:
		assignments.add(_assignment(doctype, each, assign_to, description, priority, date))


@frappe.whitelist(methods=["POST"])
def unassign_document(doctype: str, name: str, assign_to: str) -> Any:
	"""Take a document off a colleague's list. Permission: read on the row."""
	require_row_permission(doctype, name)
	return assignments.remove(doctype, name, assign_to)


def has_row_permission(doctype: str, name: str, permission: str = "read") -> bool:
	"""Whether the caller has the permission on the stored row; a missing row counts as out of sight."""
	if not isinstance(name, str) or not frappe.db.exists(doctype, name):
		return False
	said = len(frappe.local.message_log)
	allowed = bool(frappe.has_permission(doctype, permission, doc=name))
	# Frappe explains a refusal by the row's own division: who may not see it is not told that it exists.
	del frappe.local.message_log[said:]
	return allowed


def require_row_permission(doctype: str, name: str, permission: str = "read") -> None:
	"""Raise the same refusal for a forbidden and for a missing row."""
	if not has_row_permission(doctype, name, permission):
		frappe.throw(
			_("You may not do this with {0} {1}.").format(_(doctype), name), ReferenceNotPermittedError
		)


def _assignment(doctype: str, name: str, assign_to: str | list[str], *details: str | None) -> dict[str, Any]:
	given = zip(ASSIGNMENT_DETAILS, details, strict=True)
	return {
		**{key: value for key, value in given if value},
		"doctype": doctype,
		"name": name,
		"assign_to": assign_to,
	}


def _as_sent(doc: Any) -> Any:
	"""Serialise a document again for each attempt, because a failed one has changed it."""
	return frappe.as_json(doc) if isinstance(doc, dict) else doc


def _visible(doctype: str, filters: dict[str, Any]) -> int:
	if not frappe.has_permission(doctype, "read"):
		return 0
	return len(frappe.get_list(doctype, filters=filters, pluck="name", limit=MAX_ROWS))
