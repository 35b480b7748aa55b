"""What a save changes: a document or one row of its tables beside what is stored of it, field by field."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.model.workflow import get_workflow, get_workflow_name
from frappe.utils import cint, cstr, flt, get_datetime, getdate


def _amount(value: Any) -> float:
	return flt(value, 6)


def _moment(value: Any) -> str:
	return cstr(get_datetime(value)) if value else ""


def _day(value: Any) -> str:
	return cstr(getdate(value)) if value else ""


_WORKED_OUT = ("Today", "Now", "__user")
_COMPARABLE: dict[str, Callable[[Any], Any]] = {
	"Check": cint,
	"Currency": _amount,
	"Date": _day,
	"Datetime": _moment,
	"Float": _amount,
	"Int": cint,
	"Percent": _amount,
}


@dataclass(frozen=True)
class Row:
	"""A document or one row of its tables, beside what is stored of it (None when it is new)."""

	doc: Document
	stored: Document | None
	parent: "Row | None" = None

	@property
	def root(self) -> "Row":
		"""The document itself."""
		return self.parent or self

	def label_of(self, fieldname: str) -> str:
		"""The field as people know it, with table and number of the row."""
		label = _(self.doc.meta.get_label(fieldname)) if self.doc.meta.get_field(fieldname) else fieldname
		if not self.parent:
			return label
		table = _(self.parent.doc.meta.get_label(self.doc.parentfield))
		return _("{0}, row {1}: {2}").format(table, self.doc.idx, label)

	def is_changed(self, fieldname: str) -> bool:
		"""Whether the field differs from what is stored, or from an untouched new document."""
		if self.stored is None:
			return not is_initial(self.doc, fieldname)
		return not is_same(self.doc, fieldname, self.stored.get(fieldname))


def is_same(doc: Document, fieldname: str, stored_value: Any) -> bool:
	"""Whether a value is unchanged, compared by its type: the text "1.50" is the number 1.5."""
	value = doc.get(fieldname)
	field = doc.meta.get_field(fieldname)
	fieldtype = field.fieldtype if field else "Int" if fieldname == "docstatus" else "Data"
	if fieldtype in table_fields:
		return _are_same_rows(value or [], stored_value or [])
	as_typed = _COMPARABLE.get(fieldtype, cstr)
	return as_typed(value or None) == as_typed(stored_value or None)


def _are_same_rows(rows: list[Document], stored_rows: list[Document]) -> bool:
	if [row.name for row in rows] != [row.name for row in stored_rows]:
		return False
	return all(
		is_same(row, field.fieldname, stored.get(field.fieldname))
		for row, stored in zip(rows, stored_rows, strict=True)
		for field in row.meta.fields
		if field.fieldtype not in no_value_fields and not _is_fetched(row, field)
	)


def _is_fetched(row: Document, field: Any) -> bool:
	"""Whether the framework has just filled the field over its link: a person's new name is no change of the row."""
	return follows_link(field) and bool(link_of(row, field.fieldname))


def is_initial(doc: Document, fieldname: str) -> bool:
	"""Whether a field of a new document is empty, at its default or in the first state of the workflow."""
	value = doc.get(fieldname)
	if not value:
		return True
	default = default_of(doc.meta.get_field(fieldname))
	if default and is_same(doc, fieldname, default):
		return True
	return bool(value == _first_state(doc.doctype, fieldname))


def default_of(field: Any) -> Any:
	"""The default that the record states; one that is worked out when a document is made is none."""
	worked_out = (
		not field or not field.default or field.default in _WORKED_OUT or field.default.startswith(":")
	)
	return None if worked_out else field.default


def _first_state(doctype: str, fieldname: str) -> str | None:
	"""State in which the active Workflow starts, if this is its field: the desk sends it with a new document."""
	if not get_workflow_name(doctype):
		return None
	workflow = get_workflow(doctype)
	return workflow.states[0].state if workflow.workflow_state_field == fieldname else None


def follows_link(field: Any) -> bool:
	"""Whether a field is read-only and takes its value over a link."""
	return bool(field and field.get("fetch_from") and field.get("read_only"))


def link_of(doc: Document, fieldname: str) -> Any:
	"""The link over which a field takes its value."""
	return doc.get(doc.meta.get_field(fieldname).fetch_from.partition(".")[0])
