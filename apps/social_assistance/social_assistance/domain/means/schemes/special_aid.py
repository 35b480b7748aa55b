"""专项救助 as referrals: which aids the family's recognised class and recorded needs open."""

from collections.abc import Collection
from dataclasses import dataclass

from social_assistance.domain.means.household import HouseholdFacts, LabourAbility, Member
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.policy.referral_rules import Need, ReferralRule
from social_assistance.domain.vocabulary import ExpenseKind, Scheme


@dataclass(frozen=True)
class Referral:
	"""A proposed referral: the aid, the person (none for the household), the need, and the class that opens it."""

	scheme: Scheme
	person: str
	need: Need
	opened_by: Scheme
	citation: str


def propose_referrals(
	facts: HouseholdFacts, policy: PolicyParameters, granted: Collection[Scheme] = ()
) -> tuple[Referral, ...]:
	"""Referrals for schemes held or just granted; a need without a class that opens the aid gives none."""
	household = {*facts.schemes, *granted}
	return tuple(referral for rule in policy.special_aids for referral in _by_rule(facts, rule, household))


def _by_rule(facts: HouseholdFacts, rule: ReferralRule, household: set[Scheme]) -> list[Referral]:
	referrals: list[Referral] = []
	for member in facts.members:
		opened_by = next(
			(scheme for scheme in rule.holders if scheme in household | set(member.schemes)), None
		)
		if opened_by is None or not _has_need(member, facts, rule):
			continue
		person = "" if rule.for_household else member.key
		if not any(referral.person == person for referral in referrals):
			referrals.append(Referral(rule.scheme, person, rule.need, opened_by, str(rule.citation or "")))
	return referrals


def _has_need(member: Member, facts: HouseholdFacts, rule: ReferralRule) -> bool:
	if rule.need is Need.ILLNESS:
		return member.seriously_ill or _spends(member, facts, ExpenseKind.MEDICAL)
	if rule.need is Need.STUDY:
		return member.study is not None and (not rule.study_stages or member.study in rule.study_stages)
	if rule.need is Need.WORK:
		return _lacks_work(member, facts, rule)
	return rule.circumstance in member.circumstances


def _lacks_work(member: Member, facts: HouseholdFacts, rule: ReferralRule) -> bool:
	age = member.age(facts.assessed_on)
	of_age = rule.min_age <= age and (rule.max_age is None or age <= rule.max_age)
	able = member.labour_ability is not LabourAbility.NONE
	return of_age and able and not member.is_employed and member.study is None


def _spends(member: Member, facts: HouseholdFacts, kind: ExpenseKind) -> bool:
	return any(line.member == member.key and line.kind is kind and line.amount > 0 for line in facts.expenses)
