"""Reviews of many awards at once: those that fall due, and the annual review of a district, in resumable batches."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Concat, Count, IfNull
from frappe.utils import getdate
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term, ValueWrapper

from social_assistance.constants import DISTRICT_REVIEWER, REVIEW_LEAD_DAYS
from social_assistance.engines import base
from social_assistance.engines.payments.due_awards import Bounds
from social_assistance.engines.reviews import task_rows
from social_assistance.engines.runs.breaking_off import stop_broken_run
from social_assistance.engines.runs.claims import Claim, work_on
from social_assistance.engines.runs.handing_over import hand_over
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.services.awards.grants import GRADUAL_EXIT, STOPPED
from social_assistance.services.reviews import campaign_runs

TASK = task_rows.TASK
CAMPAIGN = campaign_runs.DOCTYPE
STATES = campaign_runs.STATES
BATCH_SIZE = 20_000
INLINE = 2_000
_HERE = "social_assistance.engines.reviews.due_reviews"
OPENING = RunKind(
	"review-campaign",
	(CAMPAIGN,),
	"Opening of the Reviews",
	worker=f"{_HERE}.execute_review_campaign",
	start=f"{_HERE}.start_review_campaign",
	drop=f"{_HERE}.drop_review_campaign",
	roles=(DISTRICT_REVIEWER,),
	busy_states=("Running",),
	stopped_states=("Stopped",),
)


@dataclass(frozen=True)
class ReviewScope:
	"""Which awards get a review, and what it says; `campaign` is empty for reviews that fall due by themselves."""

	cause: str
	area: tuple[int, int] | None = None
	scheme: str = ""
	due_until: date | None = None
	due_on: date | None = None
	campaign: str = ""


def insert_due_reviews(today: date) -> int:
	"""Open a review for each award whose date has come near; the same day twice opens none twice."""
	scope = ReviewScope("Review Due", due_until=today + timedelta(days=REVIEW_LEAD_DAYS))
	made, after = 0, ""
	while until := base.find_batch_end("Benefit Award", after, BATCH_SIZE):
		made += base.retry_batch_on_deadlock(partial(insert_review_tasks, scope, Bounds(after, until)))
		base.commit_batch()
		after = until
	return made


def end_gradual_exits(this_month: str) -> int:
	"""Stop awards whose gradual exit is fully paid, so that a new award can be granted; return their number."""
	award, covered = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Award Person")
	audit = base.get_audit_columns()
	over = (award.award_status == GRADUAL_EXIT) & (award.end_month < this_month)
	freed = frappe.qb.update(covered).join(award).on(award.name == covered.parent).where(over)
	freed.set(covered.open_key, None).set(covered.to_month, award.end_month).run()
	query = frappe.qb.update(award).set(award.award_status, STOPPED).set(award.open_award_key, None)
	query = query.set(award.modified, audit["modified"]).set(award.modified_by, audit["modified_by"])
	query.where(over).run()
	return base.count_affected_rows()


def get_review_scope(run: Any) -> ReviewScope:
	return ReviewScope(
		"Annual Review",
		frappe.db.get_value("Administrative Division", run.division, ["lft", "rgt"]),
		run.scheme or "",
		getdate(run.due_until) if run.due_until else None,
		getdate(run.due_on),
		str(run.name),
	)


def start_review_campaign(name: str, *, now: bool = False) -> None:
	"""Begin or resume a campaign in the background; small ones at once when asked."""
	STATES.require_role("start")
	run = frappe.get_doc(CAMPAIGN, name)
	STATES.require_state(run, "start")
	award_count = _count(get_review_scope(run))
	frappe.db.set_value(CAMPAIGN, name, "award_count", award_count)
	if now and award_count <= INLINE:
		execute_review_campaign(name)
	else:
		hand_over(OPENING, name)


def drop_review_campaign(name: str) -> str:
	"""Reviews that were opened stay open for their townships; no others are opened."""
	if frappe.db.get_value(CAMPAIGN, name, "run_status") == "Running":
		STATES.move(name, "stop")
	STATES.move(name, "discard")
	made = frappe.db.count(TASK, {"review_campaign": name})
	return str(_("{0} reviews were opened and stay; the campaign is discarded.").format(made))


def execute_review_campaign(name: str, batch_size: int = BATCH_SIZE) -> None:
	"""Make the reviews batch by batch; may be killed and called again at any moment."""
	with work_on(OPENING, name) as claim:
		run = STATES.move(name, "start", failure=None)
		base.commit_batch()
		scope = get_review_scope(run)
		try:
			is_finished = _write_batches(run, scope, batch_size, claim)
		except Exception:
			stop_broken_run(STATES, name)
			raise
		made = frappe.db.count(TASK, {"review_campaign": name})
		counts = {"task_count": made, "already_count": max(0, run.award_count - made)}
		if is_finished:
			STATES.move(name, "finish", progress=100, cursor_key=None, **counts)
			claim.finish()
		else:
			STATES.move(name, "stop", **counts)
			claim.stop()
		base.publish_event(CAMPAIGN, name, "review_campaign_progress", progress=100)
		base.commit_batch()


def insert_review_tasks(scope: ReviewScope, bounds: Bounds) -> int:
	"""Reviews for a batch of awards that have none open, nor one of this campaign; returns how many were made."""
	columns = _task_columns(scope)
	query = frappe.qb.into(frappe.qb.DocType(TASK)).ignore().columns(*columns)
	_from_awards(query, scope, bounds).select(*columns.values()).run()
	return base.count_affected_rows()


def _write_batches(run: Document, scope: ReviewScope, size: int, claim: Claim) -> bool:
	"""False when somebody asked to stop; the cursor becomes durable together with the reviews it stands for."""
	after, made = run.cursor_key or "", frappe.db.count(TASK, {"review_campaign": run.name})
	while until := base.find_batch_end("Benefit Award", after, size):
		made += base.retry_batch_on_deadlock(partial(insert_review_tasks, scope, Bounds(after, until)))
		progress = min(100, round(100 * made / max(1, run.award_count), 1))
		_record(run, until, progress, made, claim)
		if claim.is_stop_requested():
			return False
		after = until
	return True


def _record(run: Document, cursor: str, progress: float, made: int, claim: Claim) -> None:
	values = {"cursor_key": cursor, "progress": progress, "task_count": made}
	frappe.db.set_value(CAMPAIGN, run.name, values)
	base.publish_event(CAMPAIGN, run.name, "review_campaign_progress", progress=progress)
	claim.beat()
	base.commit_batch()


def _task_columns(scope: ReviewScope) -> dict[str, Term]:
	award, _case, _town = task_rows.tables()
	key = Concat(scope.campaign or scope.cause, "|", award.name, "|", IfNull(award.next_review_on, ""))
	due_on = ValueWrapper(scope.due_on) if scope.due_on else award.next_review_on
	return {
		**task_rows.columns(key, scope.cause, due_on),
		"review_campaign": ValueWrapper(scope.campaign or None),
		"campaign_key": Concat(scope.campaign, "|", award.name) if scope.campaign else ValueWrapper(None),
	}


def _from_awards(query: QueryBuilder, scope: ReviewScope, bounds: Bounds | None) -> QueryBuilder:
	"""Awards in force of the scope with their case and township; an award under review is left to that review."""
	award = task_rows.tables()[0]
	place = frappe.qb.DocType("Administrative Division").as_("place")
	query = task_rows.from_free_awards(query, place)
	query = query.where(_is_covered(award, place, scope))
	return query.where((award.name > bounds.after) & (award.name <= bounds.until)) if bounds else query


def _is_covered(award: Any, place: Any, scope: ReviewScope) -> Criterion:
	covered = award.award_status.notin([STOPPED, GRADUAL_EXIT])
	if scope.area:
		covered &= (place.lft >= scope.area[0]) & (place.rgt <= scope.area[1])
	if scope.scheme:
		covered &= award.scheme == scope.scheme
	if scope.due_until:
		covered &= award.next_review_on <= scope.due_until
	return covered


def _count(scope: ReviewScope) -> int:
	"""Awards that the campaign is about, with those that have its review already or another open one."""
	award, place = (
		frappe.qb.DocType("Benefit Award"),
		frappe.qb.DocType("Administrative Division").as_("place"),
	)
	query = frappe.qb.from_(award).join(place).on(place.name == award.division)
	return int(query.where(_is_covered(award, place, scope)).select(Count("*")).run()[0][0])
