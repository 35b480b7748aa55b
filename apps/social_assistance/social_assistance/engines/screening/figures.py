"""Figures of a policy version that differ between town and country, in fen, each derived by the domain itself."""

from collections.abc import Iterable
from decimal import Decimal

from social_assistance.domain.means.schemes import dibao
from social_assistance.domain.money import to_fen
from social_assistance.domain.policy.income_rules import DisabilityMatch
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.scheme_rules import FloorKind
from social_assistance.domain.registry.disability import DisabilityType
from social_assistance.domain.vocabulary import CareForm, Measure, ResidenceClass, Scheme, Scope
from social_assistance.engines.screening import codes
from social_assistance.engines.screening.statements import Row


def multiply_to_fen(amount: Decimal, factor: Decimal) -> int:
	"""An amount times a share or multiple, half up to the fen as the domain rounds products; in fen."""
	return codes.to_whole_fen(to_fen(amount * factor))


def build_match_mask(rules: Iterable[DisabilityMatch]) -> int:
	"""Bits of all disabilities that fall under one of the rules."""
	return sum(
		{
			codes.get_disability_bit(kind, grade)
			for rule in rules
			for kind in rule.types or DisabilityType
			for grade in range(1, min(rule.max_grade, 4) + 1)
		}
	)


def build_standard_row(policy: PolicyParameters, residence: ResidenceClass) -> Row:
	"""Figures in fen that differ between town and country."""
	standard = policy.standard(residence)
	return {
		"residence": codes.RESIDENCE[residence],
		"standard": codes.to_whole_fen(standard),
		**_cost_figures(policy, standard, residence),
		"support_threshold": _support_threshold(policy, standard),
		"floor_unit": _floor_unit(policy, standard),
		"margin_head": _margin_head(policy, standard, residence),
		"disposable_income": _quoted(policy, Measure.DISPOSABLE_INCOME, residence)
		if policy.rigid_spending
		else 0,
		"tekun_basic": codes.to_whole_fen(policy.tekun_basic(residence)) if policy.tekun else 0,
		**_child_figures(policy, residence),
		**_exclusions(policy, residence),
	}


def _cost_figures(policy: PolicyParameters, standard: Decimal, residence: ResidenceClass) -> Row:
	income = policy.income
	rule, disregard = income.employment_cost, income.disregard
	wage_share = rule.disabled_minimum_wage_share
	wage = policy.standards.monthly(Measure.MINIMUM_WAGE, residence) if wage_share is not None else None
	return {
		"disregard_cap": codes.to_whole_fen(to_fen(standard * disregard.cap_multiple)) if disregard else 0,
		"cost_standard": multiply_to_fen(standard, rule.rate),
		"cost_disabled": None if wage is None or wage_share is None else multiply_to_fen(wage, wage_share),
		"cost_cap": None if rule.cap is None else multiply_to_fen(standard, rule.cap),
	}


def _support_threshold(policy: PolicyParameters, standard: Decimal) -> int:
	rules = policy.obligors
	if rules is None:
		return 0
	if rules.threshold_amount is not None:
		return codes.to_whole_fen(rules.threshold_amount)
	return multiply_to_fen(standard, rules.threshold_multiple or Decimal(0))


def _floor_unit(policy: PolicyParameters, standard: Decimal) -> int:
	floor = policy.dibao.floor
	if floor.kind is FloorKind.STANDARD_SHARE:
		return multiply_to_fen(standard, floor.value)
	return codes.to_whole_fen(floor.value) if floor.kind is FloorKind.AMOUNT else 0


def _margin_head(policy: PolicyParameters, standard: Decimal, residence: ResidenceClass) -> int:
	rules = policy.low_margin
	if rules is None:
		return 0
	limit = multiply_to_fen(standard, rules.multiple)
	return limit if rules.cap is None else min(limit, _quoted(policy, rules.cap, residence))


def _quoted(
	policy: PolicyParameters, measure: Measure, residence: ResidenceClass, form: CareForm | None = None
) -> int:
	return codes.to_whole_fen(policy.standards.monthly(measure, residence, form))


def _child_figures(policy: PolicyParameters, residence: ResidenceClass) -> Row:
	offered = policy.children is not None
	return {
		f"{name}_{form.value.lower()}": _quoted(policy, measure, residence, form) if offered else 0
		for name, measure in (("orphan", Measure.ORPHAN), ("unsupported", Measure.UNSUPPORTED_CHILD))
		for form in CareForm
	}


def _exclusions(policy: PolicyParameters, residence: ResidenceClass) -> Row:
	own = dibao.get_dibao_scheme(residence)
	household = {"dibao": own, "margin": Scheme.DIBIAN, "rigid": Scheme.GANGZHI}
	personal = {
		**household,
		"tekun": Scheme.TEKUN,
		"orphan": Scheme.ORPHAN,
		"unsupported": Scheme.UNSUPPORTED_CHILD,
		"single": Scheme.DIBAO_SINGLE,
	}
	conflicts = {
		f"conflict_{name}": _excluded(policy, scheme, Scope.HOUSEHOLD) for name, scheme in household.items()
	}
	return conflicts | {
		f"excluded_{name}": _excluded(policy, scheme, Scope.PERSON) for name, scheme in personal.items()
	}


def _excluded(policy: PolicyParameters, scheme: Scheme, scope: Scope) -> int:
	pairs = [{rule.scheme, rule.other} for rule in policy.exclusions if rule.scope is scope]
	return codes.build_scheme_mask(other for pair in pairs if scheme in pair for other in pair - {scheme})
