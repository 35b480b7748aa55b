"""Answer requests that ended in a deadlock or lock timeout with words for the user.

The most frequent calls are retried first (`services/deadlock_retries.py`); this covers the rest, such as PUT and
POST of /api/resource.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils.response import build_response

from social_assistance.exceptions import BusyRecordError
from social_assistance.services.deadlock_retries import get_busy_message

ENDED = ("QueryDeadlockError", "QueryTimeoutError")
TRACES = ("exception", "exc", "_exc_source")


def explain_busy_response(response: Any = None, request: Any = None) -> None:
	"""Replace the answer after a deadlock or lock timeout by words that say what to do; hook `after_request`."""
	if frappe.local.response.get("exc_type") not in ENDED:
		return
	frappe.clear_messages()
	frappe.local.error_log = []
	for name in TRACES:
		frappe.local.response.pop(name, None)
	frappe.local.response["exc_type"] = BusyRecordError.__name__
	frappe.msgprint(get_busy_message(), title=_("Please try again"), indicator="red")
	response.set_data(build_response("json").get_data())
	response.status_code = BusyRecordError.http_status_code
