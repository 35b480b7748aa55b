"""What the desk says about a document's work: state, since when, and what happens next."""

import frappe
from frappe import _
from frappe.utils import format_datetime, now_datetime

from social_assistance.domain.runs.life_cycle import WorkState, is_abandoned
from social_assistance.engines.runs import kinds, works
from social_assistance.engines.runs.works import Work


def describe_work(work: Work, *, abandoned: bool | None = None) -> str:
	"""One sentence or two, in the reader's language; whether it is abandoned is looked up unless it is given."""
	title, seen = _(kinds.get_kind(work.work_kind).title), format_datetime(work.seen_on)
	if abandoned is None:
		abandoned = is_abandoned(works.read_signs(work), now_datetime())
	if abandoned:
		return str(
			_(
				"{0}: nobody has been at it since {1}. It goes on by itself within a minute and a half."
			).format(title, seen)
		)
	if work.state is WorkState.WORKING:
		return _describe_working(work, title)
	words = {
		WorkState.WAITING: _("{0}: waits for a worker since {1}, asked for by {2}."),
		WorkState.STOPPED: _("{0}: stopped by request at {1}. Resume goes on where it stopped."),
		WorkState.FAILED: _("{0}: broke off at {1}. {3} Resume goes on where it stood."),
		WorkState.DONE: _("{0}: done at {1}."),
		WorkState.DROPPED: _("{0}: dropped at {1}."),
	}
	state = WorkState.FAILED if work.failure else work.state
	return str(words[state].format(title, seen, describe_person(work.requested_by), work.failure))


def describe_person(user: str) -> str:
	return str(frappe.get_cached_value("User", user, "full_name") or user)


def _describe_working(work: Work, title: str) -> str:
	since = format_datetime(work.claimed_on)
	if work.stop_requested:
		return str(_("{0}: stops after the batch at hand; at work since {1}.").format(title, since))
	seen = format_datetime(work.seen_on)
	return str(
		_("{0}: a worker has been at it since {1}; its last sign of life came at {2}.").format(
			title, since, seen
		)
	)
