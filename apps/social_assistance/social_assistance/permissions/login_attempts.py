"""Wrong passwords are counted by account and line: whoever guesses locks out himself, not the owner of the account.

Frappe's own lock counts by account alone, so a guest could lock out an approver for ever; `setup/hardening.py` turns it off.
Frappe has no hook before the password is compared: a failure is seen by the entry that it writes, a success by `on_login`,
which runs before the session is made. A locked line gets the same answer for a right and for a wrong password.
"""

from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from social_assistance.permissions.exceptions import LoginByAddressError, LoginLockedError

WRONG_PASSWORDS = 5
LOCK_SECONDS = 600
READING_METHODS = ("GET", "HEAD")


def count_failure(doc: Document, method: str | None = None) -> None:
	"""`after_insert` of Activity Log: one more wrong password of this account from this line."""
	if doc.operation != "Login" or doc.status != "Failed" or not getattr(frappe.local, "request", None):
		return
	key = _key_of(doc.user)
	count = frappe.cache.incrby(key, 1)
	if count == 1:
		frappe.cache.expire(key, _lock_seconds())
	if count > WRONG_PASSWORDS:
		frappe.db.commit()  # allow: DB-manual-commit the entry of the attempt stays, as Frappe's own refusal does it
		_refuse_locked(doc.user)


def admit(login_manager: Any) -> None:
	"""`on_login`, after the password was right: refuse locked lines and log-ins by address, forget earlier failures."""
	request = getattr(frappe.local, "request", None)
	if request is None:
		return
	if request.method in READING_METHODS and _is_password_login(request):
		raise LoginByAddressError
	key = _key_of(login_manager.user)
	if cint(frappe.cache.get(key)) > WRONG_PASSWORDS:
		_refuse_locked(login_manager.user)
	frappe.cache.delete(key)


def caller_line() -> str:
	"""Address of the caller; what a client says of it counts only where one of our own proxies passes it on. Empty outside a request."""
	request = getattr(frappe.local, "request", None)
	if request is None:
		return ""
	peer = request.remote_addr or ""
	forwarded = frappe.get_request_header("X-Forwarded-For")
	if forwarded and peer in (frappe.conf.trusted_proxies or []):
		return str(forwarded).rsplit(",", 1)[-1].strip()
	return str(peer)


def _is_password_login(request: Any) -> bool:
	return frappe.form_dict.get("cmd") == "login" or request.path.rstrip("/").endswith("/method/login")


def _key_of(user: str) -> Any:
	return frappe.cache.make_key(f"assist_wrong_passwords:{user}:{caller_line()}")


def _lock_seconds() -> int:
	return cint(frappe.db.get_single_value("System Settings", "allow_login_after_fail")) or LOCK_SECONDS


def _refuse_locked(user: str) -> NoReturn:
	"""Nobody is logged in yet, so the words are in the language of the account or else of the site."""
	language = frappe.db.get_value("User", user, "language") or frappe.db.get_default("lang")
	frappe.local.lang = language or frappe.local.lang
	frappe.local.flags.disable_traceback = True
	minutes = -(-_lock_seconds() // 60)
	frappe.throw(
		_("Too many wrong passwords for this account from your line. Try again in {0} minutes.").format(
			minutes
		),
		LoginLockedError,
		title=_("Log-in locked"),
	)
