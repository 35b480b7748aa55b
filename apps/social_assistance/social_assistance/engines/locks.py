"""Locks that outlive a transaction, because a run commits batch by batch and must run once only."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256

import frappe
from frappe import _

from social_assistance.exceptions import RunIsBusyError


@contextmanager
def hold_exclusive_lock(subject: str) -> Iterator[None]:
	"""Hold MariaDB's named lock for a subject such as `Payment Run|FF-2026-00001`; RunIsBusyError when it is taken.

	The server frees it when the connection ends, so a killed worker leaves no lock behind.
	"""
	key = _key(subject)
	if not _ask("select get_lock(%s, 0)", key):
		frappe.throw(
			_("{0} is being worked on by another process. Wait until it has finished.").format(
				subject.replace("|", " ")
			),
			RunIsBusyError,
		)
	try:
		yield
	finally:
		with suppress(_connection_error()):
			_ask("select release_lock(%s)", key)


def _connection_error() -> type[Exception]:
	"""What the driver raises when the connection, and with it the lock, is gone (PEP 249)."""
	return getattr(frappe.db._conn, "Error", frappe.db.OperationalError)


def is_lock_free(subject: str) -> bool:
	return bool(_ask("select is_free_lock(%s)", _key(subject)))


def _key(subject: str) -> str:
	"""Names are global on the server and limited to 64 characters."""
	return sha256(f"{frappe.conf.db_name}|{subject}".encode()).hexdigest()


def _ask(query: str, key: str) -> int:
	return int(frappe.db.sql(query, key)[0][0] or 0)
