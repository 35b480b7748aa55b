"""Work on its way to a worker: handed over by a press, carried out by a job, handed over anew when its worker died."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_assistance.domain.runs.life_cycle import WorkState, is_abandoned, is_busy, is_hopeless
from social_assistance.engines import base
from social_assistance.engines.runs import claims, kinds, works
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.engines.runs.wording import describe_work
from social_assistance.engines.runs.works import Work
from social_assistance.exceptions import RunIsBusyError
from social_assistance.jobs import enqueue_job, set_user_language

CARRY_OUT = "social_assistance.engines.runs.handing_over.carry_out"


def hand_over(kind: RunKind, run: str, doctype: str = "", **arguments: Any) -> None:
	"""Give a document's work to a background worker, as the session's user; RunIsBusyError in words while one has it."""
	work = works.lock_work(doctype or kind.doctypes[0], run)
	if is_busy(works.read_signs(work), now_datetime()):
		frappe.throw(describe_work(work), RunIsBusyError, title=_("Nothing was started twice"))
	now = now_datetime()
	works.change_work(
		work.name,
		work_kind=kind.code,
		arguments=json.dumps(arguments),
		requested_by=frappe.session.user,
		requested_on=now,
		claim_count=0,
		stop_requested=0,
		failure="",
	)
	_queue(work.name, kind)


def hand_over_again(kind: RunKind, run: str, doctype: str = "", **arguments: Any) -> None:
	"""Hand over what has to be done after this moment: work under way began before it and is done once more."""
	work = works.lock_work(doctype or kind.doctypes[0], run)
	if not is_busy(works.read_signs(work), now_datetime()):
		hand_over(kind, run, doctype, **arguments)
	elif work.state is WorkState.WORKING:
		works.change_work(work.name, asked_again=1)


def require_idle(doctype: str, run: str) -> None:
	"""Refuse in words what must not be done beside a worker."""
	work = works.read_work(works.build_name(doctype, run))
	if work and is_busy(works.read_signs(work), now_datetime()):
		frappe.throw(describe_work(work), RunIsBusyError)


def carry_out(work: str, ticket: str) -> None:
	"""The job: do the work as the person who asked for it. A job whose work was withdrawn or given to another ends silently."""
	row = works.read_work(work)
	if not row or row.ticket != ticket or works.is_over(row):
		return
	if not frappe.db.get_value("User", row.requested_by, "enabled"):
		_give_up(row, _("The account of who asked for it is disabled: {0}.").format(row.requested_by))
		return
	frappe.set_user(row.requested_by)
	set_user_language()
	frappe.flags[claims.TICKET] = ticket
	try:
		frappe.get_attr(kinds.get_kind(row.work_kind).worker)(row.run_name, **row.arguments)
	except RunIsBusyError:
		base.roll_back_batch()
	finally:
		frappe.flags.pop(claims.TICKET, None)


def resume_abandoned_works() -> list[str]:
	"""Hand everything to a new worker whose worker died, or whose job got lost; returns their names."""
	adopt_orphans()
	resumed = []
	for work in works.list_works(WorkState.WAITING, WorkState.WORKING):
		try:
			if resume_if_abandoned(work.name):
				resumed.append(work.name)
			base.commit_batch()
		except Exception:  # noqa: BLE001 - one that cannot be handed over keeps none of the others back
			base.roll_back_batch()
			frappe.log_error(title=f"Background Work {work.name}")
			base.commit_batch()
	return resumed


def resume_if_abandoned(name: str) -> bool:
	"""Hand one document's work over anew if nobody is at it; False when somebody is, or nothing is left to do."""
	work = works.read_work(name, lock=True)
	if not work or not is_abandoned(works.read_signs(work), now_datetime()):
		return False
	if is_hopeless(work.claim_count):
		words = _("Its workers died {0} times without finishing a batch.").format(work.claim_count)
		_give_up(work, words)
		return False
	_queue(work.name, kinds.get_kind(work.work_kind))
	return True


def adopt_orphans() -> None:
	"""Documents that by their own state wait for a worker or a press, and that no row knows: from before there were rows."""
	for kind in kinds.list_kinds():
		states = (*kind.busy_states, *kind.stopped_states)
		for doctype in kind.doctypes if states else ():
			for run in _list_orphans(kind, doctype, states):
				_adopt(kind, doctype, run)


def _list_orphans(kind: RunKind, doctype: str, states: tuple[str, ...]) -> list[Any]:
	run, work = frappe.qb.DocType(doctype), frappe.qb.DocType(works.DOCTYPE)
	person = run.requested_by if kind.is_own else run.modified_by
	query = (
		frappe.qb.from_(run)
		.left_join(work)
		.on((work.run_doctype == doctype) & (work.run_name == run.name))
		.select(run.name, run.modified, run.run_status, person.as_("person"))
		.where(run.run_status.isin(states) & work.name.isnull())
	)
	return list(query.run(as_dict=True))


def _adopt(kind: RunKind, doctype: str, run: Any) -> None:
	work = works.lock_work(doctype, run.name)
	works.change_work(
		work.name,
		work_kind=kind.code,
		work_state=WorkState.WORKING if run.run_status in kind.busy_states else WorkState.STOPPED,
		requested_by=run.person,
		seen_on=run.modified,
	)
	base.commit_batch()


def _queue(name: str, kind: RunKind) -> None:
	claims.end_silent_holder(name)
	ticket, now = frappe.generate_hash(length=20), now_datetime()
	works.change_work(
		name, work_state=WorkState.WAITING, ticket=ticket, claim_token=None, seen_on=now, ended_on=None
	)
	enqueue_job(
		CARRY_OUT,
		works.build_job_id(ticket),
		queue=kind.queue,
		timeout=kind.timeout,
		work=name,
		ticket=ticket,
	)


def _give_up(work: Work, failure: str) -> None:
	now = now_datetime()
	works.change_work(work.name, work_state=WorkState.FAILED, failure=failure, seen_on=now, ended_on=now)
	base.commit_batch()
