"""Working state of one scheme for one household: the people tested, the sheet, reasons and doubts so far."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from social_assistance.domain.means.household import HouseholdFacts, Member
from social_assistance.domain.means.membership import (
	MembershipGround,
	assess_membership,
	find_exclusive_scheme,
)
from social_assistance.domain.means.results import AmountPart, Outcome, PartKind, Reason, SchemeResult
from social_assistance.domain.means.worksheet import Operation, Worksheet
from social_assistance.domain.policy.income_rules import Citation
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import ClientClass, ResidenceClass, Scheme, Scope

# Household classes are one ladder: a new finding moves the family, it does not add a second class.
LADDER = frozenset({Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL, Scheme.DIBIAN, Scheme.GANGZHI})


@dataclass
class Assessment:
	"""Collects figures, reasons and doubts while the rules of one scheme are applied to a household or one person."""

	facts: HouseholdFacts
	policy: PolicyParameters
	scheme: Scheme
	client_class: ClientClass
	person: str = ""
	sheet: Worksheet = field(default_factory=Worksheet)
	reasons: list[Reason] = field(default_factory=list)
	doubts: list[Reason] = field(default_factory=list)
	lacking: list[Reason] = field(default_factory=list)
	notices: list[Reason] = field(default_factory=list)
	parts: list[AmountPart] = field(default_factory=list)

	@property
	def residence(self) -> ResidenceClass:
		"""Town or country, by which standard the household is measured."""
		return self.facts.residence_class

	@cached_property
	def membership(self) -> tuple[MembershipGround, ...]:
		"""Every member with whether he counts for this scheme."""
		return assess_membership(self.facts, self.policy, self.scheme)

	@cached_property
	def members(self) -> tuple[Member, ...]:
		"""The people tested: the person alone, or the members who count."""
		if self.person:
			return (self.facts.member(self.person),)
		return tuple(row.member for row in self.membership if row.counts)

	@cached_property
	def standard(self) -> Decimal:
		"""The 低保 standard in yuan a month."""
		return self.policy.standard(self.residence)

	def begin(self) -> bool:
		"""Write down standard and persons; false when nobody is left to be tested."""
		standards, household = self.policy.standards, self.policy.household
		self.sheet.given("standard", self.standard, "standard", "standards", standards.citation)
		self.sheet.given("persons", len(self.members), "persons", "household", household.citation)
		if not self.members:
			self.refuse("no_counted_member", citation=household.citation)
		return bool(self.members)

	def refuse(self, code: str, **details: Any) -> None:
		"""A reason why the scheme is not given."""
		self.reasons.append(_reason(code, **details))

	def doubt(self, code: str, **details: Any) -> None:
		"""Something that a person must judge before the scheme is given."""
		self.doubts.append(_reason(code, **details))

	def lack(self, code: str, **details: Any) -> None:
		"""A fact that is missing."""
		self.lacking.append(_reason(code, **details))

	def notice(self, code: str, **details: Any) -> None:
		"""Something to look at that does not stop the scheme."""
		self.notices.append(_reason(code, **details))

	def pay(self, kind: PartKind, figure: str, member: str = "") -> None:
		"""Make a figure of the sheet a part of the amount; nothing is paid of a zero."""
		line = next(line for line in self.sheet.lines if line.figure == figure)
		if line.value > 0:
			self.parts.append(AmountPart(kind, line.value, line.rule, member, line.citation))

	def total(self, figures: list[str], citation: Citation) -> None:
		"""The closing line: the sum of the paid figures."""
		self.sheet.compute("total", Operation.SUM, figures, "total", "amount", citation)

	def result(self, **extra: Any) -> SchemeResult:
		"""The outcome: refused, incomplete, to be judged, excluded by a scheme already held, or eligible."""
		held, conflict = self._held()
		outcome = self._outcome(conflict)
		given = outcome in (Outcome.ELIGIBLE, Outcome.NEEDS_JUDGEMENT)
		return SchemeResult(
			scheme=self.scheme,
			outcome=outcome,
			person=self.person,
			residence_class=self.residence,
			reasons=tuple((*self.reasons, *self.lacking, *([conflict] if conflict else []))),
			doubts=tuple(self.doubts),
			notices=tuple(self.notices),
			parts=tuple(self.parts) if given else (),
			covered=tuple(member.key for member in self.members) if given else (),
			replaces=held if given else (),
			membership=() if self.person else self.membership,
			lines=self.sheet.lines,
			**extra,
		)

	def _outcome(self, conflict: Reason | None) -> Outcome:
		if self.reasons:
			return Outcome.NOT_ELIGIBLE
		if self.lacking:
			return Outcome.INCOMPLETE
		if conflict:
			return Outcome.EXCLUDED
		return Outcome.NEEDS_JUDGEMENT if self.doubts else Outcome.ELIGIBLE

	def _held(self) -> tuple[tuple[Scheme, ...], Reason | None]:
		"""Schemes that this one would replace, and the first that must end before."""
		if self.person:
			held = find_exclusive_scheme(
				self.facts.member(self.person).schemes, self.policy, self.scheme, Scope.PERSON
			)
		else:
			held = find_exclusive_scheme(self.facts.schemes, self.policy, self.scheme, Scope.HOUSEHOLD)
		if held is None:
			return (), None
		if held in LADDER:
			return (held,), None
		return (), Reason("holds_exclusive_scheme", held.value)


def _reason(
	code: str,
	*,
	subject: str = "",
	actual: Decimal | int | None = None,
	limit: Decimal | int | None = None,
	citation: Citation | None = None,
) -> Reason:
	return Reason(
		code,
		subject,
		None if actual is None else Decimal(actual),
		None if limit is None else Decimal(limit),
		str(citation or ""),
	)
