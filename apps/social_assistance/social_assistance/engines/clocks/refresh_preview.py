"""Count the running cases whose due dates a corrected calendar or profile would change.

A few cases are counted at once. A large district has too many for one request: a job counts them, the form shows how far it
is, and the result is kept for a while, so that whoever left the form or lost the connection asks again and has it.
"""

import frappe
from frappe.query_builder.functions import Count
from pypika.terms import Criterion

from social_assistance.engines import base
from social_assistance.engines.clocks import refresh
from social_assistance.jobs import enqueue_job
from social_assistance.services.clocks import holidays
from social_assistance.services.procedure.templates import DOCTYPE, cache_template_versions

EVENT = "clock_preview_progress"
AT_ONCE = 500
KEPT_SECONDS = 600
# A count that has not shown progress for so long is begun anew by the next question.
SILENT_SECONDS = 60


def get_refresh_preview(doctype: str, name: str) -> dict[str, int]:
	"""`running` and `changed` cases; while they are being counted in the background only `is_counting`."""
	known: dict[str, int] | None = frappe.cache.get_value(_key(doctype, name), expires=True)
	if known:
		return known
	if not _are_many(doctype, name):
		return count_changed_cases(doctype, name)
	if not frappe.cache.get_value(_sign_key(doctype, name), expires=True):
		_give_sign(doctype, name)
		enqueue_job(
			"social_assistance.engines.clocks.refresh_preview.count_in_background",
			f"clock_preview|{frappe.generate_hash(length=20)}",
			name=name,
			source=doctype,
		)
	return {"is_counting": 1}


def count_in_background(name: str, source: str) -> None:
	"""The background job: the result is kept for the next question, and shown where the form is open."""
	try:
		found = count_changed_cases(source, name)
	except Exception:
		frappe.cache.delete_value(_sign_key(source, name))
		base.roll_back_batch()
		base.publish_event(source, name, EVENT, progress=100, failed=1)
		base.commit_batch()
		raise
	frappe.cache.set_value(_key(source, name), found, expires_in_sec=KEPT_SECONDS)
	base.publish_event(source, name, EVENT, progress=100, **found)
	base.commit_batch()


def count_changed_cases(doctype: str, name: str) -> dict[str, int]:
	"""How many running cases follow the record, and how many of them would get another due date."""
	concerned = _number(refresh.match_affected_cases(doctype, name))
	seen = changed = 0
	with holidays.cache_calendars(), cache_template_versions():
		for batch in refresh.iter_case_batches(doctype, name):
			seen += len(batch)
			changed += len(refresh.list_changed_cases(batch))
			_renew_sign(doctype, name)
			base.publish_event(doctype, name, EVENT, progress=min(99, 100 * seen // max(concerned, 1)))
			base.commit_batch()
	return {"running": _number(refresh.match_running_cases(doctype, name)), "changed": changed}


def clear_refresh_preview(doctype: str, name: str) -> None:
	"""Delete the stored count, after the due dates were recomputed."""
	frappe.cache.delete_value([_key(doctype, name), _sign_key(doctype, name)])


def _are_many(doctype: str, name: str) -> bool:
	case = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(case).select(case.name).where(refresh.match_running_cases(doctype, name))
	return len(query.limit(AT_ONCE + 1).run()) > AT_ONCE


def _number(cases: Criterion) -> int:
	case = frappe.qb.DocType(DOCTYPE)
	return int(frappe.qb.from_(case).select(Count("*")).where(cases).run()[0][0])


def _give_sign(doctype: str, name: str) -> None:
	frappe.cache.set_value(_sign_key(doctype, name), 1, expires_in_sec=SILENT_SECONDS)


def _renew_sign(doctype: str, name: str) -> None:
	"""Only of a count in the background, whose sign is there."""
	if frappe.cache.get_value(_sign_key(doctype, name), expires=True):
		_give_sign(doctype, name)


def _sign_key(doctype: str, name: str) -> str:
	return f"{_key(doctype, name)}|counting"


def _key(doctype: str, name: str) -> str:
	"""A record that was changed once more is counted once more."""
	return f"clock_preview|{doctype}|{name}|{frappe.db.get_value(doctype, name, 'modified')}"
