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


def remember_asked_roles(user, method: str | None = None) -> None:
	"""Keep in mind which roles an account is saved with (hook on User)."""
	user.flags.asked_roles = frozenset(row.role for row in user.roles)


def keep_asked_roles(user, method: str | None = None) -> None:
	"""Take away a role that nobody gave (hook on User).

	Where no account is a System Manager, Frappe makes one of the next account that it saves. A clerk would hold every right;
	the Administrator suffices.
	"""
	asked = user.flags.asked_roles
	added = {row.role for row in user.roles} - asked if asked is not None else set()
	if user.name in frappe.STANDARD_USERS or "System Manager" not in added:
		return
	user.set("roles", [row for row in user.roles if row.role != "System Manager"])
	frappe.local.message_log = [
		message for message in frappe.local.message_log if "System Manager" not in str(message)
	]


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
