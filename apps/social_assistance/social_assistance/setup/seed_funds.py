"""Accounts of the fund ledger on every site."""

import frappe

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
