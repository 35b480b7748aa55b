"""Registry Import Run: read the file into staging, check it, show what it would do, merge it set-based.

Every phase may be killed and started again. Staging rows hold personal numbers encrypted like the registry itself; the
file keeps the clear ones and stays private.
"""

from functools import partial
from typing import Any

import frappe
from frappe import _

from social_assistance.engines import base
from social_assistance.engines.registry import import_checks, import_merge, import_result, import_staging
from social_assistance.engines.runs.claims import Claim, work_on
from social_assistance.engines.runs.handing_over import hand_over, require_idle
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.exceptions import AssistanceError
from social_assistance.services import clock
from social_assistance.services.registry.import_runs import (
	MERGING,
	ROW,
	RUN,
	STAGING,
	STOPPED,
	require_import_action,
	save_import_figures,
)
from social_assistance.services.registry.import_runs import move_import_run as move_run

EVENT = "registry_import_progress"
BATCH = 20_000
REGISTRY = ("Registry Person", "Registry Household", "Household Membership")
_HERE = "social_assistance.engines.registry.import_run"
READING = RunKind(
	"import-reading",
	(RUN,),
	"Reading of the Registry File",
	worker=f"{_HERE}.execute_stage",
	start=f"{_HERE}.start_staging",
	drop=f"{_HERE}.drop_staging",
	busy_states=(STAGING,),
)
MERGE = RunKind(
	"import-merge",
	(RUN,),
	"Merging into the Registry",
	worker=f"{_HERE}.execute_merge",
	start=f"{_HERE}.start_merge",
	drop=f"{_HERE}.drop_merge",
	busy_states=(MERGING,),
	stopped_states=(STOPPED,),
)


class ReadingStopped(Exception):  # noqa: N818 - says what happened; nothing went wrong
	"""Somebody asked to stop while the file was being read."""


def start_staging(run: str, *, now: bool = False) -> None:
	"""Read and check the file; in the background unless `now`."""
	require_import_action(run, "stage")
	require_idle(RUN, run)
	move_run(run, "stage", staged_by=frappe.session.user, failure=None, progress=0, result_file=None)
	execute_stage(run) if now else hand_over(READING, run)


def execute_stage(name: str) -> None:
	"""Worker: staging table, checks across rows, result file, preview."""
	with work_on(READING, name) as claim:
		try:
			read = import_staging.fill_staging_table(name, partial(_tell_reading, name, claim))
			base.refresh_statistics(ROW, *REGISTRY)
			import_checks.run_import_checks(name)
			figures = import_checks.get_import_figures(name)
			result = import_result.write_result_file(name) if figures["error_count"] else None
		except ReadingStopped:
			_withdraw(name)
			claim.stop()
			base.commit_batch()
			return
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
		claim.finish()
		base.commit_batch()


def drop_staging(name: str) -> str:
	"""Rows that were read go; the run is a draft again."""
	_withdraw(name)
	return str(_("What was read of the file is deleted; the run is a draft again."))


def start_merge(run: str, *, now: bool = False) -> None:
	"""Bring the ready rows into the registry; in the background unless `now`. Running it again adds nothing."""
	doc = require_import_action(run, "merge")
	require_idle(RUN, run)
	values: dict[str, Any] = {"merged_by": frappe.session.user, "failure": None}
	if doc.run_status == "Merged":
		values |= {"cursor_phase": None, "cursor_row": 0}
	move_run(run, "merge", **values)
	execute_merge(run) if now else hand_over(MERGE, run)


def execute_merge(name: str, size: int = BATCH) -> None:
	"""Worker: one batch of rows after the other through every phase, each durable with its cursor."""
	with work_on(MERGE, name) as claim:
		try:
			done = _merge_batches(name, size, claim)
		except Exception:
			_break_off(name, "stop")
			raise
		move_run(
			name,
			"merged" if done else "stop",
			**({"merged_on": clock.now(), "progress": 100} if done else {}),
		)
		_publish(name, 100 if done else 0)
		claim.finish() if done else claim.stop()
		base.commit_batch()


def drop_merge(name: str) -> str:
	"""What is in the registry stays there: the run stays stopped, and says how far it came."""
	run = frappe.get_doc(RUN, name)
	if run.run_status == MERGING:
		move_run(name, "stop")
	if not run.cursor_phase:
		return str(_("Nothing of the file was brought into the registry."))
	words = _(
		"What was merged stays in the registry: {0} % of the work. The rest of the file was not brought in."
	)
	return str(words.format(run.progress))


def _merge_batches(name: str, size: int, claim: Claim) -> bool:
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
			_tell(name, progress, claim)
			if claim.is_stop_requested():
				return False
	return True


def _tell(name: str, progress: float, claim: Claim) -> None:
	_publish(name, progress)
	claim.beat()
	base.commit_batch()


def _tell_reading(name: str, claim: Claim, progress: float) -> None:
	_tell(name, progress, claim)
	if claim.is_stop_requested():
		raise ReadingStopped


def _withdraw(name: str) -> None:
	"""Back to a draft, without the rows that were read."""
	frappe.db.delete(ROW, {"import_run": name})
	move_run(name, "withdraw", progress=0)


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
