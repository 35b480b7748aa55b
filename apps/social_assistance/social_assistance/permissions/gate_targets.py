"""Find the target of a request as Frappe's dispatcher does (API v1, v2 and the old `cmd`)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import frappe
import frappe.handler
from frappe.model.base_document import get_controller
from frappe.modules import load_doctype_module

from social_assistance.permissions import gate_lists
from social_assistance.permissions.gate_rules import get_qualified_name

# Website pages of Frappe (login, new password) post `cmd` to their own address. Beside these a `cmd` is only taken where the
# desk posts its forms (exports of lists and reports): to the root, and judged as the same call under /api/method is.
DESK_FORM_PATH = "/"
PAGE_COMMANDS = frozenset(
	{
		*gate_lists.OPEN_COMMANDS,
		"frappe.core.doctype.user.user.reset_password",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.test_password_strength",
	}
)
DOC_METHOD_COMMANDS = frozenset({"run_doc_method", "runserverobj"})


class UnknownTargetError(Exception):
	"""The address or its parameters do not name one target."""


class TargetKind(Enum):
	"""Kinds of targets of a request."""

	FUNCTION = "function"
	DOCUMENTS = "documents"
	PRIVATE_FILE = "private file"
	PAGE = "page"


@dataclass(frozen=True)
class Target:
	"""One call, document address, file or page."""

	kind: TargetKind
	name: str
	doctype: str = ""
	method: str = ""
	form: Mapping[str, Any] = field(default_factory=dict)

	def functions(self) -> list[Callable[..., Any]]:
		"""Every function that the request would run: the named one and those named by its parameters."""
		if self.kind is TargetKind.DOCUMENTS:
			return [_controller_method(self.doctype, self.method)] if self.method else []
		if self.doctype:
			return [_module_function(self.doctype, self.name)]
		if self.name.rsplit(".", 1)[-1] in DOC_METHOD_COMMANDS:
			return [_document_method_of(self.form)]
		function = _resolve(self.name)
		return [function, *_nested(function, self.form)]


def read_target(path: str, form: Mapping[str, Any], method: str = "GET") -> Target:
	"""The target of a request; raises UnknownTargetError for contradictory or unserved addresses."""
	command = form.get("cmd")
	if path.startswith("/api/"):
		return _api_target(path.removeprefix("/api/"), command, form)
	if command:
		is_desk_form = method == "POST" and path == DESK_FORM_PATH
		if command not in PAGE_COMMANDS and not is_desk_form:
			raise UnknownTargetError("function outside /api/method")
		return Target(TargetKind.FUNCTION, str(command), form=form)
	if path.startswith("/backups"):
		raise UnknownTargetError("backup download")
	if path.startswith("/private/"):
		return Target(TargetKind.PRIVATE_FILE, path)
	return Target(TargetKind.PAGE, path.strip("/ ").lower())


def _api_target(rest: str, command: Any, form: Mapping[str, Any]) -> Target:
	parts = rest.split("/")
	version = parts.pop(0) if parts[0] in ("v1", "v2") else "v1"
	kind, arguments = parts[0], [part for part in parts[1:] if part]
	if kind == "method" and arguments:
		return _method_target(version, arguments, command, form)
	if command:
		raise UnknownTargetError("function outside /api/method")
	if kind in ("resource", "document", "doctype") and arguments:
		return _documents_target(rest, version, arguments, form)
	raise UnknownTargetError("unserved address")


def _method_target(version: str, arguments: list[str], command: Any, form: Mapping[str, Any]) -> Target:
	name = "/".join(arguments)
	if command and command != name:
		raise UnknownTargetError("two functions in one request")
	if version == "v2" and len(arguments) == 2:
		return Target(TargetKind.FUNCTION, arguments[1], doctype=arguments[0], form=form)
	if "/" in name:
		raise UnknownTargetError("unserved address")
	return Target(TargetKind.FUNCTION, name, form=form)


def _documents_target(rest: str, version: str, arguments: list[str], form: Mapping[str, Any]) -> Target:
	method = form.get("run_method") or ""
	if version == "v2" and len(arguments) >= 4 and arguments[-2] == "method":
		method = arguments[-1]
	return Target(TargetKind.DOCUMENTS, rest, doctype=arguments[0], method=str(method), form=form)


def _resolve(command: str) -> Callable[..., Any]:
	"""The function behind a command: overrides first, then short names and dotted paths, as the dispatcher does."""
	overrides = frappe.get_hooks("override_whitelisted_methods", {}).get(command, [])
	name = overrides[0] if overrides else command
	if "." in name:
		return frappe.get_attr(name)
	return getattr(frappe.handler, name)


def _module_function(doctype: str, method: str) -> Callable[..., Any]:
	return getattr(load_doctype_module(doctype), method)


def _document_method_of(form: Mapping[str, Any]) -> Callable[..., Any]:
	document = frappe.parse_json(form.get("docs") or form.get("document") or "{}")
	doctype = form.get("dt") or document["doctype"]
	return _controller_method(doctype, form["method"])


def _controller_method(doctype: str, method: str) -> Callable[..., Any]:
	return getattr(get_controller(doctype), method)


def _nested(function: Callable[..., Any], form: Mapping[str, Any]) -> Iterator[Callable[..., Any]]:
	for parameter in gate_lists.NESTED_CALLS.get(get_qualified_name(function), ()):
		if form.get(parameter):
			yield frappe.get_attr(form[parameter])
