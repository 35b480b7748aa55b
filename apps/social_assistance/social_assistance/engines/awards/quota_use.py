"""People whom a scheme covers in a month, by township, beside the quota in force, within the reader's scope."""

from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from social_assistance.domain.periods import Month
from social_assistance.engines.payments.due_awards import match_not_over
from social_assistance.permissions.scope_criterion import match_scope
from social_assistance.services.policy.township_quotas import get_table_in_force
from social_assistance.services.registry.divisions import get_townships

AWARD, COVERED, DIVISION = "Benefit Award", "Award Person", "Administrative Division"


def list_quota_use(scheme: str, on: date) -> list[dict[str, Any]]:
	"""One row for each township that has a quota or somebody covered: quota, households, persons, what is left, share used."""
	table, used = get_table_in_force(scheme, on), _used(scheme, Month.of(on))
	quotas = table.persons if table else {}
	places = _places({*quotas, *used})
	rows = []
	for township, title in places.items():
		quota, (households, persons) = quotas.get(township), used.get(township, (0, 0))
		rows.append(
			{
				"township": township,
				"township_name": title,
				"households": households,
				"persons": persons,
				"quota": quota,
				"left": None if quota is None else quota - persons,
				"share": round(100 * persons / quota, 1) if quota else None,
				"citation": table.citation if table and quota is not None else None,
			}
		)
	return rows


def _used(scheme: str, month: Month) -> dict[str, tuple[int, int]]:
	"""Awards and people of the month by township."""
	award, covered, place = (frappe.qb.DocType(name) for name in (AWARD, COVERED, DIVISION))
	key = str(month)
	rows = (
		frappe.qb.from_(award)
		.join(place)
		.on(place.name == award.division)
		.join(covered)
		.on(
			(covered.parent == award.name)
			& (covered.from_month <= key)
			& match_not_over(covered.to_month, key)
		)
		.select(award.division, Count(award.name).distinct(), Count("*"))
		.where((award.scheme == scheme) & (award.start_month <= key))
		.where(match_not_over(award.end_month, key))
		.where(match_scope(place))
		.groupby(award.division)
		.run()
	)
	townships = get_townships({division for division, _awards, _people in rows})
	found: dict[str, tuple[int, int]] = {}
	for division, awards, people in rows:
		township = townships.get(division, division)
		before = found.get(township, (0, 0))
		found[township] = (before[0] + int(awards), before[1] + int(people))
	return found


def _places(townships: set[str]) -> dict[str, str]:
	"""Titles of the townships within the reader's scope, in the order of their codes."""
	place = frappe.qb.DocType(DIVISION)
	query = frappe.qb.from_(place).select(place.name, place.division_name).orderby(place.name)
	return dict(query.where(place.name.isin(list(townships) or [""])).where(match_scope(place)).run())
