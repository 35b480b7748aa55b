"""The local rule of the meeting (民主评议) as a policy gives it: when it is held, shares of attendance and majority."""

from dataclasses import dataclass
from enum import Enum

from social_assistance.domain.codec import Record
from social_assistance.domain.errors import ParameterError
from social_assistance.domain.policy.income_rules import Citation


class AppraisalTrigger(Enum):
	"""Why a case is appraised; without one the step is skipped (中办发〔2020〕18号 (24): only disputed cases)."""

	ALWAYS = "Local Rule"
	OBJECTION = "Objection to the Notice"
	COMPLAINT = "Named Report or Complaint"
	CONFLICT = "Statement and Findings Differ"
	NO_PAPER = "Income without Paper"
	KIN_DOUBT = "Near Relative of Staff, with Doubt"


@dataclass(frozen=True)
class Fraction(Record):
	"""An exact share such as 2 of 3."""

	part: int
	whole: int

	def __post_init__(self) -> None:
		super().__post_init__()
		if not 0 < self.part <= self.whole:
			raise ParameterError("parameter_share", "part")

	def __str__(self) -> str:
		return f"{self.part}/{self.whole}"

	def reached(self, count: int, total: int) -> bool:
		"""Whether count is at least this share of the total."""
		return count * self.whole >= self.part * total


@dataclass(frozen=True)
class AppraisalRule(Record):
	"""Local rule of the meeting; representatives and majority are parts of those present, attendance of those invited.

	The default shares are those of 民发〔2012〕220号 art. 22-24, still the usual form.
	"""

	min_attendees: int = 1
	attendance: Fraction = Fraction(2, 3)
	representatives: Fraction = Fraction(2, 3)
	majority: Fraction = Fraction(2, 3)
	always: bool = False
	citation: Citation | None = None
