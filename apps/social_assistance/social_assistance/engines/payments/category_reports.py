"""Sums of category payments for the report, within the reader's scope."""

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

import frappe
from frappe.query_builder.functions import Count, Sum

from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.periods import Month
from social_assistance.engines.payments.category_due import ENTRY
from social_assistance.permissions.scope_criterion import match_scope
from social_assistance.services.registry.divisions import get_townships

LINE, DIVISION = "Payment Line", "Administrative Division"


class Place(NamedTuple):
	"""What a row of the report is about."""

	payment_month: str
	category_rule: str
	township: str
	scheme: str


def summarise_category_payments(first: Month, last: Month, rule: str | None = None) -> list[dict[str, Any]]:
	"""By month, rule, township and class: recipients, what was granted, what is held or returned, and the rest."""
	months = (str(first), str(last))
	granted, kept_back = _granted(months, rule), _kept_back(months, rule)
	townships = get_townships({row.division for row in (*granted, *kept_back)})
	open_amounts: dict[Place, Decimal] = defaultdict(lambda: ZERO)
	for row in kept_back:
		open_amounts[_place(row, townships)] += from_storage(row.amount)
	found: dict[Place, dict[str, Any]] = {}
	for row in granted:
		place = _place(row, townships)
		sums = found.setdefault(place, {"cause": row.cause, "households": 0, "persons": 0, "amount": ZERO})
		sums["households"] += int(row.households)
		sums["persons"] += int(row.persons)
		sums["amount"] += from_storage(row.amount)
	names = dict(frappe.get_all("Assistance Scheme", fields=["name", "scheme_name"], as_list=True))
	codes = list({place.township for place in found}) or [""]
	titles = dict(frappe.get_all(DIVISION, {"name": ("in", codes)}, ["name", "division_name"], as_list=True))
	return [
		{
			**place._asdict(),
			**sums,
			"scheme": names.get(place.scheme, place.scheme),
			"township_name": titles.get(place.township),
			"open_amount": open_amounts[place],
			"paid_amount": sums["amount"] - open_amounts[place],
		}
		for place, sums in sorted(found.items())
	]


def _granted(months: tuple[str, str], rule: str | None) -> list[frappe._dict]:
	entry, place = frappe.qb.DocType(ENTRY), frappe.qb.DocType(DIVISION)
	query = (
		frappe.qb.from_(entry)
		.join(place)
		.on(place.name == entry.division)
		.select(entry.payment_month, entry.category_rule, entry.cause, entry.division, entry.scheme)
		.select(Count(entry.household).distinct().as_("households"), Count(entry.person).as_("persons"))
		.select(Sum(entry.amount).as_("amount"))
		.where(entry.payment_month[months[0] : months[1]])
		.where(match_scope(place))
		.groupby(entry.payment_month, entry.category_rule, entry.cause, entry.division, entry.scheme)
	)
	return list((query.where(entry.category_rule == rule) if rule else query).run(as_dict=True))


def _kept_back(months: tuple[str, str], rule: str | None) -> list[frappe._dict]:
	"""Lines that are held or came back and are not paid anew yet, by the class of their award."""
	line, award, place = (frappe.qb.DocType(name) for name in (LINE, "Benefit Award", DIVISION))
	query = (
		frappe.qb.from_(line)
		.join(award)
		.on(award.name == line.award)
		.join(place)
		.on(place.name == line.division)
		.select(line.payment_month, line.category_rule, line.division, award.scheme)
		.select(Sum(line.amount).as_("amount"))
		.where((line.is_unsettled == 1) & line.category_rule.isnotnull())
		.where(line.payment_month[months[0] : months[1]])
		.where(match_scope(place))
		.groupby(line.payment_month, line.category_rule, line.division, award.scheme)
	)
	return list((query.where(line.category_rule == rule) if rule else query).run(as_dict=True))


def _place(row: frappe._dict, townships: dict[str, str]) -> Place:
	return Place(row.payment_month, row.category_rule, townships.get(row.division, ""), row.scheme)
