"""What a part of an award becomes when the standard changes; the engine does the same in SQL."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from social_assistance.domain.money import Rounding, round_amount, to_fen
from social_assistance.domain.policy.scheme_rules import (
	AmountMethod,
	DibaoRules,
	Floor,
	FloorKind,
	TopupRules,
)
from social_assistance.domain.vocabulary import Scope

# Parts that follow the standard; care follows wages and is re-rated by its own decision.
RERATED_PARTS = ("Base", "Living", "Top-up")
GAP_PARTS = ("Base",)


class Method(Enum):
	"""BY_POLICY: gap or tier by the counted income on file. KEEP_SHARE: the amount stays the same share of the standard."""

	BY_POLICY = "By Policy"
	KEEP_SHARE = "Keep Share of Standard"


@dataclass(frozen=True)
class StandardChange:
	"""Monthly standard before and after, in yuan."""

	before: Decimal
	after: Decimal


@dataclass(frozen=True)
class AmountRules:
	"""How amounts of a scheme are worked out: before the change, after it, and the top-ups after it."""

	former: DibaoRules
	new: DibaoRules
	topups: TopupRules | None = None
	pays_full_standard: bool = False

	@property
	def topup_rounding(self) -> Rounding:
		"""Rounding of top-ups, none where the policy has no top-ups."""
		return self.topups.rounding if self.topups else Rounding.NONE


def keep_share(part: str, amount: Decimal, change: StandardChange, rules: AmountRules) -> Decimal:
	"""The amount as the same share of the new standard; parts that do not follow it stay."""
	if part not in RERATED_PARTS:
		return amount
	rounding = rules.new.rounding if part in GAP_PARTS else Rounding.NONE
	if part == "Top-up":
		rounding = rules.topup_rounding
	return round_amount(amount * change.after / change.before, rounding)


def income_behind(base: Decimal, persons: int, before: Decimal, rules: DibaoRules) -> Decimal | None:
	"""The counted income that a base amount without its worksheet stands for; none where the amount does not tell it.

	A rounded amount, a raised one and a tier each stand for many incomes.
	"""
	floor = floor_of(rules.floor, before, persons)
	is_exact = rules.method is AmountMethod.GAP and rules.rounding is Rounding.NONE
	return before * persons - base if is_exact and floor < base <= before * persons else None


def lawful_base(
	income: Decimal | None, persons: int, standard: Decimal, rules: AmountRules
) -> Decimal | None:
	"""The base amount by the new policy; none without an income, or when the income passes the new standard."""
	limit = standard * persons
	if income is None or not (income < limit or (rules.new.inclusive and income == limit)):
		return None
	if rules.pays_full_standard:
		return limit
	exact = (
		limit - income
		if rules.new.method is AmountMethod.GAP
		else _tier_pay(income, persons, standard, rules.new)
	)
	raised = max(round_amount(exact, rules.new.rounding), floor_of(rules.new.floor, standard, persons))
	return min(raised, limit)


def floor_of(floor: Floor, standard: Decimal, persons: int) -> Decimal:
	"""The least monthly amount of an eligible family, zero where the policy knows none."""
	unit = {
		FloorKind.NONE: Decimal(0),
		FloorKind.AMOUNT: floor.value,
		FloorKind.STANDARD_SHARE: to_fen(standard * floor.value),
	}[floor.kind]
	return unit * (persons if floor.per is Scope.PERSON else 1)


def tier_pay(rules: DibaoRules, standard: Decimal) -> list[tuple[Decimal, Decimal]]:
	"""Tiers as pairs: income below this share of the limit gets this per person; the last one holds for all the rest."""
	return [
		(
			tier.income_below_share,
			tier.amount
			if tier.amount is not None
			else to_fen(standard * (tier.standard_share or Decimal(0))),
		)
		for tier in rules.tiers
	]


def _tier_pay(income: Decimal, persons: int, standard: Decimal, rules: DibaoRules) -> Decimal:
	tiers, limit = tier_pay(rules, standard), standard * persons
	return next((pay for share, pay in tiers if income < to_fen(limit * share)), tiers[-1][1]) * persons
