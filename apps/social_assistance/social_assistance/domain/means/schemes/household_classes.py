"""低边 and 刚性支出: recognition of households above the 低保 line; no cash, other aids open by it."""

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.assets import check_assets
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.income import TESTED, count_income
from social_assistance.domain.means.results import Outcome, SchemeResult
from social_assistance.domain.means.schemes import dibao
from social_assistance.domain.means.spending import Spending, compute_monthly_spending
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.money import to_fen
from social_assistance.domain.policy.income_rules import Citation
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.scheme_rules import LowMarginRules, RigidSpendingRules, SpendingRule
from social_assistance.domain.vocabulary import ClientClass, Measure, Scheme

_MARGIN, _RIGID = "low_margin", "rigid_spending"
_GRANTED = (Outcome.ELIGIBLE, Outcome.NEEDS_JUDGEMENT)


def evaluate_low_margin(facts: HouseholdFacts, policy: PolicyParameters) -> SchemeResult:
	"""低边: not 低保, income within a multiple of the standard, assets within the limits of the class."""
	rules = policy.low_margin
	if rules is None:
		return SchemeResult(Scheme.DIBIAN, Outcome.NOT_OFFERED)
	case = Assessment(facts, policy, Scheme.DIBIAN, ClientClass.LOW_MARGIN)
	if not case.begin():
		return case.result()
	_require_not(case, dibao.evaluate_dibao(facts, policy))
	count_income(case)
	compute_low_margin_limit(case, rules)
	_check(case, rules.inclusive, _MARGIN, rules.citation)
	check_assets(case)
	return case.result(valid_months=policy.administration.for_scheme(Scheme.DIBIAN).review_months_stable)


def compute_low_margin_limit(case: Assessment, rules: LowMarginRules) -> None:
	"""The income limit of a low-margin household of the people tested, as figure `limit`."""
	sheet, citation = case.sheet, rules.citation
	sheet.given("multiple", rules.multiple, "multiple", _MARGIN, citation)
	head = sheet.compute(
		"multiplied", Operation.PRODUCT, ("standard", "multiple"), "multiplied", _MARGIN, citation
	)
	if rules.cap is not None:
		cap = case.policy.standards.monthly(rules.cap, case.residence)
		sheet.given("cap_per_head", cap, "cap_per_head", f"{_MARGIN}.cap", citation)
		head = sheet.compute(
			"limit_per_head", Operation.MINIMUM, (head, "cap_per_head"), "limit_per_head", _MARGIN, citation
		)
	sheet.compute("limit", Operation.PRODUCT, (head, "persons"), "limit", _MARGIN, citation)


def evaluate_rigid_spending(facts: HouseholdFacts, policy: PolicyParameters) -> SchemeResult:
	"""刚性支出: none of the classes above, income below the disposable income, spending above a share of income."""
	rules = policy.rigid_spending
	if rules is None:
		return SchemeResult(Scheme.GANGZHI, Outcome.NOT_OFFERED)
	case = Assessment(facts, policy, Scheme.GANGZHI, ClientClass.RIGID_SPENDING)
	if not case.begin():
		return case.result()
	_require_not(case, dibao.evaluate_dibao(facts, policy))
	_require_not(case, evaluate_low_margin(facts, policy))
	count_income(case, rules.window_months)
	compute_measure_limit(case, Measure.DISPOSABLE_INCOME, _RIGID, rules.citation)
	_check(case, False, _RIGID, rules.citation)
	check_assets(case)
	_check_spending(case, rules)
	return case.result(valid_months=rules.validity_months)


def compute_measure_limit(case: Assessment, measure: Measure, path: str, citation: Citation) -> None:
	"""An income limit of the household from a quoted figure per head, as figure `limit`."""
	per_head = case.policy.standards.monthly(measure, case.residence)
	case.sheet.given("limit_per_head", per_head, "limit_per_head", path, citation)
	case.sheet.compute("limit", Operation.PRODUCT, ("limit_per_head", "persons"), "limit", path, citation)


def _require_not(case: Assessment, higher: SchemeResult) -> None:
	if higher.outcome in _GRANTED:
		case.refuse("higher_scheme", subject=higher.scheme.value)


def _check(case: Assessment, inclusive: bool, path: str, citation: Citation) -> None:
	sheet = case.sheet
	if not sheet.holds("below_limit", TESTED, "limit", inclusive, "below_limit", path, citation):
		case.refuse("income_not_below_limit", actual=sheet["income"], limit=sheet["limit"], citation=citation)


def _check_spending(case: Assessment, rules: RigidSpendingRules) -> None:
	"""Spending must pass ratio × income (刚性支出困难家庭认定办法 art. 5).

	The income is the one before deductions: what is spent is set against income once, by the ratio.
	"""
	sheet, citation = case.sheet, rules.citation
	figures = [figure for rule in rules.kinds for figure in _spending_of_kind(case, rules, rule)]
	sheet.compute("rigid_sum", Operation.SUM, figures, "rigid_sum", _RIGID, citation)
	sheet.compute("rigid_spending", Operation.FEN, ("rigid_sum",), "rigid_spending", _RIGID, citation)
	sheet.compute("rigid_income", Operation.FEN, ("gross_income",), "rigid_income", _RIGID, citation)
	sheet.given("rigid_ratio", rules.ratio, "rigid_ratio", f"{_RIGID}.ratio", citation)
	operands = ("rigid_income", "rigid_ratio")
	sheet.compute("rigid_limit", Operation.PRODUCT, operands, "rigid_limit", _RIGID, citation)
	# An inclusive ratio passes at equality, so the failing test is then the strict one.
	fails = sheet.holds(
		"rigid_test", "rigid_spending", "rigid_limit", not rules.inclusive, "rigid_test", _RIGID, citation
	)
	if fails:
		case.refuse(
			"spending_below_ratio",
			actual=sheet["rigid_spending"],
			limit=sheet["rigid_limit"],
			citation=citation,
		)


def _spending_of_kind(case: Assessment, rules: RigidSpendingRules, rule: SpendingRule) -> list[str]:
	"""Spending of one kind by person, capped per person where the policy says so."""
	figures: list[str] = []
	spending = Spending((rule.kind,), rules.window_months, f"{_RIGID}.kinds", rules.citation)
	for member in case.members:
		key = f"rigid.{rule.kind.value}.{member.key}"
		lines = compute_monthly_spending(case, spending, key, member.key)
		if not lines:
			continue
		subject = f"{member.key}: {rule.kind.value}"
		figure = case.sheet.compute(
			key, Operation.SUM, lines, "rigid_kind", _RIGID, rules.citation, subject=subject
		)
		figures.append(_capped(case, figure, rules, rule, subject))
	return figures


def _capped(
	case: Assessment, figure: str, rules: RigidSpendingRules, rule: SpendingRule, subject: str
) -> str:
	caps = []
	if rule.yearly_cap is not None:
		caps.append(rule.yearly_cap / 12)
	if rule.monthly_cap_multiple is not None:
		caps.append(case.standard * rule.monthly_cap_multiple)
	if not caps:
		return figure
	path = f"{_RIGID}.kinds"
	cap = case.sheet.given(f"{figure}.cap", to_fen(min(caps)), "rigid_cap", path, rules.citation, subject)
	return case.sheet.compute(
		f"{figure}.capped", Operation.MINIMUM, (figure, cap), "spending_allowed", path, rules.citation
	)
