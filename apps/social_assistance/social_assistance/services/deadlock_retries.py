"""Two people at the same records: the database ends one of them; the work is begun anew, and at last refused in words."""

from collections.abc import Callable
from typing import TypeVar

import frappe
from frappe import _

from social_assistance.exceptions import BusyRecordError

ATTEMPTS = 3
Result = TypeVar("Result")


def run_with_retries(work: Callable[[], Result], begin_anew: Callable[[], None]) -> Result:
	"""Run the work; when the server picks it as the victim of a deadlock, undo it and run it again."""
	for _attempt in range(ATTEMPTS - 1):
		try:
			return work()
		except frappe.QueryDeadlockError:
			begin_anew()
	return work()


def retry_on_deadlock(work: Callable[[], Result]) -> Result:
	"""The whole work of one web request, which a clerk waits for; BusyRecordError when it does not get through."""
	try:
		return run_with_retries(work, _begin_anew)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		_begin_anew()
		frappe.throw(get_busy_message(), BusyRecordError, title=_("Please try again"))


def get_busy_message() -> str:
	"""What somebody hears whose request did not get through."""
	return str(
		_(
			"Somebody else is changing the same records at this moment. Nothing of yours was saved; please try again."
		)
	)


def _begin_anew() -> None:
	"""Neither rows nor messages of the broken attempt stay; tests keep their own transaction."""
	if not frappe.flags.in_test:
		frappe.db.rollback()  # allow: DB-manual-commit the attempt is broken, the request begins anew
	frappe.clear_messages()
	if frappe.response.get("docs"):
		frappe.response["docs"] = []
