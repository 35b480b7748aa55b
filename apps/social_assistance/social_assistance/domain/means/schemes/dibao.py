"""低保 of a household: income below the standard, assets within limits, difference or tier, top-ups."""

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.assets import check_assets
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.income import TESTED, count_income
from social_assistance.domain.means.results import PartKind, SchemeResult
from social_assistance.domain.means.topups import pay_topups
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.scheme_rules import AmountMethod, FloorKind, Tier
from social_assistance.domain.vocabulary import ClientClass, ResidenceClass, Scheme, Scope

_PATH = "dibao"


def get_dibao_scheme(residence: ResidenceClass) -> Scheme:
	"""Urban or rural 低保; a household measured by a common standard belongs to the urban scheme."""
	return Scheme.DIBAO_RURAL if residence is ResidenceClass.RURAL else Scheme.DIBAO_URBAN


def evaluate_dibao(facts: HouseholdFacts, policy: PolicyParameters) -> SchemeResult:
	"""Entitlement of the household (民发〔2021〕57号 art. 12 to 14, 23, 27)."""
	case = Assessment(facts, policy, get_dibao_scheme(facts.residence_class), ClientClass.DIBAO)
	if not case.begin():
		return case.result()
	count_income(case)
	check_income(case)
	check_assets(case)
	if case.reasons:
		return case.result()
	tier = pay_base(case)
	case.total([PART_FIGURE, *pay_topups(case)], policy.dibao.citation)
	return case.result(tier=tier)


PART_FIGURE = "base"


def check_income(case: Assessment) -> None:
	"""Counted income against the standard times persons; equal is refused unless the policy includes it."""
	rules, sheet = case.policy.dibao, case.sheet
	sheet.compute("limit", Operation.PRODUCT, ("standard", "persons"), "limit", _PATH, rules.citation)
	if not sheet.holds("below_limit", TESTED, "limit", rules.inclusive, "below_limit", _PATH, rules.citation):
		case.refuse(
			"income_not_below_limit", actual=sheet["income"], limit=sheet["limit"], citation=rules.citation
		)


def pay_base(case: Assessment) -> str:
	"""The base amount, never above the full standard; returns the tier code when the policy pays by tiers."""
	rules, sheet = case.policy.dibao, case.sheet
	tier = ""
	if rules.method is AmountMethod.TIERS:
		tier, exact = _tier_amount(case)
	else:
		exact = sheet.compute("gap", Operation.EXCESS, ("limit", "income"), "gap", _PATH, rules.citation)
	amount = sheet.compute(
		"rounded",
		Operation.ROUND,
		(exact,),
		"rounded",
		f"{_PATH}.rounding",
		rules.citation,
		rounding=rules.rounding,
	)
	if rules.floor.kind is not FloorKind.NONE:
		amount = _raise_to_floor(case, amount)
	sheet.compute(
		PART_FIGURE,
		Operation.MINIMUM,
		(amount, "limit"),
		"base",
		f"{_PATH}.{rules.method.value}",
		rules.citation,
	)
	case.pay(PartKind.BASE, PART_FIGURE)
	return tier


def _raise_to_floor(case: Assessment, amount: str) -> str:
	floor, sheet, path = case.policy.dibao.floor, case.sheet, f"{_PATH}.floor"
	citation = case.policy.dibao.citation
	if floor.kind is FloorKind.STANDARD_SHARE:
		sheet.given("floor_share", floor.value, "floor_share", path, citation)
		unit = sheet.compute(
			"floor_value", Operation.PRODUCT, ("standard", "floor_share"), "floor_value", path, citation
		)
	else:
		unit = sheet.given("floor_value", floor.value, "floor_value", path, citation)
	units = len(case.members) if floor.per is Scope.PERSON else 1
	sheet.given("floor_units", units, "floor_units", path, citation)
	sheet.compute("floor", Operation.PRODUCT, (unit, "floor_units"), "floor", path, citation)
	return sheet.compute("raised", Operation.MAXIMUM, (amount, "floor"), "raised", path, citation)


def _tier_amount(case: Assessment) -> tuple[str, str]:
	"""The first tier whose income limit is passed; income equal to the standard, if let in, is the last tier."""
	tiers, sheet, citation = case.policy.dibao.tiers, case.sheet, case.policy.dibao.citation
	for tier in tiers:
		path, key = f"{_PATH}.tiers.{tier.code}", f"tier.{tier.code}"
		sheet.given(
			f"{key}.share", tier.income_below_share, "tier_limit_share", path, citation, subject=tier.code
		)
		operands = ("limit", f"{key}.share")
		sheet.compute(
			f"{key}.limit", Operation.PRODUCT, operands, "tier_limit", path, citation, subject=tier.code
		)
		operands = (TESTED, f"{key}.limit")
		test = sheet.compute(
			f"{key}.test", Operation.BELOW, operands, "tier_test", path, citation, subject=tier.code
		)
		if sheet[test] == 1 or tier is tiers[-1]:
			return tier.code, _tier_pay(case, tier)
	return "", "income"


def _tier_pay(case: Assessment, tier: Tier) -> str:
	sheet, citation = case.sheet, case.policy.dibao.citation
	path, key = f"{_PATH}.tiers.{tier.code}", f"tier.{tier.code}"
	if tier.amount is not None:
		pay = sheet.given(f"{key}.pay", tier.amount, "tier_pay", path, citation, tier.code)
	else:
		sheet.given(f"{key}.pay_share", tier.standard_share or 0, "tier_share", path, citation, tier.code)
		operands = ("standard", f"{key}.pay_share")
		pay = sheet.compute(
			f"{key}.pay", Operation.PRODUCT, operands, "tier_pay", path, citation, subject=tier.code
		)
	operands = (pay, "persons")
	return sheet.compute(
		f"{key}.amount", Operation.PRODUCT, operands, "tier_amount", path, citation, subject=tier.code
	)
