"""Budgets of schemes per year and place, against which the ledger's expenses are reported."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import parse_amount
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.funds.exceptions import BudgetExistsError, FundsInsufficientError

EARLIEST_YEAR, LATEST_YEAR = 2000, 2999


def check_budget(budget: Document) -> None:
	"""Year and amount; one budget per year, scheme and place. Called by the controller."""
	try:
		budget.amount = parse_amount(str(budget.amount or 0), "amount", allow_zero=False)
	except DomainError as error:
		throw_domain_error(error, budget.meta.get_label("amount"), FundsInsufficientError)
	if not EARLIEST_YEAR <= int(budget.fiscal_year) <= LATEST_YEAR:
		frappe.throw(_("Fiscal Year {0} is not a year.").format(budget.fiscal_year), frappe.ValidationError)
	budget.budget_key = f"{budget.fiscal_year}|{budget.scheme}|{budget.division}"
	other = frappe.db.get_value("Fund Budget", {"budget_key": budget.budget_key})
	if other and other != budget.name:
		frappe.throw(
			_("There is a budget of {0} for this scheme and place already. Change that one.").format(
				budget.fiscal_year
			),
			BudgetExistsError,
		)
