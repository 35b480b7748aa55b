"""Outcome of one scheme: amount by parts, reasons with their figures, and the sheet that explains it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from social_assistance.domain.labels import REASON_LABELS
from social_assistance.domain.means.membership import MembershipGround
from social_assistance.domain.means.worksheet import Line
from social_assistance.domain.money import ZERO
from social_assistance.domain.vocabulary import CareLevel, ResidenceClass, Scheme


class Outcome(Enum):
	"""What the rules say; a person decides."""

	ELIGIBLE = "Eligible"
	NOT_ELIGIBLE = "Not Eligible"
	NEEDS_JUDGEMENT = "Needs Judgement"
	INCOMPLETE = "Incomplete"
	EXCLUDED = "Excluded"
	NOT_OFFERED = "Not Offered"
	NOT_APPLICABLE = "Not Applicable"


class PartKind(Enum):
	"""Parts of an amount."""

	BASE = "Base"
	TOPUP = "Top-up"
	LIVING = "Living"
	CARE = "Care"


@dataclass(frozen=True)
class Reason:
	"""Why not, or what is in doubt: stable code, whom it concerns, the figure and its limit, the rule's citation."""

	code: str
	subject: str = ""
	actual: Decimal | None = None
	limit: Decimal | None = None
	citation: str = ""

	@property
	def text(self) -> str:
		"""English text; the source string of the translation is `REASON_LABELS[code]`."""
		return REASON_LABELS[self.code].format(subject=self.subject, actual=self.actual, limit=self.limit)

	@property
	def shortfall(self) -> Decimal | None:
		"""By how much the figure misses the limit, when both are known."""
		if self.actual is None or self.limit is None:
			return None
		return abs(self.actual - self.limit)


@dataclass(frozen=True)
class AmountPart:
	"""One part of a monthly (or, for temporary aid, single) amount in yuan; `member` for parts of one person."""

	kind: PartKind
	amount: Decimal
	rule: str
	member: str = ""
	citation: str = ""


@dataclass(frozen=True)
class SchemeResult:
	"""What one scheme gives this household or person, and why."""

	scheme: Scheme
	outcome: Outcome
	person: str = ""
	residence_class: ResidenceClass = ResidenceClass.ANY
	reasons: tuple[Reason, ...] = ()
	doubts: tuple[Reason, ...] = ()
	notices: tuple[Reason, ...] = ()
	parts: tuple[AmountPart, ...] = ()
	covered: tuple[str, ...] = ()
	tier: str = ""
	care_level: CareLevel | None = None
	authority: str = ""
	valid_months: int = 0
	replaces: tuple[Scheme, ...] = ()
	membership: tuple[MembershipGround, ...] = ()
	lines: tuple[Line, ...] = ()

	@property
	def is_eligible(self) -> bool:
		"""Whether the rules grant the scheme without further judgement."""
		return self.outcome is Outcome.ELIGIBLE

	@property
	def amount(self) -> Decimal:
		"""Sum of the parts."""
		return sum((part.amount for part in self.parts), ZERO)

	def part(self, kind: PartKind) -> Decimal:
		"""Sum of the parts of one kind."""
		return sum((part.amount for part in self.parts if part.kind is kind), ZERO)

	def figure(self, key: str) -> Decimal | None:
		"""A figure of the sheet by its key."""
		return next((line.value for line in self.lines if line.figure == key), None)
