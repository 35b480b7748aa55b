"""From the Policy Version form to the domain's parameters, and from the domain's refusals back to row and field."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.errors import DomainError
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import Scheme
from social_assistance.services.domain_errors import translate_domain_error
from social_assistance.services.policy.exceptions import PolicyParametersInvalidError
from social_assistance.services.policy.fields import CITED_GROUPS, FIELDS, SWITCHES, Field, Table
from social_assistance.services.policy.tables import TABLES

_INDEXED = re.compile(r"^(?P<list>[a-z_.]+)\[(?P<number>\d+)\](?:\.(?P<rest>.+))?$")


def compile_version(doc: Document) -> PolicyParameters:
	"""Check the whole form through the domain; PolicyParametersInvalidError names row and field."""
	try:
		return PolicyParameters.from_dict(build_plain_parameters(doc))
	except DomainError as error:
		frappe.throw(format_refusal(doc, error), PolicyParametersInvalidError, title=_("Policy Version"))


def build_plain_parameters(doc: Document) -> dict[str, Any]:
	"""The stored form of the domain: groups that are switched off are left out."""
	absent = [switch.path for switch in SWITCHES if not doc.get(switch.field)]
	result: dict[str, Any] = {"version": doc.name or doc.version_title, "exclusions": _exclusions()}
	for field in FIELDS:
		if not _under(field.path, absent):
			_set(result, field, doc)
	for table in TABLES:
		if not _under(table.path, absent):
			_put(result, table.path, [_row(table, row) for row in _rows(doc, table)])
	for group, citation in _citations(doc).items():
		if not _under(group, absent):
			_put(result, f"{group}.citation", citation)
	return result


def format_refusal(doc: Document, error: DomainError) -> str:
	"""The refusal in the user's language with the place as the form shows it."""
	path = error.field
	group = path.removesuffix(".citation")
	if group in CITED_GROUPS and path != group:
		return _("Citations: add a row for the rules {0}.").format(_(CITED_GROUPS[group]))
	return translate_domain_error(error, describe_path(doc, path))


def describe_path(doc: Document, path: str) -> str:
	"""A domain path as form label: `income.items[2].counted_share` is row 2 of the income items, Counted Share."""
	match = _INDEXED.match(path)
	table = next((t for t in TABLES if t.path == (match["list"] if match else path)), None)
	if table is None:
		field = next((f for f in FIELDS if _same_place(f.path, path)), None)
		return _(doc.meta.get_label(field.field)) if field else path
	title = _(doc.meta.get_label(table.field))
	if not match:
		return title
	row = _rows(doc, table)[int(match["number"]) - 1]
	column = next((c for c in table.columns if _same_place(c.path, match["rest"] or "")), None)
	label = _(row.meta.get_label(column.field)) if column else ""
	return _("Row {0} of {1} {2}").format(row.idx, title, label).strip()


def _same_place(column: str, rest: str) -> bool:
	return rest == column or rest.startswith((f"{column}.", f"{column}["))


def _under(path: str, groups: Iterable[str]) -> bool:
	return any(path == group or path.startswith(f"{group}.") for group in groups)


def _set(target: dict[str, Any], field: Field, row: Document) -> None:
	value = field.value(row)
	if value is not None or field.empty_counts:
		_put(target, field.path, value)


def _put(target: dict[str, Any], path: str, value: Any) -> None:
	*parents, last = path.split(".")
	for name in parents:
		target = target.setdefault(name, {})
	target[last] = value


def _rows(doc: Document, table: Table) -> list[Document]:
	rows: list[Document] = doc.get(table.field) or []
	if table.only is None:
		return rows
	field, value = table.only
	return [row for row in rows if row.get(field) == value]


def _row(table: Table, row: Document) -> Any:
	if not table.columns:
		return table.read(row.value)
	absent = [path for path, switch in table.switches if not row.get(switch)]
	values: dict[str, Any] = {}
	for column in table.columns:
		if not _under(column.path, absent):
			_set(values, column, row)
	return values


def _citations(doc: Document) -> Mapping[str, dict[str, str]]:
	groups = {label: group for group, label in CITED_GROUPS.items()}
	return {
		groups[row.rule_group]: {"document": row.document, "article": row.article or ""}
		for row in doc.citations
		if row.rule_group in groups
	}


def _exclusions() -> list[dict[str, Any]]:
	"""Exclusions of the schemes, each pair once; schemes that a site added by itself are outside the domain's list."""
	known = {scheme.value for scheme in Scheme}
	rows = frappe.get_all(
		"Scheme Exclusion",
		filters={"parenttype": "Assistance Scheme"},
		fields=["parent", "excluded_scheme", "scope", "citation"],
		order_by="parent, excluded_scheme",
	)
	pairs = {
		tuple(sorted((row.parent, row.excluded_scheme))): row
		for row in rows
		if {row.parent, row.excluded_scheme} <= known
	}
	return [
		{
			"scheme": first,
			"other": second,
			"scope": row.scope,
			"citation": {"document": row.citation} if row.citation else None,
		}
		for (first, second), row in pairs.items()
	]
