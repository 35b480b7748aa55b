"""Registry Import Run: read the file into staging, check it, show what it would do, merge it set-based.

Every phase may be killed and started again. Staging rows hold personal numbers encrypted like the registry itself; the
file keeps the clear ones and stays private.
"""

from typing import Any

import frappe
from frappe import _

from social_assistance.engines import base, locks
from social_assistance.engines.registry import import_checks, import_merge, import_result, import_staging
from social_assistance.exceptions import AssistanceError
from social_assistance.jobs import enqueue_for
from social_assistance.services import clock
from social_assistance.services.registry.import_runs import (
	ROW,
	RUN,
	require_import_action,
	save_import_figures,
)
from social_assistance.services.registry.import_runs import move_import_run as move_run

EVENT = "registry_import_progress"
BATCH = 20_000
REGISTRY = ("Registry Person", "Registry Household", "Household Membership")


def start_staging(run: str, *, now: bool = False) -> None:
	"""Read and check the file; in the background unless `now`."""
	require_import_action(run, "stage")
	move_run(run, "stage", staged_by=frappe.session.user, failure=None, progress=0, result_file=None)
	execute_stage(run) if now else enqueue_for(
		"social_assistance.engines.registry.import_run.execute_stage", RUN, run
	)


def execute_stage(name: str) -> None:
	"""Worker: staging table, checks across rows, result file, preview."""
	with locks.hold_exclusive_lock(f"{RUN}|{name}"):
		try:
			read = import_staging.fill_staging_table(name, lambda progress: _tell(name, progress))
			base.refresh_statistics(ROW, *REGISTRY)
			import_checks.run_import_checks(name)
			figures = import_checks.get_import_figures(name)
			result = import_result.write_result_file(name) if figures["error_count"] else None
		except AssistanceError as refusal:
			_fail(name, str(refusal))
			return
		except Exception:
			_break_off(name, "fail")
			raise
		move_run(
			name,
			"staged",
			progress=100,
			result_file=result,
			cursor_phase=None,
			cursor_row=0,
			**read,
			**figures,
		)
		_publish(name, 100)
		base.commit_batch()


def start_merge(run: str, *, now: bool = False) -> None:
	"""Bring the ready rows into the registry; in the background unless `now`. Running it again adds nothing."""
	doc = require_import_action(run, "merge")
	values: dict[str, Any] = {"merged_by": frappe.session.user, "stop_requested": 0, "failure": None}
	if doc.run_status == "Merged":
		values |= {"cursor_phase": None, "cursor_row": 0}
	move_run(run, "merge", **values)
	stage_id = f"{doc.cursor_phase}{doc.cursor_row}{doc.modified}"
	execute_merge(run) if now else enqueue_for(
		"social_assistance.engines.registry.import_run.execute_merge", RUN, run, stage=stage_id
	)


def execute_merge(name: str, size: int = BATCH) -> None:
	"""Worker: one batch of rows after the other through every phase, each durable with its cursor."""
	with locks.hold_exclusive_lock(f"{RUN}|{name}"):
		try:
			done = _merge_batches(name, size)
		except Exception:
			_break_off(name, "stop")
			raise
		move_run(
			name,
			"merged" if done else "stop",
			**({"merged_on": clock.now(), "progress": 100} if done else {}),
		)
		_publish(name, 100 if done else 0)
		base.commit_batch()


def request_import_stop(run: str) -> None:
	"""Ask the worker to stop after the batch at hand."""
	doc = frappe.get_doc(RUN, run)
	doc.check_permission("write")
	save_import_figures(run, stop_requested=1)


def _merge_batches(name: str, size: int) -> bool:
	"""True when all phases are through, False when somebody asked to stop."""
	run = frappe.get_doc(RUN, name)
	phases = list(import_merge.PHASES)
	last = import_merge.get_last_row(name)
	start = phases.index(run.cursor_phase) if run.cursor_phase in phases else 0
	for number, phase in enumerate(phases[start:], start):
		base.refresh_statistics(*REGISTRY)
		after = int(run.cursor_row) if number == start and run.cursor_phase else 0
		while after < last:
			until = min(after + size, last)
			import_merge.PHASES[phase](name, after, until)
			after = until
			progress = round(100 * (number + after / last) / len(phases), 1)
			save_import_figures(name, cursor_phase=phase, cursor_row=after, progress=progress)
			_tell(name, progress)
			if _is_stop_requested(name):
				return False
	return True


def _is_stop_requested(name: str) -> bool:
	return bool(frappe.db.get_value(RUN, name, "stop_requested"))


def _tell(name: str, progress: float) -> None:
	_publish(name, progress)
	base.commit_batch()


def _publish(name: str, progress: float) -> None:
	base.publish_event(RUN, name, EVENT, progress=progress)


def _fail(name: str, reason: str) -> None:
	"""Fail the run because of its file: nothing can be merged."""
	move_run(name, "fail", failure=frappe.utils.strip_html(reason))
	_publish(name, 0)
	base.commit_batch()


def _break_off(name: str, action: str) -> None:
	"""After an unforeseen error leave the run restartable, with a message for the officer."""
	frappe.db.rollback()  # allow: DB-manual-commit the broken batch goes, the note about it stays
	frappe.log_error(title=f"Registry Import Run {name}")
	move_run(name, action, failure=_("The run broke off. Start it again. Details are in the error log."))
	base.commit_batch()
