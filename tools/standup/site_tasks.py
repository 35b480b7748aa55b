"""What is done to a site from inside Frappe: `python -m standup.site_tasks NAME SITE`, values as JSON on stdin.

Runs in the bench's environment with sites/ as the working folder.
"""

import inspect
import json
import sys
from collections.abc import Callable
from typing import Any

import frappe


def new_site(site: str, root_password: str, admin_password: str) -> None:
	"""Create database and folders. The same keyword names do not exist in every version, hence the selection."""
	from frappe.installer import _new_site

	frappe.init(site=site, new_site=True)
	values = {
		"db_name": None,
		"db_root_username": "root",
		"db_root_password": root_password,
		"admin_password": admin_password,
		"verbose": True,
		"install_apps": [],
		"force": True,
		"db_type": "mariadb",
		"db_host": frappe.conf.db_host,
		"db_port": frappe.conf.db_port,
	}
	known = inspect.signature(_new_site).parameters
	_new_site(site=site, **{name: value for name, value in values.items() if name in known})


def install_app(site: str, app: str) -> None:
	"""Install one app; a second time does nothing."""
	from frappe.installer import install_app as install

	_connect(site)
	if app not in frappe.get_installed_apps():
		install(app, verbose=True, set_as_patched=True, force=False)
		frappe.db.commit()


def complete_setup(site: str, language: str, country: str, time_zone: str, currency: str) -> None:
	"""Answer the set-up wizard, as its page would."""
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	_connect(site)
	name = frappe.db.get_value("Language", language, "language_name")
	answers = {
		"language": name,
		"lang": name,
		"country": country,
		"timezone": time_zone,
		"currency": currency,
		"enable_telemetry": 0,
	}
	result = setup_complete(answers)
	if result.get("status") != "ok":
		raise SystemExit(f"The set-up wizard failed: {result}")
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	_move_users_to(time_zone)
	frappe.db.commit()
	frappe.clear_cache()


def _move_users_to(time_zone: str) -> None:
	"""Accounts made at installation carry the framework's own time zone."""
	for name in frappe.get_all("User", filters={"time_zone": ["!=", time_zone]}, pluck="name"):
		user = frappe.get_doc("User", name)
		user.time_zone = time_zone
		user.save()


def _connect(site: str) -> None:
	frappe.init(site=site)
	frappe.connect()
	frappe.set_user("Administrator")


def main() -> None:
	"""Run the task named on the command line."""
	tasks: dict[str, Callable[..., None]] = {
		"new_site": new_site,
		"install_app": install_app,
		"complete_setup": complete_setup,
	}
	name, site = sys.argv[1:3]
	values: dict[str, Any] = json.load(sys.stdin)
	try:
		tasks[name](site, **values)
	finally:
		frappe.destroy()


if __name__ == "__main__":
	main()
