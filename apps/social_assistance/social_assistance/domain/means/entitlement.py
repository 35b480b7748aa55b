"""All schemes for one household: what the rules grant, what comes near, what to refer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from social_assistance.domain.errors import ParameterError
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.results import Outcome, Reason, SchemeResult
from social_assistance.domain.means.schemes import (
	children,
	dibao,
	household_classes,
	single_person,
	tekun,
	temporary_aid,
)
from social_assistance.domain.means.schemes.special_aid import Referral, propose_referrals
from social_assistance.domain.periods import Month, add_months
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import Scheme

_DIBAO = (Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL)
_PERSONAL = (Scheme.TEKUN, Scheme.ORPHAN, Scheme.UNSUPPORTED_CHILD, Scheme.DIBAO_SINGLE)
_TEMPORARY = (Scheme.TEMP_EMERGENCY, Scheme.TEMP_EXPENSE)
_NOT_NEAR = (Outcome.NOT_OFFERED, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Entitlement:
	"""Results of every scheme, household schemes first, and the referrals that they open."""

	results: tuple[SchemeResult, ...]
	referrals: tuple[Referral, ...]

	@property
	def granted(self) -> tuple[SchemeResult, ...]:
		"""Results that need no further judgement."""
		return tuple(result for result in self.results if result.is_eligible)


@dataclass(frozen=True)
class NearMiss:
	"""A scheme that was not reached, and what is missing."""

	scheme: Scheme
	person: str
	missing: tuple[Reason, ...]


def evaluate_scheme(
	facts: HouseholdFacts, policy: PolicyParameters, scheme: Scheme, person: str = ""
) -> SchemeResult:
	"""One scheme for the household, or for one person where the scheme is personal; ParameterError for special aids."""
	_require_in_force(facts.assessed_on, policy)
	if scheme in _DIBAO:
		if scheme is not dibao.get_dibao_scheme(facts.residence_class):
			return SchemeResult(scheme, Outcome.NOT_APPLICABLE)
		return dibao.evaluate_dibao(facts, policy)
	if scheme in _PERSONAL:
		return _personal(facts, policy, scheme, person or _applicant(facts))
	if scheme in _TEMPORARY:
		return temporary_aid.evaluate_temporary_aid(facts, policy, scheme)
	if scheme is Scheme.DIBIAN:
		return household_classes.evaluate_low_margin(facts, policy)
	if scheme is Scheme.GANGZHI:
		return household_classes.evaluate_rigid_spending(facts, policy)
	raise ParameterError("scheme_by_referral", "scheme", {"scheme": scheme.value})


def evaluate_all_schemes(facts: HouseholdFacts, policy: PolicyParameters) -> Entitlement:
	"""Every scheme: household classes, each person's own schemes, temporary aid, then referrals."""
	household = (dibao.get_dibao_scheme(facts.residence_class), Scheme.DIBIAN, Scheme.GANGZHI)
	results = [evaluate_scheme(facts, policy, scheme) for scheme in household]
	results += [
		evaluate_scheme(facts, policy, scheme, member.key) for member in facts.members for scheme in _PERSONAL
	]
	results += [evaluate_scheme(facts, policy, scheme) for scheme in _TEMPORARY]
	granted = {result.scheme for result in results if result.is_eligible and not result.person}
	return Entitlement(tuple(results), propose_referrals(facts, policy, granted))


def list_near_misses(results: Iterable[SchemeResult], limit: int = 3) -> tuple[NearMiss, ...]:
	"""Schemes that were missed by figures only, by the fewest conditions, and by the smallest share of their limits."""
	missed = [row for row in results if row.outcome not in (*_NOT_NEAR, Outcome.ELIGIBLE)]
	missed.sort(key=_distance)
	return tuple(NearMiss(row.scheme, row.person, (*row.reasons, *row.doubts)) for row in missed[:limit])


def compute_start_month(policy: PolicyParameters, decided_on: date, *, is_paid_once: bool = False) -> Month:
	"""First month of payment: the month after the decision (民发〔2021〕57号 art. 21), or its own month where the policy says so.

	A sum that is paid once belongs to the month of its decision (民发〔2018〕23号).
	"""
	later = 0 if is_paid_once else policy.administration.start_months_after_decision
	return Month.of(decided_on).plus(later)


def compute_review_day(
	policy: PolicyParameters, scheme: Scheme, reviewed_on: date, *, is_unstable: bool
) -> date | None:
	"""Day of the next periodic review (民发〔2021〕57号 art. 31): sooner for unstable income or members able to work; none where none is due."""
	row = policy.administration.for_scheme(scheme)
	months = row.review_months_unstable if is_unstable else row.review_months_stable
	return add_months(reviewed_on, months) if months else None


def _personal(facts: HouseholdFacts, policy: PolicyParameters, scheme: Scheme, person: str) -> SchemeResult:
	if scheme is Scheme.TEKUN:
		return tekun.evaluate_tekun(facts, policy, person)
	if scheme is Scheme.DIBAO_SINGLE:
		return single_person.evaluate_single_person(facts, policy, person)
	return children.evaluate_child(facts, policy, scheme, person)


def _applicant(facts: HouseholdFacts) -> str:
	return next(member.key for member in facts.members if member.is_applicant)


def _require_in_force(day: date, policy: PolicyParameters) -> None:
	if not policy.holds_on(day):
		details = {"version": policy.version, "day": day}
		raise ParameterError("policy_not_in_force", "assessed_on", details)


def _distance(result: SchemeResult) -> tuple[int, int, Decimal]:
	"""Conditions that no figure can close weigh most, then the number of the others, then how far they are missed."""
	open_reasons = (*result.reasons, *result.doubts)
	measured = [reason for reason in open_reasons if reason.shortfall is not None]
	gaps = [
		(reason.shortfall or Decimal(0)) / max(reason.limit or Decimal(1), Decimal(1)) for reason in measured
	]
	return len(open_reasons) - len(measured), len(measured), sum(gaps, Decimal(0))
