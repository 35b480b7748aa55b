"""What stands still and since when: for the operators' report and for `assist verify`."""

from collections.abc import Iterator
from typing import Any

from frappe import _
from frappe.utils import now_datetime

from social_assistance.domain.runs.life_cycle import WorkState, is_abandoned
from social_assistance.engines.runs import kinds, works
from social_assistance.engines.runs.wording import describe_person, describe_work
from social_assistance.engines.runs.works import Work

UNFINISHED = (WorkState.WAITING, WorkState.WORKING, WorkState.STOPPED, WorkState.FAILED)
# Longer than any abandoned work takes to be handed over anew; what has stood longer is stuck.
STUCK_SECONDS = 180
ABANDONED = "Abandoned"


def list_standing() -> list[dict[str, Any]]:
	"""All unfinished work, the longest without a sign of life first."""
	return [
		{
			"doctype": work.run_doctype,
			"document": work.run_name,
			"kind": _(work.run_doctype),
			"work": _(kinds.get_kind(work.work_kind).title),
			"state": _(name_state(work, abandoned)),
			"since": work.seen_on,
			"person": describe_person(work.requested_by),
			"words": describe_work(work, abandoned=abandoned),
		}
		for work, abandoned in _judge(UNFINISHED)
	]


def list_stuck() -> Iterator[str]:
	"""Documents whose work neither goes on nor was resumed in time, or that broke off, each with the time since when."""
	now = now_datetime()
	for work, abandoned in _judge((WorkState.WAITING, WorkState.WORKING, WorkState.FAILED)):
		is_late = (now - work.seen_on).total_seconds() > STUCK_SECONDS
		if work.state is WorkState.FAILED or (is_late and abandoned):
			state = name_state(work, abandoned)
			yield f"{work.name} {work.work_kind} {state} {work.seen_on:%Y-%m-%d %H:%M:%S}"


def name_state(work: Work, abandoned: bool) -> str:
	"""The stored state, or that its worker died."""
	return ABANDONED if abandoned else work.state.value


def _judge(states: tuple[WorkState, ...]) -> list[tuple[Work, bool]]:
	"""Work in these states, and whether it is abandoned."""
	found, now = works.list_works(*states), now_datetime()
	signs = works.read_all_signs(found)
	return [(work, is_abandoned(signs[work.name], now)) for work in found]
