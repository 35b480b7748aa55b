"""The law's terms for campaigns on every site; a site enters later ones beside them."""

import json

import frappe

from social_assistance.setup.install import DATA

RULE = "Fundraising Rule"


def seed_rules() -> None:
	"""Insert the shipped rules once; a site that has any keeps its own."""
	if frappe.db.count(RULE):
		return
	for values in json.loads((DATA / "fundraising_rules.json").read_text(encoding="utf-8")):
		rule = frappe.get_doc({"doctype": RULE, **values})
		rule.flags.ignore_permissions = True  # allow: PERM-ignore-permissions installation, no user involved
		rule.insert()  # allow: PERF-write-in-loop three documents at installation
