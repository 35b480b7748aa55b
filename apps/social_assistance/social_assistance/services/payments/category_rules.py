"""Category Payment Rules: checked by the controller, put into force by a second person, asked by the run what it pays."""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt
from pypika.terms import Case

from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import Rounding, from_storage
from social_assistance.domain.payments.category_payments import PriceRule
from social_assistance.domain.periods import MonthSpan
from social_assistance.services.awards.grants import parse_month_field
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.payments.exceptions import CategoryRuleInvalidError
from social_assistance.services.policy.schemes import list_paid_once

RULE, ENTRY, DIVISION = "Category Payment Rule", "Category Payment Entry", "Administrative Division"
FIXED, PRICE = "Fixed Amount", "Price Subsidy"
HOUSEHOLD, PERSON = "Household", "Person"
ANY = "Any"
# Scheme under which a payment is booked and told to the finance bureau.
BOOKED_UNDER = {FIXED: "ALLOWANCE", PRICE: "PRICE-SUBSIDY"}


def check_rule(doc: Document) -> None:
	"""Months, classes and amounts of a rule; called by the controller."""
	doc.cause = " ".join((doc.cause or "").split())
	if doc.method == PRICE:
		doc.unit = PERSON
	get_months(doc)
	_refuse_class_twice(doc.classes)
	_refuse_paid_once(doc.classes)
	for row in doc.classes:
		_check_sum(doc, row)
	if doc.method == PRICE:
		_check_start(doc)


def get_months(rule: Any) -> MonthSpan:
	"""The months in which a rule pays."""
	first = parse_month_field(rule.from_month, "From Month")
	last = parse_month_field(rule.to_month, "Last Month")
	try:
		return MonthSpan(first, last)
	except DomainError as error:
		throw_domain_error(error, "Last Month", CategoryRuleInvalidError)


def get_price_rule(rule: Any) -> PriceRule:
	"""Start, stop and rounding of a price subsidy."""
	return PriceRule(
		from_storage(rule.start_rise),
		from_storage(rule.start_food_rise),
		int(rule.start_months or 1),
		int(rule.stop_months or 1),
		Rounding(rule.rounding),
	)


def refuse_second_rule(doc: Document) -> None:
	"""Refuse a rule in force for the same cause and a month of it: in the same place, or elsewhere by another unit."""
	for other in _rules_of_months(doc):
		if other.is_here or other.unit != doc.unit:
			_refuse(
				_(
					"{0} is paid by rule {1} in months {2} to {3} already. Withdraw it, or choose later months."
				).format(doc.cause, other.name, other.from_month, other.to_month)
			)


def refuse_withdrawal(doc: Document) -> None:
	"""What was paid stays explained by its rule; called before a rule is cancelled."""
	run = frappe.db.get_value(ENTRY, {"category_rule": doc.name}, "payment_run")
	if run:
		_refuse(_("Run {0} paid under rule {1}; it cannot be withdrawn any more.").format(run, doc.name))


def _rules_of_months(doc: Document) -> Iterable[frappe._dict]:
	other = frappe.qb.DocType(RULE)
	theirs, ours = frappe.qb.DocType(DIVISION).as_("theirs"), frappe.qb.DocType(DIVISION).as_("ours")
	is_here = (ours.lft <= theirs.rgt) & (theirs.lft <= ours.rgt)
	query = (
		frappe.qb.from_(other)
		.join(theirs)
		.on(theirs.name == other.division)
		.join(ours)
		.on(ours.name == doc.division)
		.select(
			other.name,
			other.unit,
			other.from_month,
			other.to_month,
			Case().when(is_here, 1).else_(0).as_("is_here"),
		)
		.where((other.docstatus == 1) & (other.cause == doc.cause) & (other.name != (doc.name or "")))
		.where((other.from_month <= doc.to_month) & (other.to_month >= doc.from_month))
		.orderby(other.name)
	)
	return list(query.run(as_dict=True))


def _refuse_class_twice(classes: Iterable[Document]) -> None:
	seen: dict[str, set[str]] = {}
	for row in classes:
		known = seen.setdefault(row.scheme, set())
		if row.residence_class in known or (known and ANY in {row.residence_class, *known}):
			_refuse_row(row, _("{0} stands here already.").format(_scheme_name(row.scheme)))
		known.add(row.residence_class)


def _refuse_paid_once(classes: Iterable[Document]) -> None:
	"""Temporary aid ends with its payment and makes nobody a member of a class."""
	once = set(list_paid_once())
	for row in classes:
		if row.scheme in once:
			_refuse_row(row, _("{0} is paid once and makes no class.").format(_scheme_name(row.scheme)))


def _check_sum(doc: Document, row: Document) -> None:
	amount, share = from_storage(row.amount), flt(row.subsidy_share)
	if doc.method == FIXED and amount <= 0:
		_refuse_row(row, _("Enter the amount in yuan."))
	if doc.method == PRICE:
		if amount:
			row.amount = 0
			message = _("Row {0}: the amount was taken out; that of a price subsidy follows from the index.")
			frappe.msgprint(message.format(row.idx), alert=True)
		if share <= 0:
			_refuse_row(row, _("Enter the share of the subsidy, usually 100 %."))


def _check_start(doc: Document) -> None:
	if flt(doc.start_rise) <= 0 or flt(doc.start_food_rise) <= 0:
		_refuse(_("Enter both rises that start the price subsidy; they must be more than zero."))
	if int(doc.start_months or 0) < 1 or int(doc.stop_months or 0) < 1:
		_refuse(_("The subsidy needs at least one month to start and one to stop."))


def iter_amounts(rule: Document) -> Iterator[tuple[str, str, Any, Any]]:
	"""Scheme, residence class, fixed amount and share of each class, in the order in which they count."""
	for row in rule.classes:
		yield row.scheme, row.residence_class, from_storage(row.amount), from_storage(row.subsidy_share)


def _scheme_name(code: str) -> str:
	return str(_(frappe.get_cached_value("Assistance Scheme", code, "scheme_name") or code))


def _refuse_row(row: Document, problem: str) -> None:
	_refuse(_("Row {0} of {1}: {2}").format(row.idx, _("Classes"), problem))


def _refuse(message: str) -> None:
	frappe.throw(message, CategoryRuleInvalidError)
