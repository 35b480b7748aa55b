"""Re-rating: preview by township, then all awards of a scheme moved to the new standard in resumable batches."""

import json
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce, Sum

from social_assistance.domain.awards.rerating import Method
from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.engines import base, locks
from social_assistance.engines.awards import rerating_batch, rerating_preview
from social_assistance.engines.awards.rerated_parts import RateScope, ReratedParts
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.exceptions import NothingToPayError, PreviewOutdatedError
from social_assistance.jobs import enqueue_for
from social_assistance.services.awards import rerating_run

DOCTYPE = rerating_run.DOCTYPE
STATES = rerating_run.STATES
BATCH_SIZE = 20_000
INLINE = 20_000


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
		enqueue_for(
			"social_assistance.engines.awards.rerating.execute_award_rerating",
			DOCTYPE,
			name,
			stage=run.cursor_key or "start",
		)


def execute_award_rerating(name: str, batch_size: int = BATCH_SIZE) -> None:
	"""Change the awards batch by batch; may be killed and called again at any moment."""
	with locks.hold_exclusive_lock(f"{DOCTYPE}|{name}"):
		before = frappe.get_doc(DOCTYPE, name)
		fresh = not before.cursor_key
		run = STATES.move(name, "start", failure=None)
		_require_approval(run)
		scope = get_rerating_scope(run)
		if fresh and rerating_preview.compute_changes_fingerprint(scope) != run.approved_print:
			_stop(name, _("Awards changed since the approval. Preview the run again and have it approved."))
			return
		base.commit_batch()
		_write_batches(run, scope, batch_size)
		_finish(name)


def _write_batches(run: Document, scope: RateScope, size: int) -> None:
	parts, after, done = ReratedParts(scope), run.cursor_key or "", _changes_of(run.name)
	while until := base.find_batch_end("Benefit Award", after, size):
		done += base.retry_batch_on_deadlock(
			partial(rerating_batch.change_batch, parts, Bounds(after, until))
		)
		_record_progress(run, until, done)
		after = until


def _record_progress(run: Document, cursor: str, done: int) -> None:
	"""Store the cursor in the same transaction as the changes."""
	progress = min(100, round(100 * done / max(1, run.award_count), 1))
	frappe.db.set_value(DOCTYPE, run.name, {"cursor_key": cursor, "progress": progress})
	base.publish_event(DOCTYPE, run.name, "payment_run_progress", progress=progress)
	base.commit_batch()


def _finish(name: str) -> None:
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
	base.commit_batch()


def _stop(name: str, problem: str) -> None:
	STATES.move(name, "stop", failure=problem)
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
