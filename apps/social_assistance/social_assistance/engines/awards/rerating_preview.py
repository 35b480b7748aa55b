"""Preview of a re-rating: changes in total and by township, with the fingerprint that is approved."""

from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, Max, Sum
from pypika.functions import Cast
from pypika.terms import Case

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
	lawful, underpaid, excess = _against_the_policy(rows)
	people = (
		frappe.qb.from_(rows).select(rows.award, Max(rows.covered_persons).as_("persons")).groupby(rows.award)
	)
	persons = (
		frappe.qb.from_(people.as_("people"))
		.select(Coalesce(Sum(people.as_("people").persons), 0))
		.run()[0][0]
	)
	return {
		"award_count": int(awards),
		**_averages(int(persons), from_storage(before), from_storage(after)),
		"lawful_amount": lawful,
		"underpaid_amount": underpaid,
		"excess_amount": excess,
		"left_out_count": _count_left_out(scope),
	}


def _against_the_policy(rows: Any) -> tuple[Decimal, Decimal, Decimal]:
	"""What the policy gives a month for the awards whose income is known, and what the run pays below and above it."""
	per_award = (
		frappe.qb.from_(rows)
		.select(
			rows.award,
			Sum(rows.amount_lawful).as_("lawful"),
			Sum(rows.amount_lawful - rows.amount_after).as_("short"),
		)
		.where(rows.amount_lawful.isnotnull())
		.groupby(rows.award)
	).as_("per_award")
	short = Case().when(per_award.short > 0, per_award.short).else_(0)
	more = Case().when(per_award.short < 0, -per_award.short).else_(0)
	sums = (Coalesce(Sum(term), 0) for term in (per_award.lawful, short, more))
	lawful, underpaid, excess = frappe.qb.from_(per_award).select(*sums).run()[0]
	return from_storage(lawful), from_storage(underpaid), from_storage(excess)


def _count_left_out(scope: RateScope) -> int:
	left = ReratedParts(scope).left_out().as_("left_out")
	return int(frappe.qb.from_(left).select(Count("*")).run()[0][0])


def left_out(scope: RateScope, limit: int = 500) -> list[dict[str, Any]]:
	"""The awards that the policy gives no new amount without a review, for the list beside the preview."""
	names = [row[0] for row in ReratedParts(scope).left_out().limit(limit).run()]
	rows: list[dict[str, Any]] = frappe.get_all(
		"Benefit Award",
		filters={"name": ("in", names or [""])},
		fields=["name", "award_no", "payee_name", "division", "monthly_amount"],
		order_by="award_no",
	)
	return rows


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
