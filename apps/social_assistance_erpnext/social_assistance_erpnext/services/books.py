"""The accounts and cost centers of ERPNext that the bridge needs: checked, and made where they are missing."""

from typing import Any, NamedTuple

import frappe
from frappe import _

from social_assistance.services.funds.ledger import ACCOUNTS
from social_assistance_erpnext.services.posting import SETTINGS, BridgeError

# Kind of a fund account -> what ERPNext calls the root of such accounts.
ROOT_TYPES = {"Asset": "Asset", "Liability": "Liability", "Fund": "Equity", "Expense": "Expense"}
# These want a party (customer, supplier) in every row, which a family or a township is not.
PARTY_ACCOUNTS = ("Receivable", "Payable")
CURRENCY = "CNY"


class Place(NamedTuple):
	"""A township or the district, as a cost center is named after it."""

	name: str
	division_name: str


def check_bridge_settings(settings: Any) -> None:
	"""What the controller of the settings demands; errors name the row."""
	_check_company(settings)
	_check_accounts(settings)
	_check_cost_centers(settings)


def create_missing_books() -> tuple[int, int]:
	"""Make and enter what the settings lack; returns how many accounts and cost centers were made."""
	settings = frappe.get_doc(SETTINGS)
	if not settings.company:
		frappe.throw(_("Choose the company first."), BridgeError)
	known = {row.fund_account for row in settings.accounts if not row.fund_source}
	accounts = [code for code in ACCOUNTS if code not in known]
	for code in accounts:
		settings.append("accounts", {"fund_account": code, "account": _account(settings.company, code)})
	centers = {row.division for row in settings.cost_centers}
	places = [place for place in _places() if place.name not in centers]
	for place in places:
		settings.append(
			"cost_centers", {"division": place.name, "cost_center": _cost_center(settings.company, place)}
		)
	if not settings.default_cost_center:
		settings.default_cost_center = frappe.get_cached_value("Company", settings.company, "cost_center")
	settings.save()
	return len(accounts), len(places)


def _check_company(settings: Any) -> None:
	currency = frappe.get_cached_value("Company", settings.company, "default_currency")
	if currency != CURRENCY:
		frappe.throw(
			_("Company {0} keeps its books in {1}. The fund ledger is in {2}.").format(
				settings.company, currency, CURRENCY
			),
			BridgeError,
		)


def _check_accounts(settings: Any) -> None:
	seen = set()
	for row in settings.accounts:
		found = _found(
			"Account", row.account, ["company", "is_group", "account_type", "account_currency", "disabled"]
		)
		_require_own(row, found, settings.company)
		key = (row.fund_account, row.fund_source or "")
		if key in seen:
			_refuse(row, _("Fund account {0} is named twice.").format(row.fund_account))
		seen.add(key)
		if found.disabled:
			_refuse(row, _("{0} is disabled.").format(row.account))
		if found.account_type in PARTY_ACCOUNTS:
			_refuse(
				row,
				_("{0} wants a party in every row. Choose an account of another type.").format(row.account),
			)
		if found.account_currency not in (None, CURRENCY):
			_refuse(row, _("{0} is kept in {1}.").format(row.account, found.account_currency))
	missing = [code for code in ACCOUNTS if (code, "") not in seen]
	if settings.enabled and missing:
		frappe.throw(
			_("Name an account for each of these fund accounts: {0}.").format(", ".join(missing)), BridgeError
		)


def _check_cost_centers(settings: Any) -> None:
	seen = set()
	for row in settings.cost_centers:
		found = _found("Cost Center", row.cost_center, ["company", "is_group", "disabled"])
		_require_own(row, found, settings.company)
		if row.division in seen:
			_refuse(row, _("{0} is named twice.").format(row.division))
		seen.add(row.division)
		if found.disabled:
			_refuse(row, _("{0} is disabled.").format(row.cost_center))
	if settings.enabled and not settings.default_cost_center:
		frappe.throw(_("Choose a cost center for what concerns no township."), BridgeError)
	if settings.default_cost_center:
		company, is_group = frappe.db.get_value(
			"Cost Center", settings.default_cost_center, ["company", "is_group"]
		)
		if company != settings.company or is_group:
			frappe.throw(
				_("{0} is no cost center of {1} that can be posted to.").format(
					settings.default_cost_center, settings.company
				),
				BridgeError,
			)


def _found(doctype: str, name: str, fields: list[str]) -> Any:
	return frappe.db.get_value(doctype, name, fields, as_dict=True)


def _require_own(row: Any, found: Any, company: str) -> None:
	name = row.get("account") or row.get("cost_center")
	if found.company != company:
		_refuse(row, _("{0} belongs to {1}.").format(name, found.company))
	if found.is_group:
		_refuse(row, _("{0} is a group and cannot be posted to.").format(name))


def _refuse(row: Any, reason: str) -> None:
	label = frappe.get_meta(SETTINGS).get_label(row.parentfield)
	frappe.throw(_("{0}, row {1}: {2}").format(_(label), row.idx, reason), BridgeError)


def _account(company: str, code: str) -> str:
	"""The company's account with the fund account's code, made below the first group of its kind if there is none."""
	found = frappe.db.get_value("Account", {"company": company, "account_number": code, "is_group": 0})
	if found:
		return found
	name, kind = ACCOUNTS[code]
	parent = _account_group(company, ROOT_TYPES[kind])
	account = frappe.get_doc(
		{
			"doctype": "Account",
			"company": company,
			"account_name": _(name),
			"account_number": code,
			"parent_account": parent,
			"account_currency": CURRENCY,
		}
	)
	return account.insert().name


def _account_group(company: str, root_type: str) -> str:
	"""The group *Social Assistance Funds* below the root of that type; ERPNext wants a name of its own for each."""
	title = _("Social Assistance Funds: {0}").format(_(root_type))
	roots = frappe.get_all(
		"Account",
		{"company": company, "root_type": root_type, "is_group": 1, "parent_account": ("is", "not set")},
		pluck="name",
		order_by="lft",
		limit=1,
	)
	if not roots:
		frappe.throw(
			_("{0} has no group of accounts of the type {1}.").format(company, _(root_type)), BridgeError
		)
	named = {"company": company, "parent_account": roots[0], "account_name": title, "is_group": 1}
	return frappe.db.get_value("Account", named) or (
		frappe.get_doc({"doctype": "Account", "account_currency": CURRENCY, **named}).insert().name
	)


def _places() -> list[Place]:
	rows = frappe.get_all(
		"Administrative Division",
		{"division_level": "Township"},
		["name", "division_name"],
		order_by="name",
	)
	return [Place(row.name, row.division_name) for row in rows]


def _cost_center(company: str, place: Place) -> str:
	"""The cost center of a township, numbered by its division code."""
	found = frappe.db.get_value("Cost Center", {"company": company, "cost_center_number": place.name})
	if found:
		return found
	root = frappe.db.get_value(
		"Cost Center", {"company": company, "is_group": 1, "parent_cost_center": ("is", "not set")}
	)
	center = {
		"doctype": "Cost Center",
		"company": company,
		"cost_center_name": place.division_name,
		"cost_center_number": place.name,
		"parent_cost_center": root,
	}
	return frappe.get_doc(center).insert().name
