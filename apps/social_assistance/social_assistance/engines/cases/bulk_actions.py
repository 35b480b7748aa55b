"""One action on many cases or reviews: each through the same service as alone, in a savepoint of its own.

The result of an item is committed with the item, so a killed worker resumes where it stopped.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from social_assistance.engines import base
from social_assistance.engines.runs.claims import Claim, work_on
from social_assistance.engines.runs.handing_over import hand_over
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.services import clock
from social_assistance.services.cases import steps
from social_assistance.services.cases.exceptions import BulkRequestError
from social_assistance.services.cases.steps import MoveRequest
from social_assistance.services.reviews import review_decisions

DOCTYPE = "Bulk Action Run"
CASES, REVIEWS = "Move Cases", "Decide Reviews"
LARGEST = 100
# Up to so many are done while the user waits.
INLINE = 10
_HERE = "social_assistance.engines.cases.bulk_actions"
# People wait for it, and the queue `default` has to stay free for what resumes runs.
CARRYING_OUT = RunKind(
	"bulk-action",
	(DOCTYPE,),
	"Bulk Action",
	worker=f"{_HERE}.execute_bulk_run",
	start=f"{_HERE}.restart_bulk_run",
	drop=f"{_HERE}.drop_bulk_run",
	busy_states=("Queued", "Running"),
	stopped_states=("Stopped",),
	queue="short",
	timeout=1500,
	is_own=True,
)


@dataclass(frozen=True)
class BulkRequest:
	"""What to do with every item: for cases the workflow action with its reason, for both a remark."""

	kind: str
	action: str = ""
	reason: str = ""
	remark: str = ""


@dataclass(frozen=True)
class Kind:
	"""Check and action for items of one kind; both take the name, the request and the state that the user saw."""

	doctype: str
	state_field: str
	title_field: str
	check: Callable[[str, BulkRequest, str], Any]
	carry_out: Callable[[str, BulkRequest, str], Any]


def preview_bulk(names: list[str], request: BulkRequest) -> list[dict[str, Any]]:
	"""Row by row whether the action would pass now, and if not why; nothing is changed."""
	_require_number(names)
	kind = KINDS[request.kind]
	states = _states(kind, names)
	return [_attempt(kind.check, name, request, states.get(name)) for name in names]


def start_bulk_run(seen: Mapping[str, str], request: BulkRequest, request_key: str) -> str:
	"""Carry the action out for items in the states the user saw; the same key again is the same request."""
	_require_number(list(seen))
	if not request_key:
		frappe.throw(_("The request has no key. Reload the page."), BulkRequestError)
	key = f"{frappe.session.user}|{request_key}"
	known = frappe.db.get_value(DOCTYPE, {"request_key": key})
	if known:
		return str(known)
	run = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"bulk_kind": request.kind,
			"action": request.action,
			"reason_code": request.reason,
			"remark": request.remark,
			"requested_by": frappe.session.user,
			"requested_on": clock.now(),
			"total_count": len(seen),
			"items": json.dumps(dict(seen), ensure_ascii=False),
			"results": "[]",
			"request_key": key,
		}
	)
	run.flags.ignore_permissions = True  # allow: PERM-ignore-permissions nobody writes runs by hand; each item is checked as the user when it is done
	run.insert()
	if len(seen) <= INLINE:
		# In the request's own transaction: all of it is there, or nothing, and nobody else sees the run before.
		_do_all(run, None)
	else:
		hand_over(CARRYING_OUT, str(run.name))
	return str(run.name)


def restart_bulk_run(name: str) -> None:
	"""Let a stopped or broken run go on with the items that are left."""
	if frappe.db.get_value(DOCTYPE, name, "run_status") == "Done":
		frappe.throw(_("All rows of {0} are done.").format(name), BulkRequestError)
	frappe.db.set_value(DOCTYPE, name, "run_status", "Queued")
	hand_over(CARRYING_OUT, name)


def drop_bulk_run(name: str) -> str:
	"""What is done stays done, item by item; the others are not touched."""
	run = frappe.get_doc(DOCTYPE, name)
	frappe.db.set_value(DOCTYPE, name, "run_status", "Dropped")
	done = run.done_count + run.refused_count
	return str(
		_("{0} of {1} rows are done and stay so, the others are untouched.").format(done, run.total_count)
	)


def execute_bulk_run(name: str) -> None:
	"""Do what is left of a run as the user who asked for it; may be killed and called again at any moment."""
	with work_on(CARRYING_OUT, name) as claim:
		run = frappe.get_doc(DOCTYPE, name)
		if run.run_status != "Done":
			_do_all(run, claim)


def _do_all(run: Document, claim: Claim | None) -> None:
	"""With a claim each item is committed with its result; without one all of them by the request."""
	request = BulkRequest(run.bulk_kind, run.action or "", run.reason_code or "", run.remark or "")
	kind, seen = KINDS[request.kind], json.loads(run.items)
	results = json.loads(run.results or "[]")
	states = _states(kind, list(seen))
	done = {row["name"] for row in results}
	for item in [name for name in seen if name not in done]:
		row = states.get(item)
		results.append(_attempt(kind.carry_out, item, request, row, seen[item]))
		_record(run, results)
		if claim and not _go_on(run, claim):
			return
	base.publish_event(DOCTYPE, str(run.name), "bulk_action_progress", progress=100)


def _go_on(run: Document, claim: Claim) -> bool:
	"""Commit an item with its result; False when somebody asked to stop after it."""
	claim.beat()
	base.commit_batch()
	is_left = frappe.db.get_value(DOCTYPE, run.name, "run_status") != "Done"
	if not is_left or not claim.is_stop_requested():
		return True
	frappe.db.set_value(DOCTYPE, run.name, "run_status", "Stopped")
	claim.stop()
	base.publish_event(DOCTYPE, str(run.name), "bulk_action_progress", progress=100)
	base.commit_batch()
	return False


def _record(run: Document, results: list[dict[str, Any]]) -> None:
	"""Store the result of an item in the same transaction."""
	progress = round(100 * len(results) / run.total_count, 1)
	refused = sum(not row["ok"] for row in results)
	values = {
		"results": json.dumps(results, ensure_ascii=False),
		"done_count": len(results) - refused,
		"refused_count": refused,
		"progress": progress,
		"run_status": "Done" if len(results) == run.total_count else "Running",
	}
	frappe.db.set_value(DOCTYPE, run.name, values)
	base.publish_event(DOCTYPE, str(run.name), "bulk_action_progress", progress=min(progress, 99))


def _attempt(
	work: Callable[[str, BulkRequest, str], Any],
	name: str,
	request: BulkRequest,
	row: Mapping[str, Any] | None,
	seen: str | None = None,
) -> dict[str, Any]:
	"""Run one item in a savepoint; a refusal rolls back this item and keeps the service's message."""
	state = seen or (row["state"] if row else "")
	result = {"name": name, "title": row["title"] if row else name, "state": state, "ok": 1, "message": ""}
	frappe.db.savepoint("bulk_item")
	try:
		work(name, request, state)
	except (frappe.ValidationError, frappe.PermissionError, frappe.DoesNotExistError) as refusal:
		frappe.db.rollback(
			save_point="bulk_item"
		)  # allow: DB-manual-commit undoes this item alone, the others of the request stand
		frappe.clear_last_message()
		result |= {"ok": 0, "message": _plain(refusal) or _("Not permitted")}
	return result


def _plain(refusal: Exception) -> str:
	"""A refusal as one line of text: its list becomes items after semicolons."""
	return unescape(strip_html(str(refusal).replace("</li><li>", "; ").replace("<li>", " "))).strip()


def _states(kind: Kind, names: list[str]) -> dict[str, dict[str, Any]]:
	"""State and title of the items that the user may see; the others are refused by their service."""
	rows = frappe.get_list(
		kind.doctype,
		filters={"name": ("in", names)},
		fields=["name", f"{kind.state_field} as state", f"{kind.title_field} as title"],
	)
	return {row.name: row for row in rows}


def _require_number(names: list[str]) -> None:
	if not names or len(names) > LARGEST or len(names) != len(set(names)):
		frappe.throw(_("Choose 1 to {0} different rows.").format(LARGEST), BulkRequestError)


def _check_move(name: str, request: BulkRequest, seen: str) -> None:
	steps.check_move(name, _move_request(request, seen))


def _move(name: str, request: BulkRequest, seen: str) -> None:
	steps.move_case(name, _move_request(request, seen))


def _move_request(request: BulkRequest, seen: str) -> MoveRequest:
	return MoveRequest(request.action, request.reason, request.remark, seen)


def _check_decision(name: str, request: BulkRequest, seen: str) -> None:
	review_decisions.require_decidable_review(name)


def _decide(name: str, request: BulkRequest, seen: str) -> None:
	review_decisions.decide_review(name, request.remark)


KINDS = {
	CASES: Kind("Assistance Application", "workflow_state", "applicant_name", _check_move, _move),
	REVIEWS: Kind("Review Task", "review_status", "applicant_name", _check_decision, _decide),
}
