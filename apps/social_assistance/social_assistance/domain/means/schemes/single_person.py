"""低保单人户: a severely disabled, seriously ill or clergy member of a low-margin family files alone."""

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.assets import check_assets
from social_assistance.domain.means.household import HouseholdFacts, Member
from social_assistance.domain.means.income import count_income
from social_assistance.domain.means.membership import matches_any_disability_rule
from social_assistance.domain.means.results import Outcome, PartKind, Reason, SchemeResult
from social_assistance.domain.means.schemes import dibao
from social_assistance.domain.means.schemes.household_classes import evaluate_low_margin
from social_assistance.domain.means.topups import pay_topups
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.scheme_rules import SingleAmount, SinglePersonRules
from social_assistance.domain.vocabulary import ClientClass, PersonStatus, Scheme

_PATH = "single_person"


def evaluate_single_person(facts: HouseholdFacts, policy: PolicyParameters, person: str) -> SchemeResult:
	"""Entitlement of one person filing alone (民发〔2021〕57号 art. 8; 民发〔2022〕83号)."""
	rules = policy.single_person
	if rules is None or policy.low_margin is None:
		return SchemeResult(Scheme.DIBAO_SINGLE, Outcome.NOT_OFFERED, person)
	case = Assessment(facts, policy, Scheme.DIBAO_SINGLE, ClientClass.DIBAO, person)
	case.begin()
	member = facts.member(person)
	if not _has_ground(member, facts, rules):
		case.refuse("single_filing_ground_missing", subject=person, citation=rules.citation)
		return case.result()
	_require_low_margin_family(case)
	count_income(case)
	dibao.check_income(case)
	check_assets(case, ClientClass.LOW_MARGIN)
	if case.reasons:
		return case.result()
	_pay(case, rules)
	case.total([dibao.PART_FIGURE, *pay_topups(case)], rules.citation)
	return case.result()


def _has_ground(member: Member, facts: HouseholdFacts, rules: SinglePersonRules) -> bool:
	return (
		matches_any_disability_rule(member, rules.disabilities)
		or (rules.seriously_ill and member.seriously_ill)
		or (rules.clergy and member.has_status(PersonStatus.CLERGY, facts.assessed_on))
	)


def _require_low_margin_family(case: Assessment) -> None:
	"""The whole family must be low-margin; a family that itself qualifies for 低保 is taken in as a whole."""
	family = evaluate_low_margin(case.facts, case.policy)
	for reason in family.reasons:
		if reason.code == "income_not_below_limit":
			family_reason = Reason("family_not_low_margin", "", reason.actual, reason.limit, reason.citation)
			case.reasons.append(family_reason)
		elif reason.code != "holds_exclusive_scheme":
			case.reasons.append(reason)
	case.doubts.extend(family.doubts)


def _pay(case: Assessment, rules: SinglePersonRules) -> None:
	if rules.amount is SingleAmount.GAP:
		dibao.pay_base(case)
		return
	case.sheet.compute(
		dibao.PART_FIGURE, Operation.SUM, ("limit",), "base", f"{_PATH}.amount", rules.citation
	)
	case.pay(PartKind.BASE, dibao.PART_FIGURE)
