"""What every answer of the site tells browsers, and the status of pages that say no."""

from typing import Any

import frappe

SECURITY_HEADERS = {
	# The desk shows prints in frames of its own.
	"X-Frame-Options": "SAMEORIGIN",
	"X-Content-Type-Options": "nosniff",
	# Addresses of the public entrance carry codes of citizens.
	"Referrer-Policy": "same-origin",
}
FIRST_ERROR = 400
OK = 200


def complete(response: Any = None, request: Any = None) -> None:
	"""Frappe's `after_request`; an answer that has a header already keeps it."""
	if response is None:
		return
	_tell_status(response)
	for name, value in SECURITY_HEADERS.items():
		response.headers.setdefault(name, value)


def _tell_status(response: Any) -> None:
	"""Frappe draws its message page with status 200, whatever the message says."""
	status = frappe.local.response.get("http_status_code") or OK
	if response.status_code == OK and status >= FIRST_ERROR:
		response.status_code = status
