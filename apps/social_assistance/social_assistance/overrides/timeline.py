"""The history of a document in its reader's words: what is stored are the values, what is shown are their translations,
and people by their names.

The form prints the values of a change as they stand in the Version. They stay as they are there; only the answer that a
form is loaded with says them in the language of the desk.
"""

import json
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.desk.form import load, save
from frappe.model.meta import Meta
from frappe.utils import add_user_info

from social_assistance.overrides.stored_names import put_into_words
from social_assistance.permissions.app_documents import is_app_doctype
from social_assistance.services.deadlock_retries import retry_on_deadlock

# Links whose names are words of the desk.
WORDS = ("Workflow State", "Role", "DocType")


@frappe.whitelist(methods=["GET", "POST"])
def get_form_document(doctype: str, name: str | int) -> Any:
	"""A document for its form. Permission: Frappe's own checks."""
	found = load.getdoc(doctype, name)
	_put_into_words()
	return found


@frappe.whitelist(methods=["GET", "POST"])
def get_docinfo(doctype: str, name: str | int) -> None:
	"""Timeline, assignments and attachments of a form. Permission: Frappe's own checks."""
	load.get_docinfo(doctype=doctype, name=name)
	_put_into_words()


@frappe.whitelist(methods=["POST"])
def save_form_document(doc: str, action: str) -> None:
	"""Save a form, retried on deadlock. Permission: Frappe's own checks and the save guard."""
	retry_on_deadlock(partial(save.savedocs, doc, action))
	_put_into_words()


def _put_into_words() -> None:
	docinfo = frappe.response.get("docinfo") or {}
	if is_app_doctype(docinfo.get("doctype")):
		_name_people(docinfo)
		_translate_history(docinfo)


def _name_people(docinfo: dict[str, Any]) -> None:
	"""Add the full names of who made and changed a document; Frappe names only commenters."""
	people = {version.owner for version in docinfo.get("versions") or []}
	people |= set(frappe.db.get_value(docinfo["doctype"], docinfo["name"], ["owner", "modified_by"]) or ())
	for user in sorted(filter(None, people)):
		add_user_info(user, docinfo["user_info"])


def _translate_history(docinfo: dict[str, Any]) -> None:
	meta = frappe.get_meta(docinfo["doctype"])
	for version in docinfo.get("versions") or []:
		changes = json.loads(version.data) if version.data else None
		if isinstance(changes, dict):
			version.data = json.dumps(_shown(meta, changes), ensure_ascii=False)


def _shown(meta: Meta, changes: dict[str, Any]) -> dict[str, Any]:
	changes["changed"] = _in_words(meta, changes.get("changed"))
	for row in changes.get("row_changed") or []:
		table = meta.get_field(row[0])
		if table:
			row[3] = _in_words(frappe.get_meta(table.options), row[3])
	return changes


def _in_words(meta: Meta, rows: list[Any] | None) -> list[Any]:
	return [[row[0], *(_word(meta, row[0], value) for value in row[1:])] for row in rows or []]


def _word(meta: Meta, fieldname: str, value: Any) -> Any:
	field = meta.get_field(fieldname)
	if not (field and value and isinstance(value, str)):
		return value
	is_link = field.fieldtype == "Link"
	if is_link and field.options == "User":
		return frappe.db.get_value("User", value, "full_name", cache=True) or value
	is_word = field.fieldtype == "Select" or (is_link and field.options in WORDS)
	return _(value) if is_word else put_into_words(meta.name, fieldname, value)
