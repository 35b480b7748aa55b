"""Fund sources and movements for tests."""

import frappe

from social_assistance.setup.seed_funds import seed_accounts


def source(name: str = "区级财政", is_default: int = 1, **values):
	"""An enabled fiscal source; the default one pays what no share names."""
	seed_accounts()
	if frappe.db.exists("Fund Source", name):
		return frappe.get_doc("Fund Source", name)
	return frappe.get_doc(
		{
			"doctype": "Fund Source",
			"source_name": name,
			"source_kind": "District",
			"is_fiscal": 1,
			"is_default": is_default,
			**values,
		}
	).insert(ignore_permissions=True)


def movement(kind: str, of: str, amount: str, submit: bool = True, **values):
	"""A Fund Allocation of a kind."""
	doc = frappe.get_doc(
		{
			"doctype": "Fund Allocation",
			"allocation_kind": kind,
			"fund_source": of,
			"amount": amount,
			"posted_on": "2026-03-02",
			**values,
		}
	).insert(ignore_permissions=True)
	return doc.submit() if submit else doc
