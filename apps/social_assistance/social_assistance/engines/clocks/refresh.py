"""Recompute the due dates of all running cases after a holiday calendar or a clock profile was corrected.

The rule is the one of a single case (`services/clocks/case_clock.py`); only what it rests on is read for a batch of cases at once.
Each changed case gets its row in the clock log. A second run finds nothing left to change, so a broken one is begun anew.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Order
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate, now_datetime
from pypika.terms import Criterion

from social_assistance.constants import OPEN_STATUSES, POLICY_ADMINISTRATOR
from social_assistance.engines.base import commit_batch, retry_batch_on_deadlock
from social_assistance.engines.bulk_insert import insert_rows
from social_assistance.engines.clocks import notice_ends, refresh_report
from social_assistance.engines.runs.claims import work_on
from social_assistance.engines.runs.handing_over import hand_over, hand_over_again
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.services import clock
from social_assistance.services.clocks import case_clock, holidays, profiles
from social_assistance.services.procedure.templates import DOCTYPE, cache_template_versions

BATCH = 500
# Day by step code, by case.
Days = defaultdict[str, dict[str, date]]
KINDS = {holidays.CALENDAR: "Calendar Corrected", profiles.PROFILE: "Profile Corrected"}
DUES = ("step_due_on", "overall_due_on")
STANDING = (*DUES, "step_warn_on", "clock_paused_on")
FIELDS = (
	"name",
	"scheme",
	"division",
	"process_template",
	"clock_profile",
	"current_step",
	"accepted_on",
	"application_decision",
	*STANDING,
)


_HERE = "social_assistance.engines.clocks.refresh"
REFRESH = RunKind(
	"clock-refresh",
	(holidays.CALENDAR, profiles.PROFILE),
	"Refresh of the Due Dates",
	worker=f"{_HERE}.refresh_running_cases",
	start=f"{_HERE}.start_clock_refresh",
	drop=f"{_HERE}.drop_clock_refresh",
	roles=(POLICY_ADMINISTRATOR,),
)


def start_clock_refresh(name: str, source: str) -> None:
	"""Have the due dates computed anew in the background."""
	hand_over(REFRESH, name, source, source=source)


def request_clock_refresh(name: str, source: str) -> None:
	"""The same after a record changed: a refresh under way is followed by another one."""
	hand_over_again(REFRESH, name, source, source=source)


def drop_clock_refresh(name: str, source: str) -> str:
	"""Cases that have their new dates keep them."""
	return str(_("Cases that have their new due dates keep them; the others keep their old ones."))


def refresh_running_cases(name: str, source: str) -> int:
	"""Give every running case the due dates that follow from the records now; returns how many got others."""
	changed, lines, is_stopped = 0, [], False
	with (
		work_on(REFRESH, name, source, source=source) as claim,
		holidays.cache_calendars(),
		cache_template_versions(),
	):
		if source == holidays.CALENDAR:
			lines = [
				_("Notice of {0}: {1} → {2}").format(row.application, row.before, row.after)
				for row in notice_ends.lengthen()
			]
			commit_batch()
		for batch in iter_case_batches(source, name):
			names = [case.name for case in batch]
			changed += retry_batch_on_deadlock(partial(_refresh_batch, names, source, name))
			claim.beat()
			commit_batch()
			if is_stopped := claim.is_stop_requested():
				break
		refresh_report.write_down(
			source, name, [*lines, *refresh_report.lines_of(KINDS[source], name, changed)]
		)
		refresh_report.notify_starter(source, name, changed)
		claim.stop() if is_stopped else claim.finish()
		commit_batch()
	return changed


def _refresh_batch(names: Sequence[str], source: str, name: str) -> int:
	changed = list_changed_cases(_locked(names))
	if changed:
		_write(changed)
		_log(changed, source, name)
	return len(changed)


def iter_case_batches(doctype: str, name: str) -> Iterator[list[frappe._dict]]:
	"""Running cases whose due dates the record can change, some hundred at a time."""
	case, after = frappe.qb.DocType(DOCTYPE), ""
	wanted = match_affected_cases(doctype, name)
	while batch := _select(wanted & (case.name > after), BATCH):
		yield batch
		after = batch[-1].name


def match_running_cases(doctype: str, name: str) -> Criterion:
	"""Running cases that follow the record: a calendar is followed by all of them."""
	case = frappe.qb.DocType(DOCTYPE)
	wanted = case.case_status.isin(OPEN_STATUSES) & case.current_step.isnotnull()
	return wanted & (case.clock_profile == name) if doctype == profiles.PROFILE else wanted


def match_affected_cases(doctype: str, name: str) -> Criterion:
	"""Of these the ones whose due dates can change.

	Most running cases have been decided and are paid for years, in a step that is limited by months or not at all: a calendar
	changes nothing about them.
	"""
	wanted = match_running_cases(doctype, name)
	if doctype == profiles.PROFILE:
		return wanted
	case = frappe.qb.DocType(DOCTYPE)
	steps = profiles.list_steps_counted_in_days()
	is_undecided = Coalesce(case.application_decision, "") == ""
	return wanted & (is_undecided | case.current_step.isin(steps or [""]))


def _locked(names: Sequence[str]) -> list[frappe._dict]:
	"""The cases as they stand now, held until the batch is written: a move waits or has been made."""
	case = frappe.qb.DocType(DOCTYPE)
	return _select(case.name.isin(names) & case.current_step.isnotnull(), len(names), lock=True)


def _select(wanted: Criterion, limit: int, lock: bool = False) -> list[frappe._dict]:
	case = frappe.qb.DocType(DOCTYPE)
	query = (
		frappe.qb.from_(case)
		.select(*(case[field] for field in FIELDS))
		.where(wanted)
		.orderby(case.name)
		.limit(limit)
	)
	found: list[frappe._dict] = (query.for_update() if lock else query).run(as_dict=True)
	return found


def list_changed_cases(cases: Sequence[frappe._dict]) -> list[tuple[frappe._dict, frappe._dict]]:
	"""Pairs of a case before and after, where a due date is another one; changes nothing."""
	names = [case.name for case in cases]
	if not names:
		return []
	facts, (reached, begun), notices = _facts(names), _reached(names), _notices(names)
	found = []
	for before in cases:
		after = frappe._dict(before)
		records = case_clock.ClockRecords(
			case_clock.build_clock_facts(facts[before.name]),
			reached[before.name].get,
			begun[before.name].get,
			partial(notices.__getitem__, before.name),
		)
		case_clock.set_due_dates(after, records=records)
		if any(_day(before[field]) != _day(after[field]) for field in DUES):
			found.append((before, after))
	return found


def _facts(names: Sequence[str]) -> defaultdict[str, list[frappe._dict]]:
	rows = frappe.get_all(
		case_clock.ENTRY,
		filters={"application": ("in", names), "entry_kind": ("in", ("Pause", "Extension"))},
		fields=["application", *case_clock.FACT_FIELDS],
		order_by="creation",
	)
	return _by_case(rows)


def _reached(names: Sequence[str]) -> tuple[Days, Days]:
	"""Days on which each case last reached each step, and began its work: later rows overwrite earlier ones."""
	step = frappe.qb.DocType(case_clock.STEP)
	rows = (
		frappe.qb.from_(step)
		.select(step.application, step.step_code, step.opened_on, step.begun_on)
		.where(step.application.isin(names))
		.orderby(step.sequence, order=Order.asc)
		.run(as_dict=True)
	)
	reached: Days = defaultdict(dict)
	begun: Days = defaultdict(dict)
	for row in rows:
		reached[row.application][row.step_code] = getdate(row.opened_on)
		begun[row.application].pop(row.step_code, None)
		if row.begun_on:
			begun[row.application][row.step_code] = getdate(row.begun_on)
	return reached, begun


def _notices(names: Sequence[str]) -> defaultdict[str, list[tuple[date, date]]]:
	rows = frappe.get_all(
		"Public Notice",
		filters={"application": ("in", names), "notice_kind": "Preliminary", "ends_on": ("is", "set")},
		fields=["application", "posted_on", "ends_on"],
	)
	found: defaultdict[str, list[tuple[date, date]]] = defaultdict(list)
	for row in rows:
		found[row.application].append((getdate(row.posted_on), getdate(row.ends_on)))
	return found


def _by_case(rows: Sequence[frappe._dict]) -> defaultdict[str, list[frappe._dict]]:
	found: defaultdict[str, list[frappe._dict]] = defaultdict(list)
	for row in rows:
		found[row.application].append(row)
	return found


def _write(changed: Sequence[tuple[frappe._dict, frappe._dict]]) -> None:
	rows = [
		[after.name, after.current_step, *(_day(after[field]) for field in STANDING)]
		for _before, after in changed
	]
	values = {"rows": json.dumps(rows), "now": now_datetime(), "user": frappe.session.user}
	frappe.db.sql(
		"""
		update `tabAssistance Application` application
		join json_table(%(rows)s, '$[*]' columns (
			name varchar(140) path '$[0]', step_due date path '$[2]', overall_due date path '$[3]',
			warn date path '$[4]', paused date path '$[5]'
		)) as fresh on fresh.name = application.name
		set application.step_due_on = fresh.step_due, application.overall_due_on = fresh.overall_due,
			application.step_warn_on = fresh.warn, application.clock_paused_on = fresh.paused,
			application.modified = %(now)s, application.modified_by = %(user)s
		""",
		values,
	)
	frappe.db.sql(
		"""
		update `tabApplication Step` step
		join json_table(%(rows)s, '$[*]' columns (
			name varchar(140) path '$[0]', code varchar(140) path '$[1]', step_due date path '$[2]',
			warn date path '$[4]'
		)) as fresh on fresh.name = step.application and fresh.code = step.step_code
		set step.due_on = fresh.step_due, step.warn_on = fresh.warn,
			step.modified = %(now)s, step.modified_by = %(user)s
		where step.done_on is null
		""",
		values,
	)


def _log(changed: Sequence[tuple[frappe._dict, frappe._dict]], source: str, name: str) -> None:
	moment = clock.now()
	entries = [
		{
			"name": frappe.generate_hash(length=10),
			"application": before.name,
			"division": before.division,
			"entry_kind": KINDS[source],
			"step_code": before.current_step,
			"remark": name,
			"entered_by": frappe.session.user,
			"entered_on": moment,
			"step_due_before": before.step_due_on,
			"step_due_after": after.step_due_on,
			"case_due_before": before.overall_due_on,
			"case_due_after": after.overall_due_on,
		}
		for before, after in changed
	]
	insert_rows(case_clock.ENTRY, list(entries[0]), (list(entry.values()) for entry in entries))


def _day(value: Any) -> str | None:
	return str(getdate(value)) if value else None
