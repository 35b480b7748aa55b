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
# Nothing is loaded from, sent to or framed by another site. Pages of the framework carry scripts in their text, and the desk
# compiles its templates: both need the two words that begin with "unsafe"; the socket server has a port of its own.
POLICY = "; ".join(
	(
		"default-src 'self'",
		"script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data: blob:",
		"font-src 'self' data:",
		"connect-src 'self' {sockets}",
		"frame-src 'self' blob:",
		"worker-src 'self' blob:",
		"object-src 'none'",
		"base-uri 'self'",
		"form-action 'self'",
		"frame-ancestors 'self'",
	)
)
FIRST_ERROR = 400
OK = 200


def complete(response: Any = None, request: Any = None) -> None:
	"""Frappe's `after_request`; an answer that has a header already keeps it."""
	if response is None:
		return
	_tell_status(response)
	for name, value in SECURITY_HEADERS.items():
		response.headers.setdefault(name, value)
	response.headers.setdefault("Content-Security-Policy", _build_policy(request))


def _build_policy(request: Any) -> str:
	"""The policy for the host name under which the browser asked: its socket server may answer at any port."""
	host = str(getattr(request, "host", "") or "").rpartition("@")[2].split(":")[0]
	is_name = bool(host) and all(letter.isalnum() or letter in ".-" for letter in host)
	sockets = (
		" ".join(f"{kind}://{host}:*" for kind in ("ws", "wss", "http", "https")) if is_name else "ws: wss:"
	)
	return POLICY.format(sockets=sockets)


def _tell_status(response: Any) -> None:
	"""Frappe draws its message page with status 200, whatever the message says."""
	status = frappe.local.response.get("http_status_code") or OK
	if response.status_code == OK and status >= FIRST_ERROR:
		response.status_code = status
