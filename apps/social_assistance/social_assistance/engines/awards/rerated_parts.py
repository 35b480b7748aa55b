"""The amount parts that a re-rating changes, with their new amounts, as one query; rules: `domain.awards.rerating.keep_share`, `lawful_base`."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Count, IfNull, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, Term

from social_assistance.domain.awards.rerating import (
	GAP_PARTS,
	RERATED_PARTS,
	AmountRules,
	Method,
	StandardChange,
)
from social_assistance.domain.money import Rounding
from social_assistance.domain.periods import Month
from social_assistance.domain.policy.scheme_rules import Stacking
from social_assistance.engines.awards.lawful_amounts import (
	Greatest,
	LawfulBase,
	Round,
	decimal,
	decimal_share,
	rounded,
)
from social_assistance.engines.payments.due_awards import Bounds


@dataclass(frozen=True)
class RateScope:
	"""What a re-rating covers: standards by residence class, first month, method, rules and what each part cites."""

	name: str
	scheme: str
	month: Month
	lft: int
	rgt: int
	new_version: str
	standards: dict[str, StandardChange]
	method: Method
	rules: AmountRules
	citations: dict[str, str]


class ReratedParts:
	"""Query of one row per changed part."""

	def __init__(self, scope: RateScope) -> None:
		self.scope = scope
		self.month = str(scope.month)
		self.award = frappe.qb.DocType("Benefit Award")
		self.part = frappe.qb.DocType("Award Amount")
		self.division = frappe.qb.DocType("Administrative Division")
		self.lawful_base = LawfulBase(self.award, self.month, scope.standards, scope.rules).amount()

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
				self.lawful_amount().as_("amount_lawful"),
			)
		)
		if self.scope.method is Method.BY_POLICY:
			query = query.where(~self.is_left_out())
		return query.where((award.name > bounds.after) & (award.name <= bounds.until)) if bounds else query

	def left_out(self) -> QueryBuilder:
		"""Awards without a counted income on file, or with one above the new standard: each needs a review."""
		query = (
			frappe.qb.from_(self.award)
			.join(self.part)
			.on(self.part.parent == self.award.name)
			.join(self.division)
			.on(self.division.name == self.award.division)
		)
		return query.where(self._is_concerned() & self.is_left_out()).select(self.award.name).distinct()

	def is_left_out(self) -> Criterion:
		"""Whether the policy gives no new base amount although the award has one."""
		other = frappe.qb.DocType("Award Amount").as_("any_base")
		bases = (
			frappe.qb.from_(other)
			.where((other.parent == self.award.name) & other.part.isin(GAP_PARTS))
			.where(_is_empty(other.to_month) | (other.to_month >= self.month))
			.select(Count("*"))
		)
		return (bases > 0) & self.lawful_base.isnull()

	def new_amount(self) -> Term:
		"""The re-rated amount of a part."""
		return self.lawful_amount() if self.scope.method is Method.BY_POLICY else self._kept_share()

	def lawful_amount(self) -> Term:
		"""What the policy gives for a part; NULL for a base amount whose income is not known."""
		case = Case().when(self.part.part.isin(GAP_PARTS), self.lawful_base)
		return case.when(self.part.part == "Top-up", self._topup()).else_(self._share())

	def _kept_share(self) -> Term:
		rules = self.scope.rules
		case = Case().when(self.part.part.isin(GAP_PARTS), rounded(self._share(), rules.new.rounding))
		return case.when(self.part.part == "Top-up", rounded(self._share(), rules.topup_rounding)).else_(
			rounded(self._share(), Rounding.NONE)
		)

	def _topup(self) -> Term:
		"""The share that the new policy gives for the part's rule; several shares of one person stay their sum."""
		group = self.scope.rules.topups
		share = rounded(self._share(), self.scope.rules.topup_rounding)
		if group is None or group.stacking is not Stacking.HIGHEST or not group.rules:
			return share
		case = Case()
		for rule in group.rules:
			taken = min(rule.share, group.cap_share) if group.cap_share is not None else rule.share
			exact = self._standard("after") * decimal_share(taken)
			case = case.when(self.part.rule == f"topups.{rule.code}", rounded(exact, group.rounding))
		return case.else_(share)

	def _share(self) -> Term:
		exact: Term = self.part.amount * self._standard("after") / self._standard("before")
		return Greatest(Round(exact, 2), 0)

	def _standard(self, when: str) -> Term:
		"""The standard of the award's residence class, as a decimal constant."""
		amounts = {residence: getattr(change, when) for residence, change in self.scope.standards.items()}
		case = Case()
		for residence, amount in amounts.items():
			case = case.when(self.award.residence_class == residence, decimal(amount))
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


def _is_empty(field: Term) -> Criterion:
	return IfNull(field, "") == ""
