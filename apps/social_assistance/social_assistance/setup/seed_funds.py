"""Accounts of the fund ledger and the standard layout of bank files on every site."""

import frappe

from social_assistance.services.bank_layouts import STANDARD, STANDARD_COLUMNS
from social_assistance.services.fund_ledger import ACCOUNTS


def seed_accounts() -> None:
	"""Insert the accounts that are missing; names that a site has edited stay as they are."""
	present = set(frappe.get_all("Fund Account", pluck="name"))
	missing = [
		{"doctype": "Fund Account", "account_code": code, "account_name": name, "account_kind": kind}
		for code, (name, kind) in ACCOUNTS.items()
		if code not in present
	]
	for values in missing:
		account = frappe.get_doc(values)  # allow: PERF-read-in-loop eight new documents at installation
		account.flags.ignore_permissions = (
			True  # allow: PERM-ignore-permissions installation, no user involved
		)
		account.insert()  # allow: PERF-write-in-loop eight documents at installation


def seed_layout() -> None:
	"""The layout of banks that have none of their own, once; a district changes or disables it."""
	if frappe.db.count("Bank Layout"):
		return
	columns = [{"content": content.value, "heading": heading} for content, heading in STANDARD_COLUMNS]
	layout = frappe.get_doc({"doctype": "Bank Layout", "layout_name": STANDARD, "columns": columns})
	layout.flags.ignore_permissions = True  # allow: PERM-ignore-permissions installation, no user involved
	layout.insert()
