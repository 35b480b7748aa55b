"""特困: without labour ability, without means, without able obligor; basic living and care standard."""

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.assets import check_assets
from social_assistance.domain.means.household import HouseholdFacts, LabourAbility, Member, Obligor
from social_assistance.domain.means.income import TESTED, count_income
from social_assistance.domain.means.membership import list_counted_members, matches_any_disability_rule
from social_assistance.domain.means.results import Outcome, PartKind, SchemeResult
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.scheme_rules import BasicMethod, TekunRules
from social_assistance.domain.vocabulary import CareLevel, ClientClass, Measure, Scheme

_PATH = "tekun"


def compute_care_level(failed_items: int, rules: TekunRules) -> CareLevel:
	"""Care level by the number of failed items of six (特困人员认定办法 art. 21, 22)."""
	if failed_items >= rules.full_from:
		return CareLevel.FULL
	return CareLevel.PARTIAL if failed_items >= rules.partial_from else CareLevel.SELF_CARE


def evaluate_tekun(facts: HouseholdFacts, policy: PolicyParameters, person: str) -> SchemeResult:
	"""Entitlement of one person (特困人员认定办法 art. 4 to 9)."""
	rules = policy.tekun
	if rules is None:
		return SchemeResult(Scheme.TEKUN, Outcome.NOT_OFFERED, person)
	case = Assessment(facts, policy, Scheme.TEKUN, ClientClass.TEKUN, person)
	case.begin()
	member = facts.member(person)
	if not lacks_labour_ability(member, facts, rules):
		case.refuse("labour_ability", subject=person, citation=rules.citation)
	_check_means(case, rules)
	_check_obligors(case, rules)
	level = _level(case, member, rules)
	if not case.reasons and not case.lacking:
		_pay(case, member, rules, level)
	return case.result(care_level=level)


def lacks_labour_ability(member: Member, facts: HouseholdFacts, rules: TekunRules) -> bool:
	"""By age, by disability, or for a recipient who grew up but still studies (特困人员认定办法 art. 5, 9)."""
	age = member.age(facts.assessed_on)
	if (
		age >= rules.min_age
		or age < rules.below_age
		or matches_any_disability_rule(member, rules.disabilities)
	):
		return True
	if Scheme.TEKUN not in member.schemes:
		return False
	return age < rules.minor_until or (member.study is not None and member.study in rules.prolonging_study)


def _check_means(case: Assessment, rules: TekunRules) -> None:
	"""Income below the 低保 standard and assets within the limits of the class."""
	sheet, path = case.sheet, f"{_PATH}.income"
	count_income(case, with_support=False)
	sheet.compute("limit", Operation.PRODUCT, ("standard", "persons"), "limit", path, rules.citation)
	if not sheet.holds("below_limit", TESTED, "limit", rules.inclusive, "below_limit", path, rules.citation):
		figures = {"actual": sheet["income"], "limit": sheet["limit"], "citation": rules.citation}
		case.refuse("income_not_below_limit", **figures)
	check_assets(case)


def _check_obligors(case: Assessment, rules: TekunRules) -> None:
	for obligor in case.facts.obligors:
		if obligor.member == case.person:
			_check_obligor(case, obligor, rules)
	for member in list_counted_members(case.facts, case.policy, case.scheme):
		if member.key != case.person and _can_support(member, case, rules):
			case.refuse("member_owes_support", subject=member.key, citation=rules.citation)


def _check_obligor(case: Assessment, obligor: Obligor, rules: TekunRules) -> None:
	"""An obligor without a recorded reason is able; the reason must be one of the policy and fit the age."""
	if not obligor.unable_reason:
		case.refuse("obligor_able", subject=obligor.key, citation=rules.citation)
		return
	rule = next((row for row in rules.inability if row.reason == obligor.unable_reason), None)
	if rule is None:
		case.doubt("obligor_reason_unknown", subject=obligor.key, citation=rules.citation)
	elif rule.min_age is not None and obligor.age is None:
		case.lack("obligor_age_missing", subject=obligor.key, citation=rule.citation or rules.citation)
	elif rule.min_age is not None and obligor.age is not None and obligor.age < rule.min_age:
		citation = rule.citation or rules.citation
		case.refuse(
			"obligor_reason_age",
			subject=obligor.key,
			actual=obligor.age,
			limit=rule.min_age,
			citation=citation,
		)


def _can_support(member: Member, case: Assessment, rules: TekunRules) -> bool:
	"""A co-living adult who can work, wholly or partly, and is not himself without labour ability."""
	adult = member.age(case.facts.assessed_on) >= case.policy.household.adult_age
	able = member.labour_ability is not LabourAbility.NONE
	return adult and able and not lacks_labour_ability(member, case.facts, rules)


def _level(case: Assessment, member: Member, rules: TekunRules) -> CareLevel | None:
	if member.care_form is None:
		case.lack("care_form_missing", subject=member.key, citation=rules.citation)
	if member.failed_care_items is None:
		case.lack("self_care_assessment_missing", subject=member.key, citation=rules.citation)
		return None
	return compute_care_level(member.failed_care_items, rules)


def _pay(case: Assessment, member: Member, rules: TekunRules, level: CareLevel | None) -> None:
	sheet, policy, citation = case.sheet, case.policy, rules.citation
	path = f"{_PATH}.basic"
	if rules.basic_method is BasicMethod.INDEPENDENT:
		basic = policy.standards.monthly(Measure.TEKUN_BASIC, case.residence)
		sheet.given("living", basic, "tekun_basic", path, citation)
	else:
		sheet.given("tekun_multiple", rules.basic_multiple, "tekun_multiple", path, citation)
		operands = ("standard", "tekun_multiple")
		sheet.compute("tekun_exact", Operation.PRODUCT, operands, "tekun_exact", path, citation)
		rounding = rules.basic_rounding
		sheet.compute(
			"living", Operation.ROUND, ("tekun_exact",), "tekun_basic", path, citation, rounding=rounding
		)
	case.pay(PartKind.LIVING, "living", member.key)
	figures = ["living"]
	if level is not None and member.care_form is not None and rules.care:
		amount = policy.care_amount(level, member.care_form, case.residence)
		figures.append(sheet.given("care", amount, "care", f"{_PATH}.care", citation))
		case.pay(PartKind.CARE, "care", member.key)
	case.total(figures, citation)
