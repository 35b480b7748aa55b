"""Locks that outlive a transaction, because a run commits batch by batch and must run once only."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256

import frappe
from frappe import _

from social_assistance.exceptions import RunIsBusyError

# How long a lock whose holder was ended may take to become free.
ENDING_SECONDS = 5


@contextmanager
def hold_exclusive_lock(subject: str) -> Iterator[None]:
	"""Hold MariaDB's named lock for a subject such as `Payment Run|FF-2026-00001`; RunIsBusyError when it is taken.

	The server frees it when the connection ends, so a killed worker leaves no lock behind. Whoever holds it does not get it twice.
	"""
	key = _key(subject)
	if not _ask("select if(is_used_lock(%s) = connection_id(), 0, get_lock(%s, 0))", key, key):
		doctype, _bar, name = subject.partition("|")
		frappe.throw(
			_("{0} is being worked on by another process. Wait until it has finished.").format(
				f"{_(doctype)} {name}".strip()
			),
			RunIsBusyError,
		)
	try:
		yield
	finally:
		with suppress(get_connection_error()):
			_ask("select release_lock(%s)", key)


def get_connection_error() -> type[Exception]:
	"""What the driver raises when the connection, and with it the lock, is gone (PEP 249)."""
	return getattr(frappe.db._conn, "Error", frappe.db.OperationalError)


def is_lock_free(subject: str) -> bool:
	return not list_held_locks([subject])


def list_held_locks(subjects: Sequence[str]) -> set[str]:
	"""Which of these locks somebody holds, by one statement."""
	if not subjects:
		return set()
	asked = ", ".join(["is_free_lock(%s)"] * len(subjects))
	(free,) = frappe.db.sql(
		f"select {asked}", [_key(subject) for subject in subjects]
	)  # allow: SQL-formatted placeholders only
	return {subject for subject, is_free in zip(subjects, free, strict=True) if not is_free}


def end_holder(subject: str) -> None:
	"""End the connection that holds a lock, of this site's own database account; what it had not committed is undone."""
	key = _key(subject)
	holder = _ask("select is_used_lock(%s)", key)
	if not holder or holder == _ask("select connection_id()"):
		return
	with suppress(get_connection_error()):  # it may have ended by itself meanwhile
		frappe.db.sql("kill connection %s", holder)
	if _ask("select get_lock(%s, %s)", key, ENDING_SECONDS):
		_ask("select release_lock(%s)", key)


def _key(subject: str) -> str:
	"""Names are global on the server and limited to 64 characters."""
	return sha256(f"{frappe.conf.db_name}|{subject}".encode()).hexdigest()


def _ask(query: str, *values: str | int) -> int:
	return int(frappe.db.sql(query, values)[0][0] or 0)
