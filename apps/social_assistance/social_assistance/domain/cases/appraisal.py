"""民主评议: when it is called for, its quorum, votes and conclusion on the truth of the findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from social_assistance.domain.errors import ProcessError
from social_assistance.domain.policy.appraisal_rules import AppraisalRule, AppraisalTrigger


class AppraisalConclusion(Enum):
	"""真实有效, 不实, 需重新调查."""

	TRUE = "True"
	UNTRUE = "Untrue"
	REINVESTIGATE = "Reinvestigate"


@dataclass(frozen=True)
class AppraisalFacts:
	"""What is known of a case when the question of an appraisal comes up."""

	objection: bool = False
	complaint: bool = False
	conflict: bool = False
	no_paper: bool = False
	kin: bool = False
	undeclared_kin: bool = False


@dataclass(frozen=True)
class Attendee:
	"""Someone invited: whether a resident or party representative, a relative of the family, present, and signed."""

	key: str
	is_representative: bool
	is_relative: bool = False
	has_signed: bool = True
	is_present: bool = True


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


def list_triggers(facts: AppraisalFacts, rule: AppraisalRule) -> tuple[AppraisalTrigger, ...]:
	"""Everything that calls for an appraisal; kin alone do not, kin together with a doubt do."""
	doubtful = facts.conflict or facts.no_paper or facts.complaint or facts.undeclared_kin
	holding = {
		AppraisalTrigger.ALWAYS: rule.always,
		AppraisalTrigger.OBJECTION: facts.objection,
		AppraisalTrigger.COMPLAINT: facts.complaint,
		AppraisalTrigger.CONFLICT: facts.conflict,
		AppraisalTrigger.NO_PAPER: facts.no_paper,
		AppraisalTrigger.KIN_DOUBT: facts.kin and doubtful,
	}
	return tuple(trigger for trigger, holds in holding.items() if holds)


def conclude_appraisal(
	attendees: Iterable[Attendee], votes: Votes, rule: AppraisalRule
) -> AppraisalConclusion:
	"""Check the quorum and that every vote is counted, then conclude; no majority means a new investigation."""
	invited = list(attendees)
	present = [one for one in invited if one.is_present]
	_require_quorum(invited, present, rule)
	if min(votes.true, votes.untrue, votes.unclear) < 0 or votes.cast != len(present):
		raise ProcessError("appraisal_votes", "votes", {"votes": votes.cast, "present": len(present)})
	if rule.majority.reached(votes.true, len(present)):
		return AppraisalConclusion.TRUE
	if rule.majority.reached(votes.untrue, len(present)):
		return AppraisalConclusion.UNTRUE
	return AppraisalConclusion.REINVESTIGATE


def _require_quorum(invited: list[Attendee], present: list[Attendee], rule: AppraisalRule) -> None:
	if len({one.key for one in invited}) != len(invited):
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
	if not rule.attendance.reached(len(present), len(invited)):
		counts = {"present": len(present), "invited": len(invited), "share": str(rule.attendance)}
		raise ProcessError("appraisal_attendance", "attendees", counts)
	representatives = sum(one.is_representative for one in present)
	if not rule.representatives.reached(representatives, len(present)):
		share = str(rule.representatives)
		counts = {"representatives": representatives, "present": len(present), "share": share}
		raise ProcessError("appraisal_representatives", "attendees", counts)
