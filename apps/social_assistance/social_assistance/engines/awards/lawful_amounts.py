"""The base amount of an award by the policy in force, as SQL terms; rule: `domain.awards.rerating.lawful_base`."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Max
from pypika import CustomFunction
from pypika.functions import Cast
from pypika.terms import Case, Term, ValueWrapper

from social_assistance.domain.awards.rerating import GAP_PARTS, AmountRules, StandardChange, tier_pay
from social_assistance.domain.money import Rounding
from social_assistance.domain.policy.scheme_rules import AmountMethod, DibaoRules, FloorKind
from social_assistance.domain.vocabulary import Scope
from social_assistance.engines.payments.due_awards import match_not_over

Greatest = CustomFunction("GREATEST", ["left", "right"])
Least = CustomFunction("LEAST", ["left", "right"])
Round = CustomFunction("ROUND", ["number", "places"])
Ceiling = CustomFunction("CEILING", ["number"])
IfNull = CustomFunction("IFNULL", ["value", "other"])


@dataclass(frozen=True)
class LawfulBase:
	"""Terms over one Benefit Award of a query, by residence class of its standard."""

	award: Any
	month: str
	standards: dict[str, StandardChange]
	rules: AmountRules

	def amount(self) -> Term:
		"""The new base amount; NULL without a counted income, or when the income passes the new standard."""
		return self._by_residence(self._amount)

	def _amount(self, change: StandardChange) -> Term:
		persons, income = self.award.covered_persons, self._income(change)
		limit = persons * decimal(change.after)
		if self.rules.pays_full_standard:
			paid: Term = limit
		else:
			raised = Greatest(
				rounded(self._exact(income, limit, change.after), self.rules.new.rounding),
				_floor(self.rules.new, change.after, persons),
			)
			paid = Least(raised, limit)
		within = income <= limit if self.rules.new.inclusive else income < limit
		return Case().when(within, paid).else_(ValueWrapper(None))

	def _exact(self, income: Term, limit: Term, standard: Decimal) -> Term:
		if self.rules.new.method is AmountMethod.GAP:
			return limit - income
		tiers, case = tier_pay(self.rules.new, standard), Case()
		for share, pay in tiers:
			below = Round(limit * decimal_share(share), 2)
			case = case.when(income < below, decimal(pay))
		return case.else_(decimal(tiers[-1][1])) * self.award.covered_persons

	def _income(self, change: StandardChange) -> Term:
		"""Counted income of the last submitted assessment of the case, else what an exact gap stands for."""
		return IfNull(self._assessed_income(), self._income_behind(change))

	def _assessed_income(self) -> Any:
		case, sheet = frappe.qb.DocType("Assistance Application"), frappe.qb.DocType("Means Assessment")
		return (
			frappe.qb.from_(case)
			.join(sheet)
			.on((sheet.name == case.means_assessment) & (sheet.docstatus == 1))
			.where((case.name == self.award.application) & (sheet.scheme == self.award.scheme))
			.select(Max(sheet.counted_income))
		)

	def _income_behind(self, change: StandardChange) -> Term:
		rules, persons = self.rules.former, self.award.covered_persons
		if rules.method is not AmountMethod.GAP or rules.rounding is not Rounding.NONE:
			return ValueWrapper(None)
		paid, full = self._base_paid(), persons * decimal(change.before)
		told = (paid > _floor(rules, change.before, persons)) & (paid <= full)
		return Case().when(told, full - paid).else_(ValueWrapper(None))

	def _base_paid(self) -> Any:
		"""The base part that reaches into the month."""
		base = frappe.qb.DocType("Award Amount").as_("base_paid")
		return (
			frappe.qb.from_(base)
			.where((base.parent == self.award.name) & base.part.isin(GAP_PARTS))
			.where(match_not_over(base.to_month, self.month))
			.select(Max(base.amount))
		)

	def _by_residence(self, of_change: Callable[[StandardChange], Term]) -> Term:
		case = Case()
		for residence, change in self.standards.items():
			case = case.when(self.award.residence_class == residence, of_change(change))
		return case.else_(ValueWrapper(None))


def rounded(exact: Term, rounding: Rounding) -> Term:
	"""The policy's rounding of an amount."""
	fen = Round(exact, 2)
	if rounding is Rounding.CEIL_YUAN:
		return Ceiling(fen)
	if rounding is Rounding.HALF_UP_YUAN:
		return Round(fen, 0)
	if rounding is Rounding.CEIL_5:
		return Ceiling(fen / 5) * 5
	return fen


def decimal(amount: Decimal) -> Term:
	"""A decimal constant."""
	return Cast(ValueWrapper(str(amount)), "DECIMAL(14,2)")


def decimal_share(share: Decimal) -> Term:
	"""A share as a decimal constant."""
	return Cast(ValueWrapper(str(share)), "DECIMAL(12,6)")


def _floor(rules: DibaoRules, standard: Decimal, persons: Term) -> Term:
	if rules.floor.kind is FloorKind.NONE:
		return decimal(Decimal(0))
	value = rules.floor.value
	unit = value if rules.floor.kind is FloorKind.AMOUNT else standard * value
	return decimal(unit.quantize(Decimal("0.01"), "ROUND_HALF_UP")) * (
		persons if rules.floor.per is Scope.PERSON else 1
	)
