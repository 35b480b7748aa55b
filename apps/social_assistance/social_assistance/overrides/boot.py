"""Boot information of the desk."""

from typing import Any

import frappe

from social_assistance.constants import POLICY_ADMINISTRATOR
from social_assistance.overrides import references
from social_assistance.permissions import gate
from social_assistance.services.clocks import holidays

APP = "social_assistance"
OWN_ACCOUNT_ENTRIES = {"My Profile", "My Settings"}
# What the framework's buttons call that it draws for everybody who reads a document, list or workspace.
BUTTON_CALLS = (
	"frappe.core.api.file.create_new_folder",
	"frappe.core.api.file.move_file",
	"frappe.core.api.file.unzip_file",
	"frappe.core.api.file.zip_files",
	"frappe.core.doctype.communication.email.make",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_report_chart",
	"frappe.desk.doctype.number_card.number_card.create_number_card",
	"frappe.desk.doctype.number_card.number_card.create_report_number_card",
	"frappe.desk.doctype.workspace.workspace.new_page",
	"frappe.desk.form.document_follow.update_follow",
	"frappe.share.add",
)


def set_breadcrumb_workspaces(bootinfo: Any) -> None:
	"""Set the workspace of breadcrumbs to one that the user may open; Frappe takes the first of the module."""
	allowed = [page["name"] for page in bootinfo.get("allowed_workspaces") or [] if page.get("public")]
	by_module = bootinfo.get("module_wise_workspaces") or {}
	for module in frappe.get_all("Module Def", filters={"app_name": APP}, pluck="name"):
		by_module[module] = [name for name in by_module.get(module, []) if name in allowed] or allowed[:1]
	# Frappe's own tours explain Frappe, in English.
	bootinfo["onboarding_tours"] = []
	bootinfo["assist_demo"] = int(bool(frappe.conf.get("assist_demo")))
	if POLICY_ADMINISTRATOR in frappe.get_roles():
		bootinfo["missing_holiday_years"] = holidays.list_years_missing_now()


def drop_closed_menu_entries(bootinfo: Any) -> None:
	"""Hide in the user's menu what the account may not open; Frappe offers it to everybody.

	Own form and profile need the right to read the own account; the dialog of session defaults needs one that is set up.
	"""
	navbar = bootinfo.get("navbar_settings")
	closed = set()
	if not frappe.has_permission("User", doc=frappe.session.user):
		closed |= OWN_ACCOUNT_ENTRIES
	if not frappe.get_cached_doc("Session Default Settings").session_defaults:
		closed.add("Session Defaults")
	for entry in navbar.settings_dropdown if navbar else ():
		entry.hidden = entry.hidden or entry.item_label in closed


def name_closed_calls(bootinfo: Any) -> None:
	"""Name the functions behind buttons that the gate refuses to the user; `closed_actions.js` hides their buttons."""
	bootinfo["assist_closed_calls"] = [name for name in BUTTON_CALLS if not gate.is_open_to_caller(name)]


def drop_closed_kinds(bootinfo: Any) -> None:
	"""Offer oversight no new notes, events, boards, files or tags, which the hooks of these kinds refuse."""
	if not references.is_oversight():
		return
	user = bootinfo["user"]
	user["can_create"] = [each for each in user["can_create"] if each not in references.CLOSED_TO_OVERSIGHT]


def drop_closed_titles(bootinfo: Any) -> None:
	"""Leave linked kinds that the account may not read out of those that lists show by their titles.

	Frappe asks for the titles together with the rows, and the whole list would be refused.
	"""
	known = bootinfo.get("link_title_doctypes") or []
	bootinfo["link_title_doctypes"] = [each for each in known if each in bootinfo["user"]["can_read"]]
