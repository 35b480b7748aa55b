"""Preview of a re-rating: changes in total and by township, with the fingerprint that is approved."""

from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, Max, Sum
from pypika.functions import Cast

from social_assistance.domain.money import ZERO, from_storage, to_fen
from social_assistance.engines.awards.rerated_parts import RateScope, ReratedParts, summarise_changed_parts
from social_assistance.engines.base import MD5, BitXor, Conv, Left
from social_assistance.services.registry.divisions import is_township_of

# Fifteen hexadecimal digits fit an unsigned integer of 64 bits.
_DIGEST_DIGITS = 15


def compute_rerating_totals(scope: RateScope) -> dict[str, Any]:
	"""Awards, persons, sums and averages per person."""
	rows = ReratedParts(scope).select().as_("changed")
	awards, before, after = summarise_changed_parts(rows).run()[0]
	people = (
		frappe.qb.from_(rows).select(rows.award, Max(rows.covered_persons).as_("persons")).groupby(rows.award)
	)
	persons = (
		frappe.qb.from_(people.as_("people"))
		.select(Coalesce(Sum(people.as_("people").persons), 0))
		.run()[0][0]
	)
	return {"award_count": int(awards), **_averages(int(persons), from_storage(before), from_storage(after))}


def _averages(persons: int, before: Decimal, after: Decimal) -> dict[str, Any]:
	return {
		"person_count": persons,
		"amount_before": before,
		"amount_after": after,
		"average_before": to_fen(before / persons) if persons else ZERO,
		"average_after": to_fen(after / persons) if persons else ZERO,
	}


def list_totals_by_township(scope: RateScope) -> list[dict[str, Any]]:
	"""Awards, persons and sums per township, as the preview shows them."""
	rows = ReratedParts(scope).select().as_("changed")
	per_award = (
		frappe.qb.from_(rows)
		.select(
			rows.award,
			Max(rows.division).as_("division"),
			Max(rows.covered_persons).as_("persons"),
			Sum(rows.amount_before).as_("before"),
			Sum(rows.amount_after).as_("after"),
		)
		.groupby(rows.award)
	).as_("per_award")
	place = frappe.qb.DocType("Administrative Division").as_("place")
	township = frappe.qb.DocType("Administrative Division").as_("township")
	found = (
		frappe.qb.from_(per_award)
		.join(place)
		.on(place.name == per_award.division)
		.left_join(township)
		.on(is_township_of(township, place))
		.select(
			township.division_name,
			Count("*").as_("awards"),
			Sum(per_award.persons).as_("persons"),
			Sum(per_award.before).as_("amount_before"),
			Sum(per_award.after).as_("amount_after"),
		)
		.groupby(township.name, township.division_name)
		.orderby(township.name)
		.run(as_dict=True)
	)
	return [
		{
			**row,
			**_averages(int(row.persons), from_storage(row.amount_before), from_storage(row.amount_after)),
		}
		for row in found
	]


def compute_changes_fingerprint(scope: RateScope) -> str:
	"""Compute a digest of the set of changes, independent of their order."""
	rows = ReratedParts(scope).select().as_("changed")
	digest = MD5(
		Concat(
			rows.part_name,
			"|",
			Cast(rows.amount_before, "DECIMAL(18,2)"),
			"|",
			Cast(rows.amount_after, "DECIMAL(18,2)"),
			"|",
			rows.split_month,
		)
	)
	number = Cast(Conv(Left(digest, _DIGEST_DIGITS), 16, 10), "UNSIGNED")
	count, mixed = frappe.qb.from_(rows).select(Count("*"), BitXor(number)).run()[0]
	return f"{count}-{int(mixed or 0):016x}"
