"""Holds every save to the `FIELD_RULES` of the DocType, row by row in tables: unchanged, allowed, or refused by name.

Called by `document_guard`. Derived fields are put back to what is stored before the document works them out anew, and what
the client had sent is compared afterwards. Rules of a service ask for its leave (`transition_token`) even where permissions
are ignored; the others bind people, and code that took the responsibility itself (`ignore_permissions`) is past them.
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.utils import cstr

from social_assistance.permissions.app_documents import is_app_doctype
from social_assistance.permissions.exceptions import (
	DerivedFieldError,
	FieldClosedError,
	TransitionNotAllowedError,
)
from social_assistance.permissions.field_rows import Row, default_of, follows_link, is_same, link_of
from social_assistance.permissions.field_rules import PARENT, FieldRule, RuleKind, rules_by_field
from social_assistance.permissions.transition_permits import is_transition_allowed

# Words for the user and the exception that carries them.
Refusal = tuple[str, type[Exception]]
# What the framework keeps of its own accord and shows read-only.
_FRAMEWORK_RULE = {"amended_from": FieldRule(RuleKind.FIXED, ("amended_from",))}


def guard_fields(doc: Document, stored: Document | None) -> None:
	"""Refuse by name what the rules do not open to this user, in the document and in the rows of its tables."""
	if not _is_ruled(doc.doctype):
		return
	row = Row(doc, stored)
	if stored and stored.docstatus == 1 and doc.docstatus == 2:
		_guard_cancellation(row)
	for fieldname in dict.fromkeys((*field_rules(doc.doctype), *_tables_of(doc))):
		guard_field(row, fieldname)


def guard_field(row: Row, fieldname: str) -> None:
	"""Refuse by name a change of one field; in a table each row is judged by the rules of its own type as well."""
	if not row.is_changed(fieldname):
		return
	for rule in field_rules(row.doc.doctype).get(fieldname, ()):
		if rule.kind is RuleKind.DERIVED:
			_keep_derived(row, fieldname)
		else:
			_throw(_refusal(row, fieldname, rule))
	if not row.parent and fieldname in _tables_of(row.doc):
		_guard_table(row, fieldname)


def guard_derived(doc: Document, method: str | None = None) -> None:
	"""What the client sent for derived fields is what the document worked out; hook `validate`."""
	message = _("{0} of {1} is worked out by the system and cannot be typed.")
	for row, fieldname, sent in doc.flags.pop("sent_derived", None) or ():
		if not is_same(row.doc, fieldname, sent):
			_throw((message.format(row.label_of(fieldname), _(doc.doctype)), DerivedFieldError))


def is_closed(doc: Document, row: Document, fieldname: str) -> bool:
	"""Whether the rules keep this user from changing a field of a stored document, or of a row of its tables."""
	root = Row(doc, doc)
	place = root if row is doc else Row(row, row, root)
	rules = field_rules(row.doctype).get(fieldname, ())
	closed = any(rule.kind is not RuleKind.DERIVED and _refusal(place, fieldname, rule) for rule in rules)
	return closed or (row is not doc and is_closed(doc, doc, row.parentfield))


def has_written_fields(doctype: str) -> bool:
	"""Whether a service owns part of this type, so that its documents keep their names."""
	return any(rule.kind in (RuleKind.SERVICE, RuleKind.RECORD) for rule in rules_of(doctype))


def rules_of(doctype: str) -> tuple[FieldRule, ...]:
	"""What the controller declares."""
	return getattr(get_controller(doctype), "FIELD_RULES", ())


def field_rules(doctype: str) -> dict[str, list[FieldRule]]:
	"""The rules of each field of a DocType, worked out once in a request."""
	known: dict[str, dict[str, list[FieldRule]]] | None = getattr(
		frappe.local, "assistance_field_rules", None
	)
	if known is None:
		known = frappe.local.assistance_field_rules = {}
	if doctype not in known:
		known[doctype] = _field_rules(doctype) if _is_ruled(doctype) else {}
	return known[doctype]


def _is_ruled(doctype: str) -> bool:
	"""Whether the type is one of this app, or of another that declares rules."""
	return is_app_doctype(doctype) or bool(rules_of(doctype))


def _field_rules(doctype: str) -> dict[str, list[FieldRule]]:
	"""A read-only field that follows a link is derived without being named; what `seal` writes is its own."""
	sealed = getattr(get_controller(doctype), "SEALED", ())
	companions = {name for field in sealed for name in (field.cipher, field.digest)}
	fields = [f for f in frappe.get_meta(doctype).fields if _has_value(f) and f.fieldname not in companions]
	found = {f.fieldname: [_FRAMEWORK_RULE[f.fieldname]] for f in fields if f.fieldname in _FRAMEWORK_RULE}
	followers = [f.fieldname for f in fields if follows_link(f)]
	found |= {name: [FieldRule(RuleKind.DERIVED, (name,))] for name in followers}
	others = tuple(f.fieldname for f in fields if f.fieldname not in found)
	return found | rules_by_field(rules_of(doctype), others)


def _tables_of(doc: Document) -> list[str]:
	return [table.fieldname for table in doc.meta.get_table_fields() if not getattr(table, "is_virtual", 0)]


def _guard_cancellation(row: Row) -> None:
	"""Cancelling changes nothing else; the framework would store whatever comes with it."""
	for field in row.doc.meta.fields:
		if not _has_value(field) or field.get("is_virtual") or not row.is_changed(field.fieldname):
			continue
		if not _is_trusted(row, field.fieldname):
			_throw(_closed(row, field.fieldname, _("the document is being cancelled")))


def _guard_table(parent: Row, fieldname: str) -> None:
	before = {row.name: row for row in (parent.stored.get(fieldname) if parent.stored else None) or []}
	kept = set()
	for child in parent.doc.get(fieldname) or []:
		kept.add(child.name)
		row = Row(child, before.get(child.name), parent)
		for name in field_rules(child.doctype):
			guard_field(row, name)
	for gone, stored in before.items():
		if gone not in kept:
			_guard_removal(Row(stored, stored, parent))


def _guard_removal(row: Row) -> None:
	"""A row with a field that is closed stays; what is derived goes with its row."""
	for fieldname, rules in field_rules(row.doc.doctype).items():
		for rule in rules:
			if rule.kind is not RuleKind.DERIVED and not is_same(row.doc, fieldname, None):
				_throw(_refusal(row, fieldname, rule))


def _keep_derived(row: Row, fieldname: str) -> None:
	"""Put back what is stored; what the client sent is compared when the document has worked the field out."""
	field = row.doc.meta.get_field(fieldname)
	if _is_trusted(row, fieldname) or (follows_link(field) and link_of(row.doc, fieldname)):
		return
	if field.fieldtype in table_fields:
		row.doc.set(fieldname, list((row.stored.get(fieldname) if row.stored else None) or []))
		return
	sent = row.doc.get(fieldname)
	row.doc.set(fieldname, row.stored.get(fieldname) if row.stored else default_of(field))
	if sent and row.stored:
		row.root.doc.flags.setdefault("sent_derived", []).append((row, fieldname, sent))


def _refusal(row: Row, fieldname: str, rule: FieldRule) -> Refusal | None:
	"""Why the rule keeps this user from changing the field now; None when it does not."""
	if rule.kind is RuleKind.SERVICE:
		return None if _has_leave(row, fieldname) else _of_service(row, fieldname)
	return None if _is_trusted(row, fieldname) else _JUDGES[rule.kind](row, fieldname, rule)


def _of_service(row: Row, fieldname: str) -> Refusal:
	message = _("{0} of {1} changes only through the steps of the procedure, not by editing the document.")
	return message.format(row.label_of(fieldname), _(row.root.doc.doctype)), TransitionNotAllowedError


def _judge_record(row: Row, fieldname: str, rule: FieldRule) -> Refusal | None:
	message = _("{0}: {1} is written by the system, never by hand.")
	return message.format(row.label_of(fieldname), _(row.root.doc.doctype)), TransitionNotAllowedError


def _judge_state(row: Row, fieldname: str, rule: FieldRule) -> Refusal | None:
	if not _applies(row, rule):
		return None
	if row.stored is None and not _is_linked(rule.state):
		later = rule.opens_later and not row.parent
		return _closed(row, fieldname, _("it is filled in at a later step")) if later else None
	state = _state(row, rule.state)
	if state is None or state in _values(row, rule.values):
		return None
	if state in rule.fillable_at and row.stored and not row.stored.get(fieldname):
		return None
	return _closed(row, fieldname, _in_words(row, rule.state, state))


def _judge_once(row: Row, fieldname: str, rule: FieldRule) -> Refusal | None:
	is_filled = row.stored and row.stored.get(fieldname)
	return _closed(row, fieldname, _("it is filled in already")) if is_filled else None


def _judge_fixed(row: Row, fieldname: str, rule: FieldRule) -> Refusal | None:
	return _closed(row, fieldname, _("it stays as it was entered")) if row.root.stored else None


def _judge_roles(row: Row, fieldname: str, rule: FieldRule) -> Refusal | None:
	if set(rule.values) & set(frappe.get_roles()):
		return None
	message = _("{0} of {1} is filled in by: {2}.")
	roles = ", ".join(_(role) for role in rule.values)
	return message.format(row.label_of(fieldname), _(row.root.doc.doctype), roles), FieldClosedError


_JUDGES: dict[RuleKind, Callable[[Row, str, FieldRule], Refusal | None]] = {
	RuleKind.RECORD: _judge_record,
	RuleKind.STATE: _judge_state,
	RuleKind.ONCE: _judge_once,
	RuleKind.FIXED: _judge_fixed,
	RuleKind.ROLES: _judge_roles,
}


def _has_leave(row: Row, fieldname: str) -> bool:
	"""Whether a service holds leave for the field; for that of a row, leave for its table."""
	root = row.root
	name = cstr(root.doc.name) if root.stored else None
	return is_transition_allowed(root.doc.doctype, name, row.doc.parentfield if row.parent else fieldname)


def _is_trusted(row: Row, fieldname: str) -> bool:
	"""Server code that took the responsibility itself, set-up, or a service with leave for the field."""
	flags = frappe.flags
	return bool(
		row.root.doc.flags.ignore_permissions
		or flags.in_install
		or flags.in_migrate
		or flags.in_patch
		or _has_leave(row, fieldname)
	)


def _is_linked(path: str) -> bool:
	"""Whether a state stands in another stored document: a linked one, or the one that holds the row."""
	return "." in path


def _applies(row: Row, rule: FieldRule) -> bool:
	if rule.since and not _state(row, rule.since):
		return False
	if not rule.only_if:
		return True
	fieldname, value = rule.only_if
	return bool(cstr((row.stored or row.doc).get(fieldname)) == value)


def _state(row: Row, path: str) -> str | None:
	"""What opens or closes a field, as text; None when there is no document to ask."""
	link, _dot, fieldname = path.rpartition(".")
	if link + "." == PARENT:
		return cstr((row.root.stored or row.root.doc).get(fieldname))
	source = row.stored or row.doc
	if not link:
		return cstr(source.get(fieldname))
	target = source.get(link)
	if not target:
		return None
	return cstr(frappe.db.get_value(source.meta.get_field(link).options, target, fieldname))


def _values(row: Row, values: tuple[str, ...]) -> Iterator[str | None]:
	return (_state(row, value) if value.startswith(PARENT) else value for value in values)


def _in_words(row: Row, path: str, state: str) -> str:
	link, _dot, fieldname = path.rpartition(".")
	meta = row.doc.meta
	if link + "." == PARENT:
		meta = row.root.doc.meta
	elif link:
		meta = frappe.get_meta(row.doc.meta.get_field(link).options)
	return f"{_(meta.get_label(fieldname))}: {_(state) if state else _('(empty)')}"


def _has_value(field: Any) -> bool:
	return field.fieldtype not in no_value_fields or field.fieldtype in table_fields


def _closed(row: Row, fieldname: str, reason: str) -> Refusal:
	message = _("{0} of {1} cannot be changed ({2}).")
	return message.format(row.label_of(fieldname), _(row.root.doc.doctype), reason), FieldClosedError


def _throw(refusal: Refusal | None) -> None:
	if refusal:
		message, error = refusal
		frappe.throw(message, error, title=_("Not permitted here"))
