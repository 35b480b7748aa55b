"""临时救助: emergency aid (money first, papers after) and expense aid; amount, authority, repeated reasons."""

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.assets import check_assets
from social_assistance.domain.means.household import AidRequest, HouseholdFacts
from social_assistance.domain.means.income import TESTED, count_income
from social_assistance.domain.means.results import Outcome, PartKind, SchemeResult
from social_assistance.domain.means.schemes.household_classes import compute_measure_limit
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.money import ZERO
from social_assistance.domain.periods import add_months
from social_assistance.domain.policy.parameters import Authority, PolicyParameters
from social_assistance.domain.policy.scheme_rules import AidScale, TemporaryAidRules
from social_assistance.domain.vocabulary import ClientClass, Scheme

_PATH = "temporary_aid"
# Their economy was tested already: only the spending is looked at (民发〔2018〕23号).
_TESTED = frozenset({Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL, Scheme.TEKUN})


def evaluate_temporary_aid(facts: HouseholdFacts, policy: PolicyParameters, scheme: Scheme) -> SchemeResult:
	"""Aid for the request on file; `authority` says whether the township may grant it."""
	rules = policy.temporary_aid
	if rules is None:
		return SchemeResult(scheme, Outcome.NOT_OFFERED)
	request = facts.aid_request
	if request is None:
		return SchemeResult(scheme, Outcome.NOT_APPLICABLE)
	case = Assessment(facts, policy, scheme, ClientClass.TEMPORARY_AID)
	if not case.begin():
		return case.result()
	_check_reason(case, request, rules)
	if scheme is Scheme.TEMP_EXPENSE and not _TESTED & set(facts.schemes):
		_check_economy(case, rules)
	authority = ""
	scale = rules.expense if scheme is Scheme.TEMP_EXPENSE else rules.emergency
	if not any(row.code == request.difficulty for row in scale.scales):
		case.lack("difficulty_unknown", subject=request.difficulty, citation=rules.citation)
	if not case.reasons and not case.lacking:
		_pay(case, request, rules, scale)
		authority = _authority(case, rules).value
	return case.result(authority=authority)


def _check_reason(case: Assessment, request: AidRequest, rules: TemporaryAidRules) -> None:
	"""The same reason within the period needs a new cause (国发〔2014〕47号)."""
	if request.new_cause.strip():
		return
	for earlier in request.earlier:
		ends = add_months(earlier.granted_on, rules.same_reason_months)
		if earlier.reason == request.reason and case.facts.assessed_on < ends:
			case.refuse("same_reason", subject=request.reason, citation=rules.citation)
			return


def _check_economy(case: Assessment, rules: TemporaryAidRules) -> None:
	if rules.expense_income_limit is not None:
		count_income(case)
		compute_measure_limit(case, rules.expense_income_limit, f"{_PATH}.expense", rules.citation)
		sheet = case.sheet
		if not sheet.holds("below_limit", TESTED, "limit", False, "below_limit", _PATH, rules.citation):
			figures = {"actual": sheet["income"], "limit": sheet["limit"], "citation": rules.citation}
			case.refuse("income_not_below_limit", **figures)
	check_assets(case)


def _pay(case: Assessment, request: AidRequest, rules: TemporaryAidRules, scale: AidScale) -> None:
	"""min(cap, months × scale) × standard × persons, not less than the least aid, never above the cap."""
	sheet, citation = case.sheet, rules.citation
	multiple = next(row.multiple for row in scale.scales if row.code == request.difficulty)
	months = max(1, min(request.months, scale.max_months))
	cap = scale.hard_case_cap_multiple if request.is_hard_case else None
	sheet.given("aid_scale", multiple, "aid_scale", f"{_PATH}.scales.{request.difficulty}", citation)
	sheet.given("aid_months", months, "aid_months", _PATH, citation)
	sheet.compute(
		"aid_multiple", Operation.TIMES, ("aid_scale", "aid_months"), "aid_multiple", _PATH, citation
	)
	sheet.given(
		"aid_cap", scale.cap_multiple if cap is None else cap, "aid_cap", f"{_PATH}.cap_multiple", citation
	)
	operands: tuple[str, ...] = ("aid_multiple", "aid_cap")
	sheet.compute("aid_multiple_taken", Operation.MINIMUM, operands, "aid_multiple_taken", _PATH, citation)
	persons = len(case.members) if request.persons is None else min(request.persons, len(case.members))
	sheet.given("aid_persons", persons, "aid_persons", "facts")
	operands = ("standard", "aid_multiple_taken")
	sheet.compute("aid_per_head", Operation.PRODUCT, operands, "aid_per_head", _PATH, citation)
	operands = ("aid_per_head", "aid_persons")
	sheet.compute("aid_exact", Operation.PRODUCT, operands, "aid_exact", _PATH, citation)
	_round_and_pay(case, rules)


def _round_and_pay(case: Assessment, rules: TemporaryAidRules) -> None:
	sheet, citation = case.sheet, rules.citation
	sheet.compute(
		"aid_rounded", Operation.ROUND, ("aid_exact",), "rounded", _PATH, citation, rounding=rules.rounding
	)
	sheet.given("aid_minimum", rules.minimum_amount, "aid_minimum", _PATH, citation)
	operands: tuple[str, ...] = ("aid_rounded", "aid_minimum")
	sheet.compute("aid_raised", Operation.MAXIMUM, operands, "raised", _PATH, citation)
	sheet.compute(
		"aid_cap_per_head", Operation.PRODUCT, ("standard", "aid_cap"), "aid_per_head", _PATH, citation
	)
	operands = ("aid_cap_per_head", "aid_persons")
	sheet.compute("aid_full", Operation.PRODUCT, operands, "aid_full", _PATH, citation)
	sheet.compute("aid", Operation.MINIMUM, ("aid_raised", "aid_full"), "aid", _PATH, citation)
	case.pay(PartKind.BASE, "aid")
	case.total(["aid"], citation)


def _authority(case: Assessment, rules: TemporaryAidRules) -> Authority:
	"""Township within its limit (multiple of the standard or a sum, the lower), district above it."""
	limits = [] if rules.township_limit_amount is None else [rules.township_limit_amount]
	if rules.township_limit_multiple is not None:
		limits.append(case.standard * rules.township_limit_multiple)
	limit = min(limits, default=ZERO)
	path = f"{_PATH}.township_limit"
	case.sheet.given("township_limit", limit, "township_limit", path, rules.citation)
	within = case.sheet.holds(
		"township_test", "aid", "township_limit", True, "township_test", path, rules.citation
	)
	return Authority.TOWNSHIP if within else Authority.DISTRICT
