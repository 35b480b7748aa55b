"""Re-rating: preview by township, then all awards of a scheme moved to the new standard in resumable batches."""

import json
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Sum

from social_assistance.constants import DISTRICT_REVIEWER
from social_assistance.domain.awards.rerating import Method
from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.engines import base, locks
from social_assistance.engines.awards import rerating_batch, rerating_preview
from social_assistance.engines.awards.rerated_parts import RateScope, ReratedParts
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.engines.runs.breaking_off import stop_broken_run
from social_assistance.engines.runs.claims import Claim, work_on
from social_assistance.engines.runs.handing_over import hand_over
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.exceptions import NothingToPayError, PreviewOutdatedError, RunIsBusyError
from social_assistance.services.awards import rerating_run

DOCTYPE = rerating_run.DOCTYPE
STATES = rerating_run.STATES
BATCH_SIZE = 20_000
INLINE = 20_000
_HERE = "social_assistance.engines.awards.rerating"
RERATING = RunKind(
	"rerating",
	(DOCTYPE,),
	"Execution of the Re-rating",
	worker=f"{_HERE}.execute_award_rerating",
	start=f"{_HERE}.start_award_rerating",
	drop=f"{_HERE}.drop_award_rerating",
	roles=(DISTRICT_REVIEWER,),
	busy_states=("Running",),
	stopped_states=("Stopped",),
)


def get_rerating_scope(run: Any) -> RateScope:
	lft, rgt = frappe.db.get_value("Administrative Division", run.division, ["lft", "rgt"])
	return RateScope(
		str(run.name),
		run.scheme,
		Month.parse(run.from_month),
		lft,
		rgt,
		run.new_version,
		rerating_run.get_standard_changes(run),
		Method(run.method),
		rerating_run.rules_of(run),
		rerating_run.citations_of(run),
	)


def preview_award_rerating(name: str) -> None:
	"""Compute the change per township and in total; nothing is changed yet."""
	STATES.require_role("preview")
	with locks.hold_exclusive_lock(f"{DOCTYPE}|{name}"):
		scope = get_rerating_scope(frappe.get_doc(DOCTYPE, name))
		figures, fingerprint = (
			rerating_preview.compute_rerating_totals(scope),
			rerating_preview.compute_changes_fingerprint(scope),
		)
		if not figures["award_count"]:
			frappe.throw(_("No award is concerned. Check scheme, month and versions."), NothingToPayError)
		STATES.move(
			name,
			"preview",
			**figures,
			preview_data=json.dumps(
				rerating_preview.list_totals_by_township(scope), ensure_ascii=False, default=float
			),
			preview_print=fingerprint,
			approved_by=None,
			approved_on=None,
			approved_print=None,
			failure=None,
			cursor_key=None,
			progress=0,
		)


def start_award_rerating(name: str, *, now: bool = False) -> None:
	"""Begin or resume an approved run in the background; small ones at once when asked."""
	STATES.require_role("start")
	run = frappe.get_doc(DOCTYPE, name)
	STATES.require_state(run, "start")
	_require_approval(run)
	if now and run.award_count <= INLINE:
		execute_award_rerating(name)
	else:
		hand_over(RERATING, name)


def drop_award_rerating(name: str) -> str:
	"""A re-rating that changed no award is discarded; awards that are changed stay so, and the run has to be finished."""
	changed = _changes_of(name)
	if changed:
		frappe.throw(
			_(
				"{0} awards have their new amount already. Resume the run, so that all of the area have it."
			).format(changed),
			RunIsBusyError,
		)
	if frappe.db.get_value(DOCTYPE, name, "run_status") == "Running":
		STATES.move(name, "stop")
	STATES.move(name, "discard")
	return str(_("No award was changed; the run is discarded."))


def execute_award_rerating(name: str, batch_size: int = BATCH_SIZE) -> None:
	"""Change the awards batch by batch; may be killed and called again at any moment."""
	with work_on(RERATING, name) as claim:
		before = frappe.get_doc(DOCTYPE, name)
		fresh = not before.cursor_key
		run = STATES.move(name, "start", failure=None)
		_require_approval(run)
		scope = get_rerating_scope(run)
		if fresh and rerating_preview.compute_changes_fingerprint(scope) != run.approved_print:
			problem = _("Awards changed since the approval. Preview the run again and have it approved.")
			STATES.move(name, "stop", failure=problem)
			claim.stop(problem)
			base.commit_batch()
			return
		base.commit_batch()
		try:
			if _write_batches(run, scope, batch_size, claim):
				_finish(name, claim)
		except Exception:
			stop_broken_run(STATES, name)
			raise


def _write_batches(run: Document, scope: RateScope, size: int, claim: Claim) -> bool:
	"""True when the last batch was reached, False when somebody asked to stop."""
	parts, after, done = ReratedParts(scope), run.cursor_key or "", _changes_of(run.name)
	while until := base.find_batch_end("Benefit Award", after, size):
		done += base.retry_batch_on_deadlock(
			partial(rerating_batch.change_batch, parts, Bounds(after, until))
		)
		_record_progress(run, until, done, claim)
		if claim.is_stop_requested():
			STATES.move(run.name, "stop")
			claim.stop()
			base.commit_batch()
			return False
		after = until
	return True


def _record_progress(run: Document, cursor: str, done: int, claim: Claim) -> None:
	"""Store the cursor in the same transaction as the changes."""
	progress = min(100, round(100 * done / max(1, run.award_count), 1))
	frappe.db.set_value(DOCTYPE, run.name, {"cursor_key": cursor, "progress": progress})
	base.publish_event(DOCTYPE, run.name, "payment_run_progress", progress=progress)
	claim.beat()
	base.commit_batch()


def _finish(name: str, claim: Claim) -> None:
	change = frappe.qb.DocType("Award Change")
	sums = (
		frappe.qb.from_(change)
		.select(Coalesce(Sum(change.arrears_amount), 0), Coalesce(Sum(change.overpaid_amount), 0))
		.where(change.rerating_run == name)
		.run()[0]
	)
	STATES.move(
		name,
		"finish",
		progress=100,
		arrears_amount=from_storage(sums[0]),
		overpaid_amount=from_storage(sums[1]),
	)
	base.publish_event(DOCTYPE, name, "payment_run_progress", progress=100)
	claim.finish()
	base.commit_batch()


def _require_approval(run: Document) -> None:
	if not run.approved_print or run.approved_print != run.preview_print:
		frappe.throw(
			_("Run {0} has no valid approval. Preview it and have it approved by a second person.").format(
				run.name
			),
			PreviewOutdatedError,
		)


def _changes_of(run: str) -> int:
	return int(frappe.db.count("Award Change", {"rerating_run": run}))
