"""The monthly Payment Run over all awards: preview with differences, execution in resumable batches."""

import json
from decimal import Decimal
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import FINANCE_OFFICER
from social_assistance.engines import base, parallel
from social_assistance.engines.payments import (
	differences,
	due_table,
	due_version,
	line_batch,
	line_sums,
	run_ledger,
)
from social_assistance.engines.payments.due_awards import Totals
from social_assistance.engines.runs.breaking_off import stop_broken_run
from social_assistance.engines.runs.claims import Claim, work_on
from social_assistance.engines.runs.handing_over import hand_over
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.exceptions import NothingToPayError, PreviewOutdatedError
from social_assistance.services import clock
from social_assistance.services.payments import runs
from social_assistance.services.payments.runs import RunScope

BATCH_SIZE = 20_000
# Above this number of awards a preview or run takes longer than a click may.
RUN_INLINE = 20_000
EVENT = "payment_run_progress"
_HERE = "social_assistance.engines.payments.monthly_run"
PREVIEW = RunKind(
	"payment-preview",
	(runs.DOCTYPE,),
	"Preview of the Payment Run",
	worker=f"{_HERE}.compute_preview",
	start=f"{_HERE}.preview_payment_run",
	drop=f"{_HERE}.drop_preview",
	roles=(FINANCE_OFFICER,),
	in_batches=False,
)
EXECUTION = RunKind(
	"payment-execution",
	(runs.DOCTYPE,),
	"Execution of the Payment Run",
	worker=f"{_HERE}.execute_payment_run",
	start=f"{_HERE}.start_payment_run",
	drop=f"{_HERE}.drop_execution",
	roles=(FINANCE_OFFICER,),
	busy_states=(runs.RUNNING,),
	stopped_states=(runs.STOPPED,),
)


def preview_payment_run(run: str, *, now: bool = False) -> None:
	"""Compute what the run would pay and how it differs from last month; large ones in the background."""
	runs.require_role("preview")
	doc = frappe.get_doc(runs.DOCTYPE, run)
	runs.require_state(doc, "preview")
	if now or frappe.db.count("Benefit Award") <= RUN_INLINE:
		compute_preview(run)
	else:
		hand_over(PREVIEW, run)


def compute_preview(name: str) -> None:
	"""Store totals, differences and the fingerprint that the second person will approve."""
	with work_on(PREVIEW, name) as claim, base.read_without_locks():
		scope = runs.get_run_scope(frappe.get_doc(runs.DOCTYPE, name))
		# Taken before the rows are worked out: whatever changes meanwhile or later makes the execution work them out anew.
		version = due_version.get_due_version(scope)
		due_table.build_due_rows(scope, also_paid=scope.is_regular)
		compare, add_up = (
			partial(differences.rebuild_differences, scope),
			partial(due_table.sum_due_rows, name),
		)
		_compared, sums = parallel.run_in_parallel(compare, add_up, at_once=due_table.is_large_population())
		proposed = sum(
			(totals for place, totals in sums if not place.is_paid), line_sums.get_control_totals(name)
		)
		if not proposed.count:
			frappe.throw(
				_("No award is due in {0} for this run. Check month, scheme and district.").format(
					scope.month
				),
				NothingToPayError,
			)
		runs.move(
			name,
			"preview",
			**_figures(proposed),
			preview_print=proposed.fingerprint,
			preview_data=json.dumps(differences.summarise_differences(scope, sums), ensure_ascii=False),
			due_version=version,
			previewed_on=clock.now(),
			approved_by=None,
			approved_on=None,
			approved_print=None,
			failure=None,
			cursor_key=None,
			progress=0,
		)
		base.publish_event(runs.DOCTYPE, name, EVENT, progress=0)
		claim.finish()
		base.commit_batch()


def drop_preview(_name: str) -> str:
	"""Nothing of a preview stands before its end."""
	return str(_("The run is as it was before."))


def start_payment_run(run: str, *, now: bool = False) -> None:
	"""Begin or resume an approved run in a background worker; `now` does a small one at once."""
	runs.require_role("start")
	doc = frappe.get_doc(runs.DOCTYPE, run)
	runs.require_state(doc, "start")
	_require_approval(doc)
	if now and doc.award_count <= RUN_INLINE:
		execute_payment_run(run)
	else:
		hand_over(EXECUTION, run)


def drop_execution(name: str) -> str:
	"""A run that wrote no line yet is discarded; lines stay what they are, and their run has to be finished."""
	if frappe.db.get_value(runs.DOCTYPE, name, "run_status") == runs.RUNNING:
		runs.move(name, "stop")
	runs.discard_payment_run(name)
	return str(_("No line was written; the run is discarded and its month can be prepared again."))


def execute_payment_run(name: str, batch_size: int = BATCH_SIZE, rows_per_file: int = 0) -> None:
	"""Write the payment lines batch by batch; may be killed and called again at any moment.

	Bank files take as many lines as their layouts say, or `rows_per_file`.
	"""
	with work_on(EXECUTION, name) as claim, base.read_without_locks():
		run = runs.move(name, "start", failure=None)
		_require_approval(run)
		scope = runs.get_run_scope(run)
		base.commit_batch()
		try:
			if _has_due_rows(run, scope, claim) and _write_batches(run, batch_size, rows_per_file, claim):
				_finish(run, claim)
		except Exception:
			stop_broken_run(runs.STATES, name)
			raise


def _has_due_rows(run: Document, scope: RunScope, claim: Claim) -> bool:
	"""True if due rows are ready: those of the approved preview, or new ones that equal what was approved."""
	name = scope.name
	is_fresh = bool(run.due_version) and not frappe.db.exists("Payment Line", {"payment_run": name})
	if is_fresh and run.due_version == due_version.get_due_version(scope) and due_table.has_due_rows(name):
		return True
	due_table.build_due_rows(scope)
	return _is_as_approved(run, line_sums.get_control_totals(name) + due_table.get_due_totals(name), claim)


def _write_batches(run: Document, size: int, rows_per_file: int, claim: Claim) -> bool:
	"""True when the last batch was reached, False when somebody asked to stop."""
	written = int(run.line_count or 0)
	for bounds in due_table.iter_award_batches(str(run.name), run.cursor_key or "", size):
		written += base.retry_batch_on_deadlock(
			partial(line_batch.write_line_batch, run, bounds, rows_per_file)
		)
		_record_progress(run, bounds.until, written, claim)
		if claim.is_stop_requested():
			runs.move(run.name, "stop")
			claim.stop()
			base.commit_batch()
			return False
	return True


def _record_progress(run: Document, cursor: str, written: int, claim: Claim) -> None:
	"""Store the cursor in the same transaction as the lines."""
	progress = min(100, round(100 * written / max(1, run.award_count), 1))
	frappe.db.set_value(
		runs.DOCTYPE, run.name, {"cursor_key": cursor, "line_count": written, "progress": progress}
	)
	base.publish_event(runs.DOCTYPE, run.name, EVENT, progress=progress, lines=written)
	claim.beat()
	base.commit_batch()


def _finish(run: Document, claim: Claim) -> None:
	"""Compare what was written with what was approved before the run counts as executed."""
	sums = line_sums.sum_run_lines(str(run.name), int(run.award_count or 0))
	written = sums.totals
	if not _is_as_approved(run, written, claim):
		return
	run_ledger.post_executed_run(str(run.name), sums.granted)
	paid = written.fen - written.held_fen
	runs.move(
		run.name,
		"finish",
		**_figures(written),
		line_count=written.count - written.held_count,
		line_amount=_yuan(paid),
		payable_data=line_sums.serialise_rows(sums.payable),
		progress=100,
		executed_on=clock.now(),
	)
	base.publish_event(runs.DOCTYPE, run.name, EVENT, progress=100, lines=written.count)
	claim.finish()
	base.commit_batch()


def _is_as_approved(run: Document, found: Totals, claim: Claim) -> bool:
	"""Stop a run whose awards changed after the approval; what was written stays and the rest is previewed again."""
	if found.fingerprint == run.approved_print:
		return True
	problem = _(
		"Awards changed since the approval: {0} lines of {1} yuan were approved, {2} of {3} are due now. Preview the run again and have it approved."
	).format(run.award_count, run.due_amount, found.count, _yuan(found.fen))
	runs.move(run.name, "stop", failure=problem, cursor_key=None)
	claim.stop(problem)
	base.commit_batch()
	return False


def _require_approval(run: Document) -> None:
	if not run.approved_print or run.approved_print != run.preview_print:
		frappe.throw(
			_("Run {0} has no valid approval. Preview it and have it approved by a second person.").format(
				run.name
			),
			PreviewOutdatedError,
		)


def _figures(totals: Totals) -> dict[str, Any]:
	return {
		"award_count": totals.count,
		"due_amount": _yuan(totals.fen),
		"held_count": totals.held_count,
		"held_amount": _yuan(totals.held_fen),
	}


def _yuan(fen: int) -> Decimal:
	return Decimal(fen) / 100
