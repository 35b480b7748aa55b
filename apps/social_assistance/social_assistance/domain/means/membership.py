"""Who counts as a member of the household that is tested, and signs of a household split for the benefit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from social_assistance.domain.means.household import HouseholdFacts, LabourAbility, Member
from social_assistance.domain.periods import add_months
from social_assistance.domain.policy.income_rules import Citation, DisabilityMatch, HouseholdRules
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import Relation, Scheme, Scope, StudyStage

_CHILDREN = (Relation.SON, Relation.DAUGHTER)


@dataclass(frozen=True)
class MembershipGround:
	"""Whether a member counts, the ground as a stable code, and the rule."""

	member: Member
	counts: bool
	ground: str
	citation: Citation


def assess_membership(
	facts: HouseholdFacts, policy: PolicyParameters, scheme: Scheme
) -> tuple[MembershipGround, ...]:
	"""Every member with whether he counts for a scheme (民发〔2021〕57号 art. 7 and the exclusive schemes)."""
	return tuple(_decide(member, facts.assessed_on, policy, scheme) for member in facts.members)


def list_counted_members(
	facts: HouseholdFacts, policy: PolicyParameters, scheme: Scheme
) -> tuple[Member, ...]:
	"""The members who count."""
	return tuple(row.member for row in assess_membership(facts, policy, scheme) if row.counts)


def _decide(member: Member, day: date, policy: PolicyParameters, scheme: Scheme) -> MembershipGround:
	rules = policy.household
	ground = _excluded_by_status(member, rules, day)
	if ground:
		return MembershipGround(member, False, ground, rules.citation)
	exclusive = find_exclusive_scheme(member.schemes, policy, scheme, Scope.PERSON)
	if exclusive:
		return MembershipGround(member, False, f"has_{exclusive.value}", rules.citation)
	ground = _ground_to_count(member, rules, day)
	return MembershipGround(member, bool(ground), ground or "no_support_duty", rules.citation)


def _excluded_by_status(member: Member, rules: HouseholdRules, day: date) -> str:
	for excluded in rules.excluded_statuses:
		for period in member.statuses:
			lasted = add_months(period.first_day, excluded.months) <= day
			if period.status is excluded.status and period.holds_on(day) and lasted:
				return f"status_{period.status.value}"
	return ""


def _ground_to_count(member: Member, rules: HouseholdRules, day: date) -> str:
	if member.is_applicant or member.relation is Relation.HEAD:
		return "applicant_or_head"
	if member.relation is Relation.SPOUSE:
		return "spouse"
	if member.relation in _CHILDREN and member.age(day) < rules.adult_age:
		return "minor_child"
	if member.relation in _CHILDREN and not member.can_live_independently:
		return "dependent_child"
	if member.relation in _CHILDREN and _studies(member, rules.study_stages):
		return "student_child"
	return "support_duty" if member.lives_together and _owes_support(member, rules) else ""


def _studies(member: Member, stages: Iterable[StudyStage]) -> bool:
	return member.study is not None and member.study in stages


def _owes_support(member: Member, rules: HouseholdRules) -> bool:
	"""As recorded for the person, else as the law presumes for the relation."""
	return member.relation in rules.duty_relations if member.legal_duty is None else member.legal_duty


def find_exclusive_scheme(
	held: Iterable[Scheme], policy: PolicyParameters, wanted: Scheme, scope: Scope
) -> Scheme | None:
	"""A scheme already held that the wanted one excludes, none when they go together."""
	for scheme in held:
		for rule in policy.exclusions:
			if rule.scope is scope and {rule.scheme, rule.other} == {scheme, wanted} and scheme is not wanted:
				return scheme
	return None


def matches_any_disability_rule(member: Member, rules: Iterable[DisabilityMatch]) -> bool:
	"""Whether one of the member's disabilities falls under one of the rules."""
	return any(rule.matches(disability) for rule in rules for disability in member.disabilities)


@dataclass(frozen=True)
class FormerMember:
	"""A person of the household from which the applicants came."""

	key: str
	age: int
	is_earner: bool
	same_address: bool = False


def find_splitting_signs(
	facts: HouseholdFacts, formed_on: date, former: Iterable[FormerMember], rules: HouseholdRules
) -> tuple[str, ...]:
	"""Signs that a household was split for the benefit; empty when formed earlier than the policy looks back."""
	if not rules.splitting_months or add_months(formed_on, rules.splitting_months) <= facts.assessed_on:
		return ()
	left_behind = [person for person in former if person.key not in {member.key for member in facts.members}]
	earners = [person for person in left_behind if person.is_earner]
	if not earners:
		return ()
	signs = ["formed_shortly_before"]
	if all(_depends(member, rules, facts.assessed_on) for member in facts.members):
		signs.append("only_dependants_left")
	if any(person.same_address for person in earners):
		signs.append("earner_at_same_address")
	return tuple(signs)


def _depends(member: Member, rules: HouseholdRules, day: date) -> bool:
	old = bool(rules.splitting_old_age) and member.age(day) >= rules.splitting_old_age
	minor = member.age(day) < rules.adult_age
	return old or minor or bool(member.disabilities) or member.labour_ability is LabourAbility.NONE
