"""Answer requests that ended by another's work or by a full disk with words that say what to do.

The most frequent calls are retried first after a deadlock (`services/deadlock_retries.py`); this covers the rest, such as PUT and
POST of /api/resource.
"""

import shutil
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.utils.response import build_response

from social_assistance.exceptions import AlreadyOnFileError, AssistanceError, BusyRecordError, DiskFullError
from social_assistance.services.deadlock_retries import get_busy_message

TRACES = ("exception", "exc", "_exc_source")
# What the framework says of a unique field; the label of one that nobody sees is a technical word.
HIDDEN_LABEL = " Key"
# Less than a page with its photo needs: whatever could not be written failed for that.
LEAST_FREE_BYTES = 32 * 1024 * 1024


def explain_busy_response(response: Any = None, request: Any = None) -> None:
	"""Replace the answer of a known kind of failure by words that say what to do; hook `after_request`."""
	explain = EXPLANATIONS.get(str(frappe.local.response.get("exc_type") or ""))
	if explain:
		explain(response)


def _explain_deadlock(response: Any) -> None:
	frappe.clear_messages()
	_answer(response, BusyRecordError, get_busy_message(), _("Please try again"))


def _explain_duplicate(response: Any) -> None:
	"""The message about a field that people see stays."""
	words = _(
		"The same is on file already, or somebody else filed it at this moment. Nothing of yours was saved; reload the list and look at what is there."
	)
	said = [str(message.get("message") or "") for message in frappe.get_message_log()]
	frappe.clear_messages()
	known = [text for text in said if text and HIDDEN_LABEL not in text]
	_answer(response, AlreadyOnFileError, " ".join([*known, words]), _("Already on file"))


def _explain_full_disk(response: Any) -> None:
	"""Only when the disk is full; the same errors have other causes too."""
	if shutil.disk_usage(frappe.get_site_path()).free >= LEAST_FREE_BYTES:
		return
	words = _(
		"The disk of the server is full. Nothing of yours was saved; tell the system administrator, and try again when there is room."
	)
	frappe.clear_messages()
	_answer(response, DiskFullError, words, _("Disk full"))


EXPLANATIONS: dict[str, Callable[[Any], None]] = {
	"QueryDeadlockError": _explain_deadlock,
	"QueryTimeoutError": _explain_deadlock,
	"UniqueValidationError": _explain_duplicate,
	"DuplicateEntryError": _explain_duplicate,
	"OSError": _explain_full_disk,
	"OperationalError": _explain_full_disk,
	"InternalError": _explain_full_disk,
}


def _answer(response: Any, error: type[AssistanceError], words: str, title: str) -> None:
	frappe.local.error_log = []
	for name in TRACES:
		frappe.local.response.pop(name, None)
	frappe.local.response["exc_type"] = error.__name__
	frappe.msgprint(words, title=title, indicator="red")
	response.set_data(build_response("json").get_data())
	response.status_code = error.http_status_code
