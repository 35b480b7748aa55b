"""Boot information of the desk."""

from typing import Any

import frappe

from social_assistance.constants import POLICY_ADMINISTRATOR
from social_assistance.services.clocks import holidays

APP = "social_assistance"


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
