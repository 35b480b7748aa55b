"""Settings that a site must have to be safe, put in place after install and after every migrate.

Only what the site's administrator has no reason to change is set here; the rest (two-factor login, proxy, firewall) is
in the operators' documentation. `findings` reads the configuration files that code may not change.
"""

import frappe

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
NEEDED_CONFIG = ("encryption_key", "host_name")


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


def list_unsafe_settings() -> list[str]:
	"""What in the site's configuration files is unsafe in production; empty when all is well."""
	unsafe = [f"{key} is on" for key in UNSAFE_CONFIG if frappe.conf.get(key)]
	missing = [f"{key} is not set" for key in NEEDED_CONFIG if not frappe.conf.get(key)]
	if "server_script_enabled" not in frappe.conf:
		unsafe.append("server_script_enabled is not set to 0")
	if frappe.conf.get(CONFIG_KEY):
		unsafe.append(f"{CONFIG_KEY} is in site_config.json, which backups copy: run migrate")
	return unsafe + missing


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
