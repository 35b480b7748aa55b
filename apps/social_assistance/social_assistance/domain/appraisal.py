"""民主评议: quorum, votes and conclusion on the truth of the findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from social_assistance.domain.codec import Record
from social_assistance.domain.errors import ProcessError


class AppraisalConclusion(Enum):
	"""真实有效, 不实, 需重新调查."""

	TRUE = "True"
	UNTRUE = "Untrue"
	REINVESTIGATE = "Reinvestigate"


@dataclass(frozen=True)
class Fraction(Record):
	"""An exact share such as 2 of 3."""

	part: int
	whole: int

	def reached(self, count: int, total: int) -> bool:
		"""Whether count is at least this share of the total."""
		return count * self.whole >= self.part * total


@dataclass(frozen=True)
class AppraisalRule(Record):
	"""Local rule of the meeting; shares are parts of those present."""

	min_attendees: int
	representatives: Fraction
	majority: Fraction


@dataclass(frozen=True)
class Attendee:
	"""Someone present: whether he is a resident or party representative, a relative of the family, and signed."""

	key: str
	is_representative: bool
	is_relative: bool = False
	has_signed: bool = True


@dataclass(frozen=True)
class Votes:
	"""Counted votes on whether the findings are true."""

	true: int
	untrue: int
	unclear: int = 0

	@property
	def cast(self) -> int:
		"""All votes."""
		return self.true + self.untrue + self.unclear


def conclude(attendees: Iterable[Attendee], votes: Votes, rule: AppraisalRule) -> AppraisalConclusion:
	"""Check the quorum, then conclude; no majority either way means the case is investigated anew."""
	present = list(attendees)
	_require_quorum(present, rule)
	if min(votes.true, votes.untrue, votes.unclear) < 0 or votes.cast > len(present):
		raise ProcessError("appraisal_votes", "votes", {"votes": votes.cast, "present": len(present)})
	if votes.cast and rule.majority.reached(votes.true, len(present)):
		return AppraisalConclusion.TRUE
	if votes.cast and rule.majority.reached(votes.untrue, len(present)):
		return AppraisalConclusion.UNTRUE
	return AppraisalConclusion.REINVESTIGATE


def _require_quorum(present: list[Attendee], rule: AppraisalRule) -> None:
	if len({one.key for one in present}) != len(present):
		raise ProcessError("appraisal_twice", "attendees")
	relatives = [one.key for one in present if one.is_relative]
	if relatives:
		raise ProcessError("appraisal_relative", "attendees", {"name": relatives[0]})
	unsigned = [one.key for one in present if not one.has_signed]
	if unsigned:
		raise ProcessError("appraisal_unsigned", "attendees", {"name": unsigned[0]})
	if len(present) < max(1, rule.min_attendees):
		details = {"present": len(present), "minimum": max(1, rule.min_attendees)}
		raise ProcessError("appraisal_too_few", "attendees", details)
	representatives = sum(one.is_representative for one in present)
	if not rule.representatives.reached(representatives, len(present)):
		share = f"{rule.representatives.part}/{rule.representatives.whole}"
		counts = {"representatives": representatives, "present": len(present), "share": share}
		raise ProcessError("appraisal_representatives", "attendees", counts)
