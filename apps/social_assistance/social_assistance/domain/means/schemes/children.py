"""孤儿 and 事实无人抚养儿童: age, what became of both parents, the living standard of the child."""

from collections.abc import Collection

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.household import HouseholdFacts, Member
from social_assistance.domain.means.results import Outcome, PartKind, SchemeResult
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.scheme_rules import ChildRules
from social_assistance.domain.vocabulary import CareForm, ClientClass, Measure, ParentStatus, Scheme

_PATH = "children"
_MEASURES = {Scheme.ORPHAN: Measure.ORPHAN, Scheme.UNSUPPORTED_CHILD: Measure.UNSUPPORTED_CHILD}


def evaluate_child(
	facts: HouseholdFacts, policy: PolicyParameters, scheme: Scheme, person: str
) -> SchemeResult:
	"""Entitlement of one child to one of the two schemes; an adult outside the scheme is not applicable."""
	rules = policy.children
	if rules is None:
		return SchemeResult(scheme, Outcome.NOT_OFFERED, person)
	member = facts.member(person)
	if not _is_child(member, facts, rules, scheme) and scheme not in member.schemes:
		return SchemeResult(scheme, Outcome.NOT_APPLICABLE, person)
	case = Assessment(facts, policy, scheme, ClientClass.DIBAO, person)
	case.begin()
	if not _is_child(member, facts, rules, scheme):
		age = member.age(facts.assessed_on)
		case.refuse(
			"child_too_old", subject=person, actual=age, limit=rules.below_age, citation=rules.citation
		)
	_check_parents(case, member, rules)
	if not case.reasons:
		_pay(case, member, rules)
	return case.result()


def _is_child(member: Member, facts: HouseholdFacts, rules: ChildRules, scheme: Scheme) -> bool:
	if member.age(facts.assessed_on) < rules.below_age:
		return True
	return scheme in member.schemes and member.study is not None and member.study in rules.prolonging_study


def _check_parents(case: Assessment, member: Member, rules: ChildRules) -> None:
	both_gone = _both_in(member, rules.orphan_statuses)
	if case.scheme is Scheme.ORPHAN:
		if not both_gone:
			case.refuse("parents_can_support", subject=member.key, citation=rules.citation)
	elif both_gone:
		case.refuse("parents_both_gone", subject=member.key, citation=rules.citation)
	elif not _both_in(member, rules.unsupported_statuses):
		case.refuse("parents_can_support", subject=member.key, citation=rules.citation)


def _both_in(member: Member, statuses: Collection[ParentStatus]) -> bool:
	parents = (member.father, member.mother)
	return all(parent is not None and parent in statuses for parent in parents)


def _pay(case: Assessment, member: Member, rules: ChildRules) -> None:
	form = member.care_form or CareForm.DISPERSED
	amount = case.policy.standards.monthly(_MEASURES[case.scheme], case.residence, form)
	case.sheet.given("living", amount, "child_standard", _PATH, rules.citation, member.key)
	case.pay(PartKind.LIVING, "living", member.key)
	case.total(["living"], rules.citation)
