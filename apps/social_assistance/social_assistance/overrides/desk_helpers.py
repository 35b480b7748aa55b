"""Helpers of Frappe's desk that answer nonsense with a server error, or a refusal with success: they refuse in words.

`override_whitelisted_methods` sends the desk's calls here, as to `desk_rpc`.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.desk import treeview
from frappe.desk.doctype.bulk_update import bulk_update
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.form import load
from frappe.desk.form import utils as form_utils
from frappe.utils import cint

from social_assistance.overrides.desk_rpc import require_row_permission
from social_assistance.permissions.charity_scope import list_partners

BULK_RIGHTS = {"submit": "submit", "cancel": "cancel"}


@frappe.whitelist(methods=["POST"])
def change_documents(
	doctype: str, docnames: str | list[str], action: str = "submit", data: str | dict[str, Any] | None = None
) -> list[str]:
	"""Submit, cancel or update several documents; says which were refused. Permission: on every row, before the first is changed."""
	names = frappe.parse_json(docnames)
	for name in names:
		require_row_permission(doctype, name, BULK_RIGHTS.get(action, "write"))
	refused = bulk_update.submit_cancel_or_update_docs(doctype, docnames, action, data)
	if len(refused) == len(names):
		frappe.throw(_("Nothing was done: {0}").format(", ".join(refused)))
	return refused


@frappe.whitelist(methods=["GET", "POST"])
def get_next(
	doctype: str,
	value: str,
	prev: str | int,
	filters: str | list[Any] | None = None,
	sort_order: str = "desc",
	sort_field: str = "modified",
) -> str | None:
	"""The document before or after one in a list. Permission: read on the row, then what the list shows."""
	require_row_permission(doctype, value)
	return form_utils.get_next(doctype, value, cint(prev), filters, sort_order, sort_field)


@frappe.whitelist(methods=["POST"])
def add_node(doctype: str = "", is_root: str | bool = False) -> None:
	"""Add a branch or leaf to a tree. Permission: create on the DocType."""
	if not doctype or not frappe.db.exists("DocType", {"name": doctype, "is_tree": 1}):
		frappe.throw(_("{0} is no tree.").format(doctype or "-"))
	frappe.has_permission(doctype, "create", throw=True)
	frappe.form_dict.is_root = is_root
	treeview.add_node()


@frappe.whitelist(methods=["GET", "POST"])
def get_chart(chart_name: str | None = None, chart: str | dict[str, Any] | None = None) -> Any:
	"""Points of a chart. Permission: Frappe's own check of the chart, and read on what it counts."""
	given = frappe.parse_json(chart) if chart else None
	if not chart_name and not (isinstance(given, dict) and given.get("document_type")):
		frappe.throw(_("Name the chart."))
	return frappe.call(dashboard_chart.get, **frappe.form_dict)


@frappe.whitelist(methods=["GET", "POST"])
def get_user_info_for_viewers(users: str | list[str]) -> dict[str, Any]:
	"""Names and pictures of those who look at the same form. Permission: a desk account; partners are told of themselves only."""
	named = frappe.parse_json(users) if isinstance(users, str) and users.startswith("[") else users
	if not isinstance(named, list) or not all(isinstance(user, str) for user in named):
		frappe.throw(_("Give a list of users."))
	if list_partners() is not None:
		named = [user for user in named if user == frappe.session.user]
	return load.get_user_info_for_viewers(json.dumps(named))
