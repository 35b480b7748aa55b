"""What a Category Payment Rule pays to whom in a month: one rate for each class and place, the first that fits counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.payments.category_payments import IndexReading, PriceRule, compute_subsidy
from social_assistance.domain.periods import Month
from social_assistance.services.awards.grants import parse_month_field
from social_assistance.services.payments import category_rules, price_indexes
from social_assistance.services.payments.category_rules import ANY, DIVISION, PERSON, PRICE, RULE
from social_assistance.services.payments.exceptions import CategoryNotDueError
from social_assistance.services.policy import in_force

BOTH = ("Urban", "Rural")


@dataclass(frozen=True)
class CategoryRate:
	"""Yuan per household or person for awards of a scheme; a residence class or None for all, in a part of the tree."""

	scheme: str
	residence_class: str | None
	amount: Decimal
	lft: int
	rgt: int


def check_category_run(run: Document) -> None:
	"""Rule in force, month and place of it, and no other run for them that is still open; called for a new run."""
	if not run.category_rule or run.scheme:
		_refuse(
			_(
				"A category run pays by one Category Payment Rule, for all its classes; leave the scheme empty."
			)
		)
	rule = frappe.get_doc(RULE, run.category_rule)
	if rule.docstatus != 1:
		_refuse(_("Rule {0} is not in force; a second person puts it into force.").format(rule.name))
	month = parse_month_field(run.payment_month, "Payment Month")
	span = category_rules.get_months(rule)
	if not span.first <= month <= span.last:
		_refuse(
			_("{0} is paid from {1} to {2}, not in {3}.").format(rule.cause, span.first, span.last, month)
		)
	_require_place(run, rule)
	if rule.method == PRICE:
		price_indexes.get_reading_due(category_rules.get_price_rule(rule), month)


def get_cause(rule: str) -> str:
	"""The cause of a rule, which with month and recipient makes the key of a payment."""
	return str(frappe.db.get_value(RULE, rule, "cause"))


def is_per_person(rule: str) -> bool:
	"""Whether every covered person is paid, not the household as one."""
	return frappe.db.get_value(RULE, rule, "unit") == PERSON


def get_scheme(rule: str) -> str:
	"""The scheme under which the rule's payments are booked."""
	return category_rules.BOOKED_UNDER[frappe.db.get_value(RULE, rule, "method")]


def describe_ground(rule_name: str, month: Month) -> dict[str, Any]:
	"""Cause, document and, of a price subsidy, the figures of the index that started it: what the approver reads."""
	rule = frappe.get_doc(RULE, rule_name)
	ground: dict[str, Any] = {"cause": rule.cause, "citation": rule.citation, "price_index": []}
	if rule.method != PRICE:
		return ground
	price_rule = category_rules.get_price_rule(rule)
	reading = price_indexes.get_reading_due(price_rule, month)
	figures = (
		reading.month,
		reading.consumer_rise,
		price_rule.start_rise,
		reading.food_rise,
		price_rule.start_food_rise,
		reading.rise,
	)
	return {**ground, "price_index": [str(figure) for figure in figures]}


def list_rates(rule_name: str, month: Month) -> list[CategoryRate]:
	"""Rates in the order in which they count: classes as listed; for each the places with a policy of their own first."""
	rule = frappe.get_doc(RULE, rule_name)
	if rule.method == PRICE:
		price_rule = category_rules.get_price_rule(rule)
		reading = price_indexes.get_reading_due(price_rule, month)
		return list(_price_rates(rule, month, price_rule, reading))
	lft, rgt = _bounds(rule.division)
	return [
		CategoryRate(scheme, None if residence == ANY else residence, amount, lft, rgt)
		for scheme, residence, amount, _share in category_rules.iter_amounts(rule)
	]


def _price_rates(
	rule: Document, month: Month, price_rule: PriceRule, reading: IndexReading
) -> Iterator[CategoryRate]:
	places = [*in_force.list_places_with_own_policy(rule.division, month.first_day), rule.division]
	versions = {place: in_force.get_policy_in_force(place, month.first_day) for place in places}
	bounds = {place: _bounds(place) for place in places}
	for scheme, residence, _amount, share in category_rules.iter_amounts(rule):
		for place in places:
			for kind in BOTH if residence == ANY else (residence,):
				standard = in_force.get_monthly_standard(versions[place], "DIBAO", kind)
				yield CategoryRate(
					scheme, kind, compute_subsidy(standard, reading, price_rule, share), *bounds[place]
				)


def _require_place(run: Document, rule: Any) -> None:
	run_lft, run_rgt = _bounds(run.division)
	lft, rgt = _bounds(rule.division)
	if run_lft < lft or run_rgt > rgt:
		title = frappe.db.get_value(DIVISION, rule.division, "division_name")
		_refuse(_("{0} is paid in {1} and below only.").format(rule.cause, title))


def _bounds(division: str) -> tuple[int, int]:
	lft, rgt = frappe.db.get_value(DIVISION, division, ["lft", "rgt"])
	return int(lft), int(rgt)


def _refuse(message: str) -> None:
	frappe.throw(message, CategoryNotDueError)
