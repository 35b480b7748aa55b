"""The walk over every field: bare documents in every state, other values for each field, and the doors that save.

Bare rows go past the controllers on purpose: whether a field is closed is decided before a document is checked.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document

from social_assistance.overrides import desk_rpc, timeline
from social_assistance.permissions.field_guard import field_rules, guard_field, is_closed, rules_of
from social_assistance.permissions.field_rows import Row, is_same
from social_assistance.permissions.field_rules import RuleKind

NAME = "WALK"
CASE = "Assistance Application"
TEXTS = {"Data", "Small Text", "Text", "Long Text", "Code", "Text Editor", "Read Only"}
NUMBERS = {"Int", "Float", "Currency", "Percent"}


@dataclass(frozen=True)
class Target:
	"""One thing to change: a field of the document, or of the first row of a table; `how` is change, add or empty."""

	fieldname: str
	table: str = ""
	how: str = "change"


@dataclass
class Tally:
	"""What became of the attempts."""

	walked: int = 0
	refused: int = 0
	unchanged: int = 0
	open: int = 0
	doors: int = 0
	by_error: dict[str, int] = field(default_factory=dict)
	failures: list[str] = field(default_factory=list)


def _put(stored: Document, values: dict[str, Any]) -> None:
	"""What PUT /api/resource does between reading the request and its commit."""
	doc = frappe.get_doc(stored.doctype, stored.name, for_update=True)
	doc.update(json.loads(frappe.as_json(values)))
	doc.save()


def _as_sent(stored: Document, values: dict[str, Any]) -> str:
	"""The whole document as the form would send it back."""
	doc = frappe.get_doc(stored.doctype, stored.name)
	doc.apply_fieldlevel_read_permissions()
	return frappe.as_json({**json.loads(frappe.as_json(doc.as_dict())), **json.loads(frappe.as_json(values))})


DOORS: dict[str, Callable[[Document, dict[str, Any]], Any]] = {
	"PUT": _put,
	"savedocs": lambda doc, values: timeline.save_form_document(_as_sent(doc, values), "Save"),
	"client.save": lambda doc, values: desk_rpc.save_document(_as_sent(doc, values)),
	"client.set_value": lambda doc, values: desk_rpc.set_document_value(
		doc.doctype, doc.name, json.loads(frappe.as_json(values))
	),
}


def guard(stored: Document, values: dict[str, Any], copy: Document) -> None:
	"""What every save asks of these fields, without reading and writing the document; the right to write was asked before."""
	try:
		copy.update(values)
		for fieldname in values:
			guard_field(Row(copy, stored), fieldname)
	finally:
		copy.flags.clear()
		for fieldname in values:
			value = stored.get(fieldname)
			is_table = isinstance(value, list)
			copy.set(fieldname, [row.as_dict() for row in value] if is_table else value)


def value_fields(doctype: str) -> list[Any]:
	"""Fields that hold a value of their own."""
	return [
		f
		for f in frappe.get_meta(doctype).fields
		if f.fieldtype not in no_value_fields and f.fieldtype not in table_fields and not f.get("is_virtual")
	]


def targets(doctype: str) -> Iterator[Target]:
	"""Every field, and of every table every field of a row, a further row, and no rows."""
	yield from (Target(f.fieldname) for f in value_fields(doctype))
	for table in frappe.get_meta(doctype).get_table_fields():
		yield from (Target(f.fieldname, table.fieldname) for f in value_fields(table.options))
		yield Target(table.fieldname, table.fieldname, "add")
		yield Target(table.fieldname, table.fieldname, "empty")


class BareDocuments:
	"""Makes documents of every type with a value in every field."""

	def __init__(self, links: dict[str, str]):
		self.links = dict(links)

	def make(self, doctype: str, name: str, **values: Any) -> Document:
		"""A stored document with a row in each table, written past every check."""
		doc = frappe.new_doc(doctype)
		self._fill(doc, name)
		doc.update({"name": name, "owner": "Administrator", **values})
		for table in doc.meta.get_table_fields():
			row = doc.append(table.fieldname, {})
			self._fill(row, f"{name}-{table.fieldname}"[:140])
			row.update({"name": frappe.generate_hash(length=10), **values.get(f"{table.fieldname}*", {})})
		doc.set_parent_in_children()
		doc.db_insert()
		for row in doc.get_all_children():
			row.db_insert()
		return doc

	def _fill(self, doc: Document, name: str) -> None:
		for f in value_fields(doc.doctype):
			doc.set(f.fieldname, self._value(f, name))

	def _value(self, f: Any, name: str) -> Any:
		if f.fieldtype == "Link":
			return self.link(f.options)
		if f.fieldtype == "Select":
			return next((o for o in (f.options or "").split("\n") if o), None)
		if f.fieldtype in NUMBERS:
			return 1
		if f.fieldtype == "Date":
			return "2026-03-01"
		if f.fieldtype == "Datetime":
			return "2026-03-01 08:00:00"
		if f.fieldtype in TEXTS:
			return name if f.unique else f.default or "{}" if f.fieldtype == "Code" else "原有"
		return None

	def link(self, doctype: str) -> str:
		"""A document to point at; a bare one where the site has none."""
		if doctype not in self.links:
			self.links[doctype] = ""
			known = frappe.db.get_value(doctype, {"name": ("!=", NAME)}, "name")
			self.links[doctype] = known or self.make(doctype, f"{NAME}-LINK").name
		return self.links[doctype]


def other_value(f: Any, current: Any) -> Any:
	"""A value of the field's type that differs from the present one."""
	if f.fieldtype in ("Link", "Dynamic Link"):
		return f"{current or ''}-OTHER"
	if f.fieldtype == "Select":
		return next((o for o in (f.options or "").split("\n") if o and o != current), "别的")
	if f.fieldtype == "Check":
		return int(not current)
	if f.fieldtype in NUMBERS:
		return 77
	if f.fieldtype == "Date":
		return "2026-02-17"
	if f.fieldtype == "Datetime":
		return "2026-02-17 09:00:00"
	return "改过的"


def change(doc: Document, target: Target) -> dict[str, Any]:
	"""What a client would send to change the target."""
	if not target.table:
		f = doc.meta.get_field(target.fieldname)
		return {target.fieldname: other_value(f, doc.get(target.fieldname))}
	rows = [json.loads(frappe.as_json(row.as_dict())) for row in doc.get(target.table)]
	if target.how == "empty":
		return {target.table: []}
	child = doc.meta.get_field(target.table).options
	if target.how == "add":
		new = {f.fieldname: other_value(f, None) for f in value_fields(child) if f.fieldtype != "Link"}
		return {target.table: [*rows, {"doctype": child, **new}]}
	f = frappe.get_meta(child).get_field(target.fieldname)
	return {
		target.table: [
			{**rows[0], target.fieldname: other_value(f, rows[0].get(target.fieldname))},
			*rows[1:],
		]
	}


def must_stay(doc: Document, target: Target) -> bool:
	"""Whether nobody may change the target in this state: read-only in the record, or closed by its rules."""
	if not target.table:
		return _stays(doc, doc, target.fieldname)
	if is_closed(doc, doc, target.table) or doc.meta.get_field(target.table).read_only:
		return True
	return target.how == "change" and _stays(doc, doc.get(target.table)[0], target.fieldname)


def _stays(doc: Document, row: Document, fieldname: str) -> bool:
	"""Read-only means closed, except for what the device of a person fills while a rule leaves it open."""
	rules = field_rules(row.doctype).get(fieldname, ())
	is_filled_by_people = any(rule.kind is RuleKind.STATE for rule in rules)
	is_shown_only = row.meta.get_field(fieldname).read_only and not is_filled_by_people
	return bool(is_shown_only) or is_closed(doc, row, fieldname)


def was_changed(before: Document, after: Document, target: Target, sent: dict[str, Any]) -> bool:
	"""Whether what was sent is stored now and was not before."""
	if not target.table:
		fresh = frappe.get_doc(after.doctype, after.name)
		kept = is_same(fresh, target.fieldname, before.get(target.fieldname))
		return not kept and is_same(fresh, target.fieldname, sent[target.fieldname])
	old, new = before.get(target.table), after.get(target.table)
	if target.how != "change":
		return {row.name for row in old} != {row.name for row in new}
	row = next((row for row in new if row.name == old[0].name), None)
	kept = row is None or is_same(row, target.fieldname, old[0].get(target.fieldname))
	return not kept and is_same(row, target.fieldname, sent[target.table][0][target.fieldname])


def writers(doctype: str) -> list[str]:
	"""Roles that may write documents of the type."""
	return sorted(
		{p.role for p in frappe.get_meta(doctype).permissions if not p.permlevel and (p.write or p.create)}
	)


def state_fields(doctype: str) -> list[str]:
	"""Select fields of the document itself that open or close others, or that a service moves."""
	named = {rule.state for rule in rules_of(doctype) if rule.kind is RuleKind.STATE}
	named |= {n for rule in rules_of(doctype) if rule.kind is RuleKind.SERVICE for n in rule.fieldnames}
	return [
		f.fieldname
		for f in frappe.get_meta(doctype).fields
		if f.fieldtype == "Select" and f.fieldname in named and f.fieldname.endswith("_status")
	]
