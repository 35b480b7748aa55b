"""Policy parameters: which recognised classes and needs open a special aid of another department."""

from dataclasses import dataclass
from enum import Enum

from social_assistance.domain.codec import Record
from social_assistance.domain.errors import ParameterError
from social_assistance.domain.policy.income_rules import Citation
from social_assistance.domain.vocabulary import Scheme, StudyStage


class Need(Enum):
	"""The need that a referral answers; CIRCUMSTANCE is one recorded for the person, such as an unsafe home."""

	ILLNESS = "illness"
	STUDY = "study"
	WORK = "work"
	CIRCUMSTANCE = "circumstance"


@dataclass(frozen=True)
class ReferralRule(Record):
	"""One way into a special aid: who holds one of the schemes and has the need is proposed for referral."""

	scheme: Scheme
	holders: tuple[Scheme, ...]
	need: Need
	study_stages: tuple[StudyStage, ...] = ()
	min_age: int = 0
	max_age: int | None = None
	circumstance: str = ""
	for_household: bool = False
	citation: Citation | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.need is Need.CIRCUMSTANCE and not self.circumstance:
			raise ParameterError("parameter_missing", "circumstance")
