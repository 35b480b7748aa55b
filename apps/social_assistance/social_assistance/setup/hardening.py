"""Settings that a site must have to be safe, put in place after install and after every migrate.

Only what the site's administrator has no reason to change is set here; the rest (two-factor login, proxy, firewall) is
in the operators' documentation. `findings` reads the configuration files that code may not change.
"""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.utils.password import check_password

from social_assistance.domain.health.signs import Level, Sign
from social_assistance.services.privacy.data_key import CONFIG_KEY

SECURITY_SETTINGS: dict[str, int | str] = {
	# Off: it locks by account alone, so a guest could lock out anybody. `permissions/login_attempts.py` locks the line.
	"allow_consecutive_login_attempts": 0,
	"allow_guests_to_upload_files": 0,
	"allow_login_after_fail": 600,
	"allow_older_web_view_links": 0,
	"attach_view_link": 0,
	"disable_change_log_notification": 1,
	"disable_document_sharing": 1,
	"disable_system_update_notification": 1,
	"document_share_key_expiry": 1,
	"enable_password_policy": 1,
	"enable_telemetry": 0,
	"encrypt_backup": 1,
	"login_with_email_link": 0,
	"logout_on_password_reset": 1,
	"password_reset_limit": 3,
	"reset_password_link_expiry_duration": 1200,
	"session_expiry": "02:00",
	# Photos of visits and notices prove place and time by it; they are private files.
	"strip_exif_metadata_from_uploaded_images": 0,
}
# Only where nobody develops or tests: tests open several sessions of one account.
PRODUCTION_SETTINGS: dict[str, int | str] = {
	"allow_error_traceback": 0,
	"deny_multiple_sessions": 1,
	"minimum_password_score": "3",
}
WEBSITE_SETTINGS: dict[str, int | str] = {
	"disable_signup": 1,
	"enable_view_tracking": 0,
	"hide_footer_signup": 1,
	"show_account_deletion_link": 0,
}
PORTAL_SETTINGS: dict[str, int | str] = {"default_role": "", "hide_standard_menu": 1}

# Each of them gives a visitor somebody's data or mails anybody (findings F08, F14, F27).
UNPUBLISHED_WEB_FORMS = ("request-data", "request-to-delete-data", "edit-profile")
# Roles that let a person put code into the site.
CODE_ROLES = ("Script Manager",)

UNSAFE_CONFIG = ("allow_cors", "allow_tests", "developer_mode", "ignore_csrf", "server_script_enabled")
MOST_EXAMPLES = 3
# The invented district; a production site has neither its accounts nor its password.
DEMO_DOMAIN, DEMO_PASSWORD = "social.localhost", "Minzheng-2026"
DEMO_CONFIG = ("assist_demo", "demo_password")


def apply_hardening() -> None:
	"""Put every setting in place; running it again changes nothing."""
	_set_single("System Settings", SECURITY_SETTINGS)
	if is_production():
		_set_single("System Settings", PRODUCTION_SETTINGS)
	_set_single("Website Settings", WEBSITE_SETTINGS)
	_set_single("Portal Settings", PORTAL_SETTINGS)
	_unpublish_web_forms()
	_close_other_doors()
	frappe.clear_cache()


def is_production() -> bool:
	"""A site on which nobody develops or runs tests."""
	return not (frappe.conf.developer_mode or frappe.conf.allow_tests)


def list_open_doors() -> list[str]:
	"""What must be closed before the site serves people: unsafe settings, demo keys, demo accounts, the demo password."""
	demo = [
		_("{0} is in the site's configuration").format(key) for key in DEMO_CONFIG if frappe.conf.get(key)
	]
	accounts = frappe.get_all("User", {"name": ("like", f"%@{DEMO_DOMAIN}"), "enabled": 1}, pluck="name")
	known = [_("demo account {0} is enabled").format(name) for name in accounts]
	if _has_demo_password():
		known.append(_("Administrator has the password of the demo"))
	return [*_list_unsafe_config(), *demo, *known]


def _list_unsafe_config() -> list[str]:
	"""What in the configuration files lets code or strangers in."""
	unsafe = [_("{0} is on").format(key) for key in UNSAFE_CONFIG if frappe.conf.get(key)]
	if "server_script_enabled" not in frappe.conf:
		unsafe.append(_("{0} is not set to 0").format("server_script_enabled"))
	if frappe.conf.get(CONFIG_KEY):
		unsafe.append(_("{0} is in site_config.json, which backups copy: run migrate").format(CONFIG_KEY))
	return unsafe


def look_at_doors() -> Iterator[Sign]:
	"""No door is open; on a site that is declared a demo they are open on purpose."""
	doors = list_open_doors()
	level = Level.WARNING if frappe.conf.get("assist_demo") else Level.FAILURE
	found = _("{0} open: {1}").format(len(doors), "; ".join(doors[:MOST_EXAMPLES])) if doors else _("closed")
	remedy = _("bench … assist doctor --doors names all; a site for people has none open.")
	yield Sign("DOORS", _("Doors"), level if doors else Level.GOOD, found, remedy)


def look_at_settings() -> Iterator[Sign]:
	"""The security settings are those that the installation put in place, and the proxy in front is known."""
	wanted = {**SECURITY_SETTINGS, **(PRODUCTION_SETTINGS if is_production() else {})}
	meta = frappe.get_meta("System Settings")
	stored = frappe.get_single("System Settings")
	changed = [
		name
		for name, value in wanted.items()
		if meta.has_field(name) and str(stored.get(name) or 0) != str(value)
	]
	# Behind a proxy that is not named all people come from one line, and lock one another out.
	if frappe.conf.get("host_name") and not frappe.conf.get("trusted_proxies"):
		changed.append("trusted_proxies")
	found = ", ".join(changed) or _("as installed")
	remedy = _("bench … migrate puts them in place; trusted_proxies names the proxy that ends TLS.")
	yield Sign("SETTINGS", _("Security settings"), Level.WARNING if changed else Level.GOOD, found, remedy)


def _has_demo_password() -> bool:
	try:
		check_password("Administrator", DEMO_PASSWORD, delete_tracker_cache=False)
	except frappe.AuthenticationError:
		return False
	return True


def _set_single(doctype: str, values: dict[str, int | str]) -> None:
	"""Write the fields that this version of Frappe has."""
	meta = frappe.get_meta(doctype)
	for fieldname, value in values.items():
		if meta.has_field(fieldname):
			frappe.db.set_single_value(doctype, fieldname, value)


def _unpublish_web_forms() -> None:
	closed = {"published": 0, "login_required": 1}
	frappe.db.set_value("Web Form", {"name": ("in", UNPUBLISHED_WEB_FORMS)}, closed)


def _close_other_doors() -> None:
	"""Log-in by third parties, e-mails that carry workflow actions, and roles for code."""
	frappe.db.set_value("Social Login Key", {"enable_social_login": 1}, "enable_social_login", 0)
	frappe.db.set_value("Workflow", {"send_email_alert": 1}, "send_email_alert", 0)
	if frappe.db.exists("DocType", "LDAP Settings"):
		frappe.db.set_single_value("LDAP Settings", "enabled", 0)
	frappe.db.delete(
		"Has Role", {"role": ("in", CODE_ROLES), "parenttype": "User", "parent": ("!=", "Administrator")}
	)
