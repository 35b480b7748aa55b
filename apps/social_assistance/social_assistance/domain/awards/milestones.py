"""Ages at which a benefit begins, changes or ends, read from the policy; and the birthdays that come near."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from social_assistance.domain.periods import add_months
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import Scheme

TOPPED_UP = (Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL, Scheme.DIBAO_SINGLE)
CHILDREN = (Scheme.ORPHAN, Scheme.UNSUPPORTED_CHILD)


@dataclass(frozen=True)
class Milestone:
	"""An age in completed years and the schemes for which it means something."""

	age: int
	schemes: tuple[Scheme, ...]

	def births(self, first: date, last: date) -> tuple[date, date]:
		"""Birth dates of those who reach the age on one of these days."""
		return add_months(first, -12 * self.age), add_months(last, -12 * self.age)

	def reached_on(self, birth_date: date) -> date:
		"""The birthday; of someone born on 29 February the first of March in ordinary years."""
		day = add_months(birth_date, 12 * self.age)
		return day if day.day == birth_date.day else day + timedelta(days=1)


def milestones(policy: PolicyParameters) -> tuple[Milestone, ...]:
	"""Ages of top-ups that begin or end, of minors in 特困, of orphans and de facto unsupported children."""
	found: dict[int, set[Scheme]] = {}
	for age, schemes in _ages(policy):
		found.setdefault(age, set()).update(schemes)
	return tuple(
		Milestone(age, tuple(sorted(schemes, key=lambda scheme: scheme.value)))
		for age, schemes in sorted(found.items())
	)


def _ages(policy: PolicyParameters) -> Iterator[tuple[int, tuple[Scheme, ...]]]:
	for rule in policy.topups.rules if policy.topups else ():
		if rule.min_age:
			yield rule.min_age, TOPPED_UP
		if rule.max_age is not None:
			yield rule.max_age + 1, TOPPED_UP
	if policy.tekun:
		yield policy.tekun.minor_until, (Scheme.TEKUN,)
	if policy.children:
		yield policy.children.below_age, CHILDREN
