"""The running clock of one case: due dates of its step and as a whole, pauses and extensions, each a row of the log."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.clocks.pauses_and_extensions import cap_pause
from social_assistance.domain.clocks.time_limits import Pause
from social_assistance.domain.periods import days_between
from social_assistance.services import clock
from social_assistance.services.clocks import profiles
from social_assistance.services.clocks.deadlines import Deadline, LimitExtension, compute_deadline
from social_assistance.services.clocks.holidays import build_work_calendar
from social_assistance.services.procedure import step_log

ENTRY = "Clock Entry"
STEP = "Application Step"
FACT_FIELDS = (
	"entry_kind",
	"step_code",
	"reason_code",
	"first_day",
	"last_day",
	"max_days",
	"extra_days",
)
# The step with whose opening the complete file reaches the office that confirms.
FILE_RECEIVED = "REVIEW"


@dataclass(frozen=True)
class ClockFacts:
	"""What the log says about the clock of a case."""

	pauses: tuple[Pause, ...] = ()
	extensions: tuple[frappe._dict, ...] = ()


@dataclass(frozen=True)
class ClockRecords:
	"""What the due dates of a case rest on beside itself: read one by one for a case, all at once for many."""

	facts: ClockFacts
	reached_on: Callable[[str], date | None]
	begun_on: Callable[[str], date | None]
	notices: Callable[[], Sequence[tuple[date, date]]]


def get_clock_records(case: Document) -> ClockRecords:
	"""The records of one case, each read when it is asked for."""
	return ClockRecords(
		get_clock_facts(case), partial(_reached_on, case), partial(_begun_on, case), partial(_notices, case)
	)


def get_clock_facts(case: Document) -> ClockFacts:
	"""Pauses and extensions of a case so far."""
	if case.is_new():
		return ClockFacts()
	return build_clock_facts(
		frappe.get_all(
			ENTRY,
			filters={"application": case.name, "entry_kind": ("in", ("Pause", "Extension"))},
			fields=list(FACT_FIELDS),
			order_by="creation",
		)
	)


def build_clock_facts(rows: Iterable[frappe._dict]) -> ClockFacts:
	"""Pauses and extensions from rows of the clock log, in the order they were made."""
	rows = list(rows)
	return ClockFacts(
		tuple(_pause(row) for row in rows if row.entry_kind == "Pause"),
		tuple(row for row in rows if row.entry_kind == "Extension"),
	)


def assign_clock_profile(case: Document, on: date) -> None:
	"""Fix the profile of the case's scheme and place on a day; it stays when profiles change later."""
	authority = frappe.get_cached_value("Process Template", case.process_template, "decision_authority")
	case.clock_profile = profiles.find_clock_profile(case.scheme, case.division, authority, on)


def set_due_dates(case: Document, opened_on: date | None = None, records: ClockRecords | None = None) -> None:
	"""Compute both due dates anew from the records; `opened_on` is given while the step is being opened."""
	known = records or get_clock_records(case)
	case.clock_paused_on = next((pause.first for pause in known.facts.pauses if pause.last is None), None)
	_set_case_due(case, known)
	_set_step_due(case, known, opened_on)


def _set_step_due(case: Document, known: ClockRecords, opened_on: date | None) -> None:
	case.step_due_on = case.step_warn_on = None
	if not case.current_step:
		return
	term = profiles.get_step_limit(case, case.current_step)
	from_acceptance = term.counted_from == "Accepted" and bool(case.accepted_on)
	extra = sum(
		row.extra_days
		for row in known.facts.extensions
		if from_acceptance or row.step_code == case.current_step
	)
	opened = opened_on or known.reached_on(case.current_step) or clock.today()
	start = _start(case, term.counted_from, opened, known)
	found = compute_deadline(
		term, start, LimitExtension(known.facts.pauses, extra), profiles.get_amber_share(case)
	)
	if term.is_of_beginning and _has_begun_in_time(known.begun_on(case.current_step), found.due_on):
		found = Deadline(getdate(case.overall_due_on) if case.overall_due_on else None)
	case.step_due_on = _inside_total(case, found.due_on)
	case.step_warn_on = min(found.warn_on, case.step_due_on) if found.warn_on and case.step_due_on else None


def _has_begun_in_time(begun: date | None, due: date | None) -> bool:
	"""Work that began in time runs on under the limit of the whole procedure; work that began late stays overdue."""
	return begun is not None and (due is None or begun <= due)


def _inside_total(case: Document, due: date | None) -> date | None:
	"""Until the decision no step ends later than the procedure as a whole."""
	if due and case.overall_due_on and not case.application_decision:
		return min(due, getdate(case.overall_due_on))
	return due


def _set_case_due(case: Document, known: ClockRecords) -> None:
	"""The clock of the whole procedure runs from acceptance until the decision."""
	if not case.accepted_on or case.application_decision:
		return
	extra = sum(row.extra_days for row in known.facts.extensions)
	stretch = LimitExtension(known.facts.pauses, extra, _notice_days(case, known))
	case.overall_due_on = compute_deadline(
		profiles.get_total_limit(case), getdate(case.accepted_on), stretch
	).due_on


def _start(case: Document, counted_from: str, opened_on: date, known: ClockRecords) -> date:
	if counted_from == "Accepted" and case.accepted_on:
		return getdate(case.accepted_on)
	if counted_from == "File Received" and case.current_step != FILE_RECEIVED:
		return known.reached_on(FILE_RECEIVED) or opened_on
	return opened_on


def _reached_on(case: Document, step: str) -> date | None:
	"""The day on which the case last reached a step."""
	moment = None if case.is_new() else step_log.get_step_arrival(case, step)
	return moment.date() if moment else None


def _begun_on(case: Document, step: str) -> date | None:
	"""The day on which the work of the open step began."""
	begun = None if case.is_new() else step_log.begun_on(case, step)
	return getdate(begun) if begun else None


def _notice_days(case: Document, known: ClockRecords) -> list[date]:
	"""Days of public notices, where the profile does not count them."""
	if profiles.is_notice_counted(case):
		return []
	return [day for first, last in known.notices() for day in days_between(first, last)]


def _notices(case: Document) -> list[tuple[date, date]]:
	rows = frappe.get_all(
		"Public Notice",
		filters={"application": case.name, "notice_kind": "Preliminary", "ends_on": ("is", "set")},
		fields=["posted_on", "ends_on"],
	)
	return [(getdate(row.posted_on), getdate(row.ends_on)) for row in rows]


def _pause(row: frappe._dict) -> Pause:
	last = getdate(row.last_day) if row.last_day else None
	pause = Pause(row.reason_code, getdate(row.first_day), last)
	ended = cap_pause(pause, row.max_days or 0)
	# Until its longest day a pause without an end is open; after it the clock runs again.
	return pause if last is None and ended.last and ended.last >= clock.today() else ended


def get_latest_pause_end(entry: Document) -> date:
	"""The day on which an open pause ends at the latest: today, or earlier when its reason allows only so many days."""
	if not entry.max_days:
		return clock.today()
	return min(clock.today(), getdate(entry.first_day) + timedelta(days=entry.max_days))


def get_deadline_status(case: Document) -> str:
	"""Status light of the present step: green, amber, red, paused, or none without a limit."""
	if case.clock_paused_on:
		return "paused"
	if not case.step_due_on:
		return ""
	today = clock.today()
	if getdate(case.step_due_on) < today:
		return "red"
	return "amber" if getdate(case.step_warn_on or case.step_due_on) <= today else "green"


def count_days_left(case: Document) -> int | None:
	"""Working days until the step is due, the day itself included; negative when it is overdue."""
	if not case.step_due_on:
		return None
	today, due = clock.today(), getdate(case.step_due_on)
	calendar = build_work_calendar(range(min(today, due).year, max(today, due).year + 1))
	return calendar.working_days_between(today, due) - calendar.working_days_between(due, today)
