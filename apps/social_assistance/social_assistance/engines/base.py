"""Shared parts of set-based runs: batches by key, commits, progress events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import frappe
from frappe.query_builder.functions import Count, Max
from frappe.utils import now_datetime
from pypika import CustomFunction
from pypika.terms import Term

from social_assistance.services.deadlock_retries import run_with_retries

Result = TypeVar("Result")

MD5 = CustomFunction("MD5", ["text"])
Left = CustomFunction("LEFT", ["text", "length"])
Least = CustomFunction("LEAST", ["first", "second"])
Conv = CustomFunction("CONV", ["text", "base_from", "base_to"])
BitXor = CustomFunction("BIT_XOR", ["number"])


def find_batch_end(doctype: str, after: str, size: int) -> str | None:
	"""The name that ends the next `size` names after a name, None when there are none: batches without OFFSET."""
	table = frappe.qb.DocType(doctype)
	names = (
		frappe.qb.from_(table).select(table.name).where(table.name > after).orderby(table.name).limit(size)
	)
	found = frappe.qb.from_(names.as_("batch")).select(Max(names.as_("batch").name)).run()
	return str(found[0][0]) if found and found[0][0] is not None else None


def count_all() -> Term:
	return Count("*")


def is_committing() -> bool:
	"""Whether checkpoints commit: inside tests the transaction stays open unless the test asks for real commits."""
	return bool(not frappe.flags.in_test or frappe.flags.assist_real_commits)


def commit_batch() -> None:
	"""Commit a batch; inside tests only when the test asks for it."""
	if is_committing():
		frappe.db.commit()  # allow: DB-manual-commit end of a batch, the run resumes after it


def roll_back_batch() -> None:
	"""Undo a broken batch; inside tests the test's own transaction survives."""
	if is_committing():
		frappe.db.rollback()  # allow: DB-manual-commit the broken batch goes, the note about it stays


def refresh_statistics(*doctypes: str) -> None:
	"""Let the database count tables anew after a bulk change; else it plans joins for the few rows it remembers.

	Commits, like `commit_batch`. InnoDB recounts by itself too, but only some time later: an import of 20,000 rows read the
	table of households once per row, 100 seconds in place of one.
	"""
	if not is_committing():
		return
	for doctype in doctypes:
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")  # allow: SQL-formatted names of our own tables


@contextmanager
def read_without_locks() -> Iterator[None]:
	"""Let set-based statements read without locking what they read, so that officers work on while a run goes.

	Starts a new transaction; has no effect inside tests, which keep theirs open.
	"""
	frappe.db.sql("set session transaction isolation level read committed")
	commit_batch()
	try:
		yield
	finally:
		with suppress(getattr(frappe.db._conn, "Error", frappe.db.OperationalError)):
			frappe.db.sql("set session transaction isolation level repeatable read")


def get_audit_columns() -> dict[str, Any]:
	"""Values of Frappe's own columns for rows written by a set-based statement."""
	now, user = now_datetime(), frappe.session.user
	return {"owner": user, "modified_by": user, "creation": now, "modified": now, "docstatus": 0, "idx": 0}


def count_affected_rows() -> int:
	"""Rows that the last statement of this connection inserted or changed."""
	return max(0, int(frappe.db.sql("select row_count()")[0][0]))


def retry_batch_on_deadlock(work: Callable[[], Result]) -> Result:
	"""Run one batch; on a deadlock roll back and run it again."""
	return run_with_retries(work, roll_back_batch)


def publish_event(doctype: str, name: str, event: str, **message: Any) -> None:
	"""Tell those who have the document open, after the commit that makes it true."""
	frappe.publish_realtime(
		event, {"name": name, **message}, doctype=doctype, docname=name, after_commit=True
	)
