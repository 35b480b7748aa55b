"""How many running cases a corrected calendar or profile would give another due date, before anything is changed.

A few cases are counted at once. A large district has too many for one request: a job counts them, the form shows how far it
is, and the result is kept for a while, so that whoever left the form or lost the connection asks again and has it.
"""

import frappe
from frappe.query_builder.functions import Count
from pypika.terms import Criterion

from social_assistance.engines import base
from social_assistance.engines.clocks import refresh
from social_assistance.jobs import enqueue_for
from social_assistance.services.clocks import holidays
from social_assistance.services.procedure.templates import DOCTYPE

EVENT = "clock_preview_progress"
AT_ONCE = 500
KEPT_SECONDS = 600


def ask(doctype: str, name: str) -> dict[str, int]:
	"""`running` and `changed` cases; while they are being counted in the background only `is_counting`."""
	known: dict[str, int] | None = frappe.cache.get_value(_key(doctype, name), expires=True)
	if known:
		return known
	if not _are_many(doctype, name):
		return count(doctype, name)
	enqueue_for(
		"social_assistance.engines.clocks.refresh_preview.count_for_form",
		doctype,
		name,
		stage=_key(doctype, name),
		source=doctype,
	)
	return {"is_counting": 1}


def count_for_form(name: str, source: str) -> None:
	"""The background job: the result is kept for the next question, and shown where the form is open."""
	try:
		found = count(source, name)
	except Exception:
		base.abandon()
		base.publish(source, name, EVENT, progress=100, failed=1)
		base.checkpoint()
		raise
	frappe.cache.set_value(_key(source, name), found, expires_in_sec=KEPT_SECONDS)
	base.publish(source, name, EVENT, progress=100, **found)
	base.checkpoint()


def count(doctype: str, name: str) -> dict[str, int]:
	"""How many running cases follow the record, and how many of them would get another due date."""
	concerned = _number(refresh.concerned(doctype, name))
	seen = changed = 0
	with holidays.held_still():
		for batch in refresh.batches(doctype, name):
			seen += len(batch)
			changed += len(refresh.changed_cases(batch))
			base.publish(doctype, name, EVENT, progress=min(99, 100 * seen // max(concerned, 1)))
			base.checkpoint()
	return {"running": _number(refresh.running(doctype, name)), "changed": changed}


def forget(doctype: str, name: str) -> None:
	"""The due dates have been computed: what was counted before is no longer true."""
	frappe.cache.delete_value(_key(doctype, name))


def _are_many(doctype: str, name: str) -> bool:
	case = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(case).select(case.name).where(refresh.running(doctype, name))
	return len(query.limit(AT_ONCE + 1).run()) > AT_ONCE


def _number(cases: Criterion) -> int:
	case = frappe.qb.DocType(DOCTYPE)
	return int(frappe.qb.from_(case).select(Count("*")).where(cases).run()[0][0])


def _key(doctype: str, name: str) -> str:
	"""A record that was changed once more is counted once more."""
	return f"clock_preview|{doctype}|{name}|{frappe.db.get_value(doctype, name, 'modified')}"
