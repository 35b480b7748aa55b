"""Gate of every HTTP request: refuse what this class of caller is not known to need.

`check_request` runs as an `auth_hooks` function, after the cookie or token has been turned into a user and before
anything is dispatched. `check_callable` is called once more by the pinned snapshot's `frappe.is_whitelisted` (a patch
reads the hook `rpc_gate`), so that functions called indirectly are checked too.
"""

import re
from collections.abc import Callable
from typing import Any, NoReturn

import frappe
from frappe import _

from social_assistance.permissions import gate_lists
from social_assistance.permissions.app_documents import is_app_doctype
from social_assistance.permissions.exceptions import RequestRefusedError
from social_assistance.permissions.gate_lists import LISTING_CALLS
from social_assistance.permissions.gate_rules import (
	Audience,
	ExtraRules,
	get_audience,
	get_qualified_name,
	matches_any_pattern,
)
from social_assistance.permissions.gate_targets import Target, TargetKind, UnknownTargetError, read_target

OVERRIDING_HEADERS = (
	"X-HTTP-Method",
	"X-HTTP-Method-Override",
	"X-Method-Override",
	"Frappe-Authorization-Source",
)
# On a demo site a request may name the day that counts as today.
BUSINESS_DATE_HEADER = "X-Assist-Business-Date"


# Sealed columns have a level that no role holds, but Frappe's lists overlook the second of two neighbours that are
# not permitted; what names one in a query is refused before it gets there.
SEALED_COLUMN = re.compile(
	r"\w_cipher\b|(?:id_number|phone|disability_card|bank_account|former|former_account)_digest\b"
)
QUERY_PARTS = (
	"fields",
	"fieldname",
	"field",
	"filters",
	"or_filters",
	"order_by",
	"group_by",
	"filter_fields",
	"searchfield",
)


def check_request() -> None:
	"""Check the current request; raise RequestRefusedError when it is refused. Registered in `auth_hooks`."""
	request = getattr(frappe.local, "request", None)
	if request is None or request.method == "OPTIONS":
		return
	caller = get_current_audience()
	_refuse_tricks(request)
	_refuse_tokens_of_people(request, caller)
	_refuse_sealed_columns()
	_refuse_taken_files(request)
	try:
		target = read_target(request.path, frappe.form_dict, request.method)
	except UnknownTargetError as reason:
		_refuse(str(reason))
	_CHECKS[target.kind](target, caller)


def check_callable(function: Callable[..., Any]) -> None:
	"""Raise unless the user of the current request may call this function; the hook `rpc_gate`."""
	if getattr(frappe.local, "request", None) is None:
		return
	name = get_qualified_name(function)
	if not is_open_to_caller(name):
		_refuse(name)


def is_open_to_caller(name: str) -> bool:
	"""Whether the session's user may call the function of this qualified name; the desk draws no button otherwise."""
	return get_current_audience() >= get_audience(name, _extra_rules())


def get_current_audience() -> Audience:
	"""Return the class of the session's user: guest, portal account, desk officer or System Manager."""
	user = frappe.session.user
	if not user or user == "Guest":
		return Audience.GUEST
	if user == "Administrator" or "System Manager" in frappe.get_roles(user):
		return Audience.MANAGER
	if frappe.get_cached_value("User", user, "user_type") == "Website User":
		return Audience.PORTAL
	return Audience.DESK


def _refuse_tricks(request: Any) -> None:
	"""Refuse session ids in addresses, method overrides, login by link, and another day than today outside a demo."""
	if "sid" in request.args or "sid" in frappe.form_dict:
		_refuse("session id as a parameter")
	if any(request.headers.get(header) for header in OVERRIDING_HEADERS):
		_refuse("overriding header")
	if request.headers.get(BUSINESS_DATE_HEADER) and not frappe.conf.get("assist_demo"):
		_refuse("business date")
	if frappe.form_dict.get("pwd") and request.method == "GET":
		_refuse("password in an address")


def _refuse_sealed_columns() -> None:
	"""Refuse to read, filter or sort by cipher or digest columns of personal numbers."""
	if any(SEALED_COLUMN.search(str(frappe.form_dict.get(part) or "")) for part in QUERY_PARTS):
		_refuse("sealed column")


def _refuse_taken_files(request: Any) -> None:
	"""No address opens a file that is handed out for a purpose only, be it the path or the parameter of a download."""
	urls = [
		url for url in (request.path, frappe.form_dict.get("file_url")) if str(url).startswith("/private/")
	]
	taken = {"file_url": ("in", urls), "attached_to_doctype": ("in", gate_lists.TAKEN_WITH_PURPOSE)}
	if urls and frappe.db.exists("File", taken):
		_refuse("file that needs a purpose")


def _refuse_tokens_of_people(request: Any, caller: Audience) -> None:
	"""Refuse API keys of accounts without a role of the hook `token_auth_roles`."""
	if not request.headers.get("Authorization"):
		return
	if caller == Audience.GUEST:
		_drop_cookies()
		raise frappe.AuthenticationError
	if not set(frappe.get_hooks("token_auth_roles")).intersection(frappe.get_roles()):
		_refuse("token of a person's account")


def _check_function(target: Target, caller: Audience) -> None:
	if target.name in gate_lists.OPEN_COMMANDS:
		return
	if caller < Audience.DESK and not _may_be_open(target.name):
		_refuse(target.name)
	_check_all_called(target, caller)


def _check_all_called(target: Target, caller: Audience) -> None:
	try:
		functions = target.functions()
	except Exception:  # noqa: BLE001 - whatever the look-up of a client's text raises, the answer is the same
		_refuse(target.name)
	for function in functions:
		_check_one(get_qualified_name(function), caller)
		_check_listed_type(get_qualified_name(function), target.form.get("doctype"), caller)


def _check_listed_type(name: str, doctype: Any, caller: Audience) -> None:
	"""Refuse lists of child tables: child rows have no scope of their own."""
	if (
		caller >= Audience.MANAGER
		or not isinstance(doctype, str)
		or not matches_any_pattern(name, LISTING_CALLS)
	):
		return
	_refuse_child_table(doctype)


def _refuse_child_table(doctype: str) -> None:
	if is_app_doctype(doctype) and frappe.get_meta(doctype).istable:
		_refuse(f"list of {doctype}")


def _check_one(name: str, caller: Audience) -> None:
	if caller < get_audience(name, _extra_rules()):
		_refuse(name)
	if name in gate_lists.POST_ONLY and frappe.request.method in ("GET", "HEAD"):
		_refuse(f"{name} by {frappe.request.method}")


def _may_be_open(command: str) -> bool:
	"""Resolve a command of a guest only if it can name an open function, so that guests cannot import modules."""
	extra = _extra_rules()
	return get_audience(command, ExtraRules(guest=extra.guest, portal=extra.portal)) <= Audience.PORTAL


def _check_documents(target: Target, caller: Audience) -> None:
	if caller < Audience.DESK:
		_refuse(target.name)
	if caller < Audience.MANAGER:
		_refuse_child_table(target.doctype)
	_check_all_called(target, caller)


def _check_private_file(target: Target, caller: Audience) -> None:
	"""Desk accounts go on to Frappe, which checks the permission on the File."""
	if caller < Audience.DESK:
		_refuse(target.name)


def _check_page(target: Target, caller: Audience) -> None:
	first = target.name.split("/", 1)[0].removesuffix(".html")
	if first in gate_lists.CLOSED_PAGES:
		_page_not_found()
	if caller < Audience.DESK and first not in gate_lists.PUBLIC_PAGES.union(
		frappe.get_hooks("public_pages")
	):
		_page_not_found()


_CHECKS: dict[TargetKind, Callable[[Target, Audience], None]] = {
	TargetKind.FUNCTION: _check_function,
	TargetKind.DOCUMENTS: _check_documents,
	TargetKind.PRIVATE_FILE: _check_private_file,
	TargetKind.PAGE: _check_page,
}


def _extra_rules() -> ExtraRules:
	"""The rules of all apps for the present user: `rpc_allow_role` opens functions to the holders of a role only."""
	by_role = frappe.get_hooks("rpc_allow_role", {})
	own = [pattern for role in frappe.get_roles() for pattern in by_role.get(role, [])] if by_role else []
	return ExtraRules(
		guest=tuple(frappe.get_hooks("rpc_allow_guest")),
		portal=tuple(frappe.get_hooks("rpc_allow_portal")),
		desk=(*frappe.get_hooks("rpc_allow_desk"), *own),
		deny=tuple(frappe.get_hooks("rpc_deny")),
	)


def _refuse(what: str) -> NoReturn:
	"""Raise with one constant text and write one line to the gate's log."""
	frappe.logger("assistance.gate", allow_site=True).error(
		{"refused": what[:200], "user": frappe.session.user, "path": frappe.request.path[:200]}
	)
	_drop_cookies()
	frappe.local.flags.disable_traceback = True
	frappe.throw(_("This request is not permitted."), RequestRefusedError)


def _page_not_found() -> NoReturn:
	frappe.local.flags.disable_traceback = True
	raise frappe.PageDoesNotExistError


def _drop_cookies() -> None:
	"""Set no cookies on a refused request, else it could fix the session id that it sent."""
	manager = getattr(frappe.local, "cookie_manager", None)
	if manager:
		manager.cookies.clear()
