"""Requests that the database ended because others were at the same records, by whatever door: answered in words.

What clerks and programs do most is begun anew before it comes to that (`services/contention.py`); here is the rest, PUT and
POST of /api/resource among it.
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
	"""Frappe's `after_request`: a deadlock or a lock that did not come says what to do, and nothing of the database."""
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
