"""The buttons Resume, Stop and Drop: each does its work or says why not, and answers in words."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_assistance.domain.runs.life_cycle import (
	RESTING,
	WorkState,
	is_abandoned,
	is_busy,
	list_presses,
)
from social_assistance.engines import locks
from social_assistance.engines.runs import claims, handing_over, kinds, works
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.engines.runs.wording import describe_person, describe_work
from social_assistance.engines.runs.works import Work
from social_assistance.exceptions import RunIsBusyError, StepNotAllowedError


def get_standing(doctype: str, run: str) -> dict[str, Any]:
	"""What a form shows: the state in words and the buttons that do something now; empty when nothing stands."""
	work = works.read_work(works.build_name(doctype, run))
	if not work or works.is_over(work):
		return {}
	kind, abandoned = kinds.get_kind(work.work_kind), is_abandoned(works.read_signs(work), now_datetime())
	presses = list_presses(work.state, abandoned=abandoned, in_batches=kind.in_batches)
	return {
		"state": work.state.value,
		"is_abandoned": abandoned,
		"words": describe_work(work),
		"presses": [press.value for press in presses] if _may_press(kind, work) else [],
	}


def resume_run(doctype: str, run: str) -> str:
	"""Hand over what stands still; whatever is under way already is told, never started twice."""
	work, kind = _pressed(doctype, run)
	if work.state in RESTING:
		frappe.get_attr(kind.start)(run, **work.arguments)
		return str(_("{0}: goes on where it stood.").format(_(kind.title)))
	if handing_over.resume_if_abandoned(work.name):
		return str(
			_("{0}: given to a new worker, which goes on where the last one stood.").format(_(kind.title))
		)
	return describe_work(_require(works.read_work(work.name)))


def stop_run(doctype: str, run: str) -> str:
	"""Ask the worker to stop after the batch at hand."""
	work, kind = _pressed(doctype, run)
	if work.state is not WorkState.WORKING:
		_refuse(work)
	if not kind.in_batches:
		frappe.throw(
			_("{0} is done in one piece and cannot be stopped in between.").format(_(kind.title)),
			RunIsBusyError,
		)
	works.change_work(work.name, stop_requested=1)
	return describe_work(_require(works.read_work(work.name)))


def drop_run(doctype: str, run: str) -> str:
	"""Give the work up for good; says what of it stays."""
	work, kind = _pressed(doctype, run)
	if work.state is WorkState.WORKING and is_busy(works.read_signs(work), now_datetime()):
		_refuse(work)
	claims.end_silent_holder(work.name)
	with locks.hold_exclusive_lock(work.name):
		stays = frappe.get_attr(kind.drop)(run, **work.arguments)
	_record_drop(work)
	return str(_("{0}: dropped. {1}").format(_(kind.title), stays))


def drop_discarded_work(doctype: str, run: str) -> None:
	"""A document that was discarded by its own button has no work that stands still, nor a press that would end it."""
	work = works.read_work(works.build_name(doctype, run), lock=True)
	if work and not works.is_over(work):
		_record_drop(work)


def _record_drop(work: Work) -> None:
	now = now_datetime()
	works.change_work(
		work.name, work_state=WorkState.DROPPED, claim_token=None, ticket=None, seen_on=now, ended_on=now
	)


def _pressed(doctype: str, run: str) -> tuple[Work, RunKind]:
	"""The row, held, and its kind, for somebody who may press the button."""
	work = works.read_work(works.build_name(doctype, run), lock=True)
	if not work or works.is_over(work):
		frappe.throw(
			_("No work of {0} {1} is under way or stands still.").format(_(doctype), run), RunIsBusyError
		)
	kind = kinds.get_kind(work.work_kind)
	if not _may_press(kind, work):
		_refuse_person(kind, work)
	return work, kind


def _may_press(kind: RunKind, work: Work) -> bool:
	if kind.is_own:
		return bool(frappe.session.user in (work.requested_by, "Administrator"))
	if not kind.roles:
		return bool(frappe.has_permission(work.run_doctype, "write", work.run_name))
	return bool(set(kind.roles) & set(frappe.get_roles()))


def _refuse_person(kind: RunKind, work: Work) -> None:
	if kind.is_own:
		message = _("Only {0}, who asked for it, may do this.").format(describe_person(work.requested_by))
	else:
		message = _("This action needs the role {0}.").format(" / ".join(_(role) for role in kind.roles))
	frappe.throw(message, StepNotAllowedError)


def _refuse(work: Work) -> None:
	frappe.throw(describe_work(work), RunIsBusyError)


def _require(work: Work | None) -> Work:
	assert work
	return work
