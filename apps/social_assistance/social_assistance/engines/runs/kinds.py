"""What an engine says about work that it leaves to a background worker."""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe

from social_assistance.jobs import LONG_QUEUE, RUN_TIMEOUT

HOOK = "assist_runs"


@dataclass(frozen=True)
class RunKind:
	"""One kind of work; the functions are dotted paths and get the document's name and the arguments it was handed over with.

	`worker` does the work inside `claims.work_on`, as the person who asked. `start` begins it again after it ended by a stop or a
	failure, with all checks. `drop` gives it up and returns in words what stays. `busy_states` are the values of `run_status`
	that only a worker ends, `stopped_states` those that a press ends. `roles` may press the buttons (none: whoever may write the document), `is_own`: only who asked may.
	"""

	code: str
	doctypes: tuple[str, ...]
	title: str
	worker: str
	start: str
	drop: str
	roles: tuple[str, ...] = ()
	busy_states: tuple[str, ...] = ()
	stopped_states: tuple[str, ...] = ()
	queue: str = LONG_QUEUE
	timeout: int = RUN_TIMEOUT
	in_batches: bool = True
	is_own: bool = False


def list_kinds() -> Iterator[RunKind]:
	"""Every kind of every app."""
	for path in frappe.get_hooks(HOOK):
		yield frappe.get_attr(path)


def get_kind(code: str) -> RunKind:
	"""The kind of a stored row; KeyError when its app is gone."""
	return {kind.code: kind for kind in list_kinds()}[code]


def is_run(doctype: str) -> bool:
	"""True if documents of this type have work for a background worker."""
	return any(doctype in kind.doctypes for kind in list_kinds())
