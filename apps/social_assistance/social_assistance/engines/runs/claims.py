"""One worker at a time: it claims the work with a token, gives signs of life, and looks between batches whether to stop.

Three things keep two workers apart: MariaDB's named lock, which ends with the connection; the token, which every batch
commits with; and the end of a silent holder's connection before its work is given to another one.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime, strip_html

from social_assistance.domain.runs.life_cycle import BEAT_SECONDS, WorkState, is_abandoned
from social_assistance.engines import base, locks
from social_assistance.engines.runs import works
from social_assistance.engines.runs.kinds import RunKind
from social_assistance.exceptions import AssistanceError, RunIsBusyError

# Key in frappe.flags: the ticket of the job that this process carries out.
TICKET = "background_work_ticket"
AT_WORK = (WorkState.WAITING, WorkState.WORKING)


class ClaimLostError(AssistanceError):
	"""Another worker took the work over, because this one gave no sign of life; its batch is not committed."""


@dataclass
class Claim:
	"""The right to work on one document."""

	work: str
	token: str
	is_carried: bool = False
	is_over: bool = False

	def beat(self) -> None:
		"""End of a batch, in its transaction: still mine, and something was done. ClaimLostError when it is not mine."""
		if not works.change_work(self.work, token=self.token, seen_on=now_datetime(), claim_count=0):
			frappe.throw(
				_("{0} was taken over by another worker.").format(_describe(self.work)), ClaimLostError
			)

	def is_stop_requested(self) -> bool:
		"""Whether somebody pressed Stop; to be asked between batches."""
		return bool(frappe.db.get_value(works.DOCTYPE, self.work, "stop_requested"))

	def finish(self) -> None:
		"""All is done; in the transaction that makes it true. What was asked for meanwhile waits for the next worker."""
		again = frappe.db.get_value(works.DOCTYPE, self.work, "asked_again", for_update=True)
		self._end(WorkState.WAITING if again else WorkState.DONE)

	def stop(self, problem: str = "") -> None:
		"""Stopped by request, or by a problem that a person has to solve; in the transaction that says so on the document."""
		self._end(WorkState.STOPPED, problem)

	def fail(self, failure: str) -> None:
		"""Cannot go on; the words stand on the form and before the operators."""
		self._end(WorkState.FAILED, failure)

	def _end(self, state: WorkState, failure: str = "") -> None:
		self.is_over = True
		now = now_datetime()
		values = {"work_state": state, "failure": failure, "seen_on": now, "ended_on": now}
		values |= {"stop_requested": 0, "asked_again": 0}
		if not works.change_work(self.work, token=self.token, **values):
			frappe.throw(
				_("{0} was taken over by another worker.").format(_describe(self.work)), ClaimLostError
			)


@contextmanager
def work_on(kind: RunKind, run: str, doctype: str = "", **arguments: Any) -> Iterator[Claim]:
	"""Claim a document's work for this process; RunIsBusyError when a live worker has it. Commits at the beginning.

	Ends the claim as done, or as failed with the words of the error, unless the block ended it itself. `arguments` are those
	of the worker, with which the work is resumed.
	"""
	name = works.build_name(doctype or kind.doctypes[0], run)
	end_silent_holder(name)
	with locks.hold_exclusive_lock(name):
		claim = _claim(kind, doctype or kind.doctypes[0], run, arguments)
		base.commit_batch()
		with _heartbeat(claim):
			try:
				yield claim
			except Exception as error:
				_record_failure(claim, error)
				raise
		if not claim.is_over:
			claim.finish()
			base.commit_batch()


def _claim(kind: RunKind, doctype: str, run: str, arguments: dict[str, Any]) -> Claim:
	work, ticket = works.lock_work(doctype, run), frappe.flags.pop(TICKET, "")
	goes_on = work.state in AT_WORK and work.work_kind == kind.code
	if ticket and not (goes_on and work.ticket == ticket):
		frappe.throw(
			_("{0} was withdrawn, or given to another worker.").format(_describe(work.name)), RunIsBusyError
		)
	now, token = now_datetime(), frappe.generate_hash(length=20)
	values = {
		"work_kind": kind.code,
		"work_state": WorkState.WORKING,
		"claim_token": token,
		"claim_count": work.claim_count + 1 if goes_on else 1,
		"claimed_on": now,
		"seen_on": now,
		"ended_on": None,
		"asked_again": 0,
		"failure": "",
	}
	if not goes_on:
		asked = {"requested_by": frappe.session.user, "requested_on": now}
		values |= {"arguments": json.dumps(arguments), "stop_requested": 0, **asked}
	works.change_work(work.name, **values)
	return Claim(work.name, token, is_carried=bool(ticket))


def end_silent_holder(name: str) -> None:
	"""A worker that is cut off may hold its lock for hours: its connection ends, and what it had not committed is undone.

	To be called before its work is given away, as long as the row says that it is at work.
	"""
	work = works.read_work(name)
	if work and work.state is WorkState.WORKING and is_abandoned(works.read_signs(work), now_datetime()):
		locks.end_holder(name)


def _record_failure(claim: Claim, error: Exception) -> None:
	"""Keep a failure in words; a refusal that the person at the desk reads at once leaves nothing behind.

	When the database is gone nothing can be kept: the work counts as abandoned then.
	"""
	if claim.is_over or isinstance(error, ClaimLostError):
		return
	with suppress(ClaimLostError, locks.get_connection_error()):
		base.roll_back_batch()
		is_refusal = isinstance(error, frappe.ValidationError | frappe.PermissionError)
		if is_refusal and not claim.is_carried:
			works.delete_work(claim.work)
		else:
			claim.fail(strip_html(str(error))[:500] if is_refusal else _("Details are in the error log."))
		base.commit_batch()


@contextmanager
def _heartbeat(claim: Claim) -> Iterator[None]:
	"""Signs of life from a thread with connections of its own, because one statement may take minutes."""
	if not base.is_committing():
		yield
		return
	over = Event()
	beats = Thread(
		target=_beat_until, args=(over, claim, frappe.local.site, frappe.local.sites_path), daemon=True
	)
	beats.start()
	try:
		yield
	finally:
		over.set()
		beats.join()


def _beat_until(over: Event, claim: Claim, site: str, folder: str) -> None:
	while not over.wait(BEAT_SECONDS):
		frappe.init(site=site, sites_path=folder)
		# A sign that does not come through is missed by whoever looks for it, which is what it is there for.
		with suppress(Exception):
			frappe.connect()
			works.change_work(claim.work, token=claim.token, seen_on=now_datetime())
			base.commit_batch()
		frappe.destroy()


def _describe(name: str) -> str:
	doctype, _bar, run = name.partition("|")
	return f"{_(doctype)} {run}"
