"""Accounts of the fund ledger, the sources of money and the standard layout of bank files on every site."""

import json

import frappe

from social_assistance.services.funds.ledger import ACCOUNTS
from social_assistance.services.funds.sources import DOCTYPE as SOURCE
from social_assistance.services.payments.bank_layouts import STANDARD, STANDARD_COLUMNS
from social_assistance.setup.install import DATA


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


def seed_sources() -> None:
	"""The budgets above and of the bureau, donations and the rest, on a site that has no source; a bureau changes or disables them.

	Which share of which scheme each of them pays differs from place to place: until somebody enters it the district pays.
	"""
	if frappe.db.count(SOURCE):
		return
	for values in json.loads((DATA / "fund_sources.json").read_text(encoding="utf-8")):
		source = frappe.get_doc({"doctype": SOURCE, **values})
		source.flags.ignore_permissions = (
			True  # allow: PERM-ignore-permissions installation, no user involved
		)
		source.insert()  # allow: PERF-write-in-loop six documents at installation


def seed_layout() -> None:
	"""The layout of banks that have none of their own, once; a district changes or disables it."""
	if frappe.db.count("Bank Layout"):
		return
	columns = [{"content": content.value, "heading": heading} for content, heading in STANDARD_COLUMNS]
	layout = frappe.get_doc({"doctype": "Bank Layout", "layout_name": STANDARD, "columns": columns})
	layout.flags.ignore_permissions = True  # allow: PERM-ignore-permissions installation, no user involved
	layout.insert()
