"""The amount parts that a re-rating changes, with their new amounts, as one query; rule: `domain/awards/rerating.py`."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Count, IfNull, Sum
from pypika import CustomFunction
from pypika.functions import Cast
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, Term, ValueWrapper

from social_assistance.domain.awards.rerating import GAP_PARTS, RERATED_PARTS, Method, StandardChange
from social_assistance.domain.money import Rounding
from social_assistance.domain.periods import Month
from social_assistance.engines.payments.due_awards import Bounds

Greatest = CustomFunction("GREATEST", ["left", "right"])
Round = CustomFunction("ROUND", ["number", "places"])
Ceiling = CustomFunction("CEILING", ["number"])


@dataclass(frozen=True)
class RateScope:
	"""Scope of a re-rating: standards by residence class, first month, method."""

	name: str
	scheme: str
	month: Month
	lft: int
	rgt: int
	new_version: str
	standards: dict[str, StandardChange]
	method: Method
	rounding: Rounding


class ReratedParts:
	"""Query of one row per changed part."""

	def __init__(self, scope: RateScope) -> None:
		self.scope = scope
		self.month = str(scope.month)
		self.award = frappe.qb.DocType("Benefit Award")
		self.part = frappe.qb.DocType("Award Amount")
		self.division = frappe.qb.DocType("Administrative Division")

	def select(self, bounds: Bounds | None = None) -> QueryBuilder:
		"""Parts of awards that last into the new standard's months and were not yet re-rated to its version."""
		award, part = self.award, self.part
		query = (
			frappe.qb.from_(award)
			.join(part)
			.on(part.parent == award.name)
			.join(self.division)
			.on(self.division.name == award.division)
			.where(self._is_concerned())
			.select(
				award.name.as_("award"),
				award.household,
				award.scheme,
				award.division,
				award.payee_name,
				award.covered_persons,
				part.name.as_("part_name"),
				part.part,
				part.person,
				part.rule,
				part.from_month,
				part.to_month,
				Greatest(part.from_month, self.month).as_("split_month"),
				part.amount.as_("amount_before"),
				self.new_amount().as_("amount_after"),
			)
		)
		return query.where((award.name > bounds.after) & (award.name <= bounds.until)) if bounds else query

	def new_amount(self) -> Term:
		"""The re-rated amount of a part, rounded by the run's rule."""
		share = self.part.amount * self._standard("after") / self._standard("before")
		exact: Term = share
		if self.scope.method is Method.KEEP_INCOME:
			gap = (
				self.part.amount
				+ (self._standard("after") - self._standard("before")) * self.award.covered_persons
			)
			exact = Case().when(self.part.part.isin(GAP_PARTS), gap).else_(share)
		return self._rounded(Greatest(exact, 0))

	def _rounded(self, exact: Term) -> Term:
		fen = Round(exact, 2)
		if self.scope.rounding is Rounding.CEIL_YUAN:
			return Ceiling(fen)
		if self.scope.rounding is Rounding.HALF_UP_YUAN:
			return Round(fen, 0)
		if self.scope.rounding is Rounding.CEIL_5:
			return Ceiling(fen / 5) * 5
		return fen

	def _standard(self, when: str) -> Term:
		"""The standard of the award's residence class, as a decimal constant."""
		amounts = {residence: getattr(change, when) for residence, change in self.scope.standards.items()}
		case = Case()
		for residence, amount in amounts.items():
			case = case.when(self.award.residence_class == residence, _decimal(amount))
		return case

	def _is_concerned(self) -> Criterion:
		award, part, scope = self.award, self.part, self.scope
		return (
			(award.scheme == scope.scheme)
			& award.residence_class.isin(list(scope.standards))
			& (self.division.lft >= scope.lft)
			& (self.division.rgt <= scope.rgt)
			& (IfNull(award.policy_version, "") != scope.new_version)
			& (_is_empty(award.end_month) | (award.end_month >= self.month))
			& (
				_is_empty(part.to_month)
				| ((part.to_month >= self.month) & (part.to_month >= part.from_month))
			)
			& part.part.isin(RERATED_PARTS)
		)


def summarise_changed_parts(rows: Any, *groups: Term) -> QueryBuilder:
	"""Awards, and sums before and after, of a sub-query of changed parts; grouped when asked."""
	query = frappe.qb.from_(rows).select(
		*groups,
		Count(rows.award).distinct().as_("awards"),
		Coalesce(Sum(rows.amount_before), 0).as_("amount_before"),
		Coalesce(Sum(rows.amount_after), 0).as_("amount_after"),
	)
	return query.groupby(*groups) if groups else query


def _decimal(amount: Decimal) -> Term:
	return Cast(ValueWrapper(str(amount)), "DECIMAL(12,2)")


def _is_empty(field: Term) -> Criterion:
	return IfNull(field, "") == ""
