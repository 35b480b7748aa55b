"""Sums of medical costs that were capped, within the reader's scope."""

from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum

from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.payments.medical_caps import compute_coverage_rate
from social_assistance.permissions.scope_criterion import match_scope
from social_assistance.services.awards.granted_sums import GRANTED
from social_assistance.services.awards.medical_caps import DOCTYPE, SUMMED
from social_assistance.services.registry.divisions import get_townships

SUMS = (*SUMMED, "granted_amount", "own_left")
COUNTS = ("households", "persons")


def summarise_medical_caps(year: int) -> list[dict[str, Any]]:
	"""By township and class of a year of bills: people, costs, who paid them, and the coverage rate; the total last."""
	rows = _granted(year)
	townships = get_townships({row.division for row in rows})
	titles = dict(
		frappe.get_all(
			"Administrative Division",
			{"name": ("in", list(set(townships.values())) or [""])},
			["name", "division_name"],
			as_list=True,
		)
	)
	found: dict[tuple[str, str], dict[str, Any]] = {}
	for row in rows:
		township = townships.get(row.division, "")
		sums = found.setdefault(
			(township, row.scheme), {"township": titles.get(township), "scheme": row.scheme, **_zero()}
		)
		_add(sums, row)
	lines = [found[key] for key in sorted(found)]
	return [*map(_with_rate, lines), _with_rate(_total(lines))] if lines else []


def _granted(year: int) -> list[frappe._dict]:
	cap, place = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Administrative Division")
	query = (
		frappe.qb.from_(cap)
		.join(place)
		.on(place.name == cap.division)
		.select(cap.division, cap.scheme)
		.select(Count(cap.household).distinct().as_("households"))
		.select(Count(cap.person).distinct().as_("persons"))
		.select(*(Sum(cap[field]).as_(field) for field in SUMS))
		.where((cap.bill_year == year) & (cap.cap_status == GRANTED))
		.where(match_scope(place))
		.groupby(cap.division, cap.scheme)
	)
	return list(query.run(as_dict=True))


def _zero() -> dict[str, Any]:
	return {**dict.fromkeys(COUNTS, 0), **dict.fromkeys(SUMS, ZERO)}


def _add(sums: dict[str, Any], row: Any) -> None:
	for field in COUNTS:
		sums[field] += int(row[field])
	for field in SUMS:
		sums[field] += row[field] if isinstance(row[field], Decimal) else from_storage(row[field])


def _total(lines: list[dict[str, Any]]) -> dict[str, Any]:
	sums: dict[str, Any] = {"township": None, "scheme": None, "is_total": 1, **_zero()}
	for line in lines:
		_add(sums, line)
	return sums


def _with_rate(sums: dict[str, Any]) -> dict[str, Any]:
	return {**sums, "coverage_rate": compute_coverage_rate(sums["in_policy_cost"], sums["own_left"])}
