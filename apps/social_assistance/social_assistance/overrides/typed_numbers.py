"""Sums and counts as they were typed: understood when they are numbers, refused when they are not, never 0 in silence."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from social_assistance.domain.errors import InvalidAmount
from social_assistance.domain.typed_numbers import read_typed_number
from social_assistance.overrides.exceptions import NumberUnreadableError

NUMBER_TYPES = ("Currency", "Float", "Int", "Percent")


def read_numbers(doc: Document, method: str | None = None) -> None:
	"""`before_insert` and `before_validate` of every document: texts in its number fields become numbers or are refused."""
	wrong = [text for each in (doc, *doc.get_all_children()) for text in _read_fields(each)]
	if wrong:
		frappe.throw("<br>".join(wrong), NumberUnreadableError, title=_("Not a Number"))


def _as_number(text: str, is_count: bool) -> int | float | None:
	plain = read_typed_number(text, is_count=is_count)
	if not plain:
		return None
	return cint(plain) if is_count else flt(plain)


def _read_fields(row: Document) -> list[str]:
	"""What cannot be read in a document or one of its rows, each with its field."""
	wrong = []
	for field in row.meta.fields:
		value = row.get(field.fieldname)
		if field.fieldtype not in NUMBER_TYPES or not isinstance(value, str):
			continue
		is_count = field.fieldtype == "Int"
		try:
			row.set(field.fieldname, _as_number(value, is_count))
		except InvalidAmount:
			place = _("Row {0}:").format(row.idx) if row.meta.istable else ""
			text = _("{0}: “{1}” is not a whole number.") if is_count else _("{0}: “{1}” is not a number.")
			message = text.format(_(field.label), value[:20])
			wrong.append(frappe.utils.escape_html(place + message))
	return wrong
