"""What the desk of a staff member shows beside the standard records: only our workspaces."""

import frappe

from social_assistance.constants import APP_ROLES

APP = "social_assistance"
STAFF_PROFILE = "Assistance Staff"
CURRENCY, SYMBOL = "CNY", "¥"
# Roles that come with every account and open nothing by themselves.
PLAIN_ROLES = {"All", "Guest", "Desk User"}


def ensure_desk() -> None:
	"""Seed once what a site may change afterwards; the module profile follows the installed apps."""
	_ensure_profile()
	_ensure_currency()


def assign_module_profile(user, method: str | None = None) -> None:
	"""Accounts that are staff of the bureau and nothing else see the bureau's workspaces only (hook on User)."""
	roles = {row.role for row in user.roles} - PLAIN_ROLES
	is_staff = bool(roles) and roles <= set(APP_ROLES)
	if is_staff and not user.module_profile and frappe.db.exists("Module Profile", STAFF_PROFILE):
		user.module_profile = STAFF_PROFILE
		blocked = frappe.get_cached_doc("Module Profile", STAFF_PROFILE).block_modules
		user.set("block_modules", [{"module": row.module} for row in blocked])


def _ensure_profile() -> None:
	"""All modules of other apps are blocked: their workspaces leave the sidebar, rights stay as they are."""
	others = frappe.get_all("Module Def", filters={"app_name": ("!=", APP)}, pluck="name", order_by="name")
	exists = frappe.db.exists("Module Profile", STAFF_PROFILE)
	profile = frappe.get_doc("Module Profile", STAFF_PROFILE) if exists else frappe.new_doc("Module Profile")
	if [row.module for row in profile.block_modules] == others:
		return
	profile.module_profile_name = STAFF_PROFILE
	profile.set("block_modules", [{"module": module} for module in others])
	profile.save(ignore_permissions=True)  # allow: PERM-ignore-permissions installation, no user involved


def _ensure_currency() -> None:
	"""Yuan, where the site names no currency: Frappe shows sums in the first one of its list otherwise."""
	if not frappe.db.get_default("currency"):
		frappe.db.set_default("currency", CURRENCY)
	if not frappe.db.get_value("Currency", CURRENCY, "symbol"):
		frappe.db.set_value("Currency", CURRENCY, "symbol", SYMBOL)
