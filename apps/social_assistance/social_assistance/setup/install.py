"""What a site gets when the app is installed, and again, where missing, after every migrate."""

import json
from pathlib import Path

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

from social_assistance.constants import APP_ROLES
from social_assistance.engines.payments import due_table
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.privacy.data_key import (
	ensure_data_key,
	ensure_key_state,
	move_key_out_of_config,
)
from social_assistance.services.procedure.workflow_builder import rebuild_workflow
from social_assistance.setup import desk, hardening, oversight, seed_clocks, seed_law, seed_policy

DATA = Path(__file__).parent / "data"


def after_install() -> None:
	"""First installation: the key for personal data, then everything that must exist."""
	ensure_data_key()
	after_migrate()


def after_migrate() -> None:
	"""Idempotent: roles, schemes, holiday calendars, process templates, the Workflow, the desk and the security settings."""
	move_key_out_of_config()
	ensure_key_state()
	_ensure_roles()
	seed_policy.seed_schemes()
	seed_law.seed_articles()
	seed_clocks.seed_calendars()
	_ensure_templates()
	seed_clocks.seed_profiles()
	rebuild_workflow()
	due_table.recreate_due_table()
	_translate_states()
	_name_colleagues()
	_ensure_visit_checklist()
	desk.ensure_desk()
	oversight.ensure()
	hardening.apply_hardening()


def _translate_states() -> None:
	"""Show workflow states in the user's language wherever they are linked, as Frappe does for roles."""
	make_property_setter("Workflow State", "", "translated_doctype", "1", "Check", for_doctype=True)


def _name_colleagues() -> None:
	"""Show colleagues by their names wherever they are linked, not by the address they log in with."""
	make_property_setter("User", "", "show_title_field_in_link", "1", "Check", for_doctype=True)


def _ensure_visit_checklist() -> None:
	"""What every home visit looks at, until the district writes its own list (民发〔2021〕57号 art. 15 to 17)."""
	if frappe.db.get_single_value("Assistance Settings", "visit_checklist") is None:
		items = (DATA / "visit_checklist.txt").read_text(encoding="utf-8").strip()
		frappe.db.set_single_value("Assistance Settings", "visit_checklist", items)


def _ensure_roles() -> None:
	known = set(frappe.get_all("Role", pluck="name"))
	for role in APP_ROLES:
		if role not in known:
			doc = frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1})
			doc.insert(  # allow: PERF-write-in-loop fifteen roles, once
				ignore_permissions=True  # allow: PERM-ignore-permissions installation, no user involved
			)


def _ensure_templates() -> None:
	"""The shipped process templates; a site's own edits are new versions and stay untouched."""
	known = set(frappe.get_all("Process Template", pluck="name"))
	for path in sorted(DATA.glob("process_*.json")):
		content = json.loads(path.read_text(encoding="utf-8"))
		name = f"{content['template_code']}-V{content['template_version']}"
		if name in known:
			continue
		with allow_transition("Process Template"):
			frappe.get_doc({"doctype": "Process Template", **content, "template_status": "Active"}).insert(
				ignore_permissions=True  # allow: PERM-ignore-permissions installation, no user involved
			)  # allow: PERF-write-in-loop one or two files
