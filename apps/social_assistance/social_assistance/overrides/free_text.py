"""ID and card numbers in comments, tags, tasks and remarks: masked when they are stored, and the author is told.

Their own fields are encrypted and each look at them is written down; a remark is read by everybody who sees the document.
"""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.privacy.free_text import mask_numbers
from social_assistance.overrides.exceptions import NumberInNameError
from social_assistance.permissions.app_documents import is_app_doctype

TEXT_TYPES = ("Small Text", "Text", "Text Editor")
# Documents of the framework in which people write about ours.
TEXTS_OF_FRAPPE = {
	"Comment": ("content",),
	"Communication": ("subject", "content"),
	"Event": ("subject", "description"),
	"Note": ("title", "content"),
	"ToDo": ("description",),
}


def hide_numbers(doc: Document, method: str | None = None) -> None:
	"""`before_validate` of every document: put stars into the texts of it and of its rows."""
	masked = sum(_mask_texts(each) for each in (doc, *doc.get_all_children()))
	if masked:
		_tell()


def refuse_numbers(doc: Document, method: str | None = None) -> None:
	"""A tag is its own name, so it is refused instead; `before_insert` of Tag."""
	if mask_numbers(str(doc.name or "")).masked:
		frappe.throw(_("An ID or card number cannot be a tag."), NumberInNameError)


def without_numbers(text: str) -> str:
	"""The same for a text that is not yet part of a document."""
	found = mask_numbers(text)
	if found.masked:
		_tell()
	return found.text


def name_author(doc: Document, method: str | None = None) -> None:
	"""A comment is its author's: what a browser says of the name is replaced; `before_insert` of Comment."""
	if doc.comment_type == "Comment" and getattr(frappe.local, "request", None):
		doc.comment_email = frappe.session.user
		doc.comment_by = frappe.utils.get_fullname(frappe.session.user)


def _mask_texts(doc: Document) -> int:
	masked = 0
	for fieldname in _texts_of(doc):
		value = doc.get(fieldname)
		found = mask_numbers(value) if isinstance(value, str) else None
		if found and found.masked:
			doc.set(fieldname, found.text)
			masked += found.masked
	return masked


def _texts_of(doc: Document) -> Iterator[str]:
	if not is_app_doctype(doc.doctype):
		yield from TEXTS_OF_FRAPPE.get(doc.doctype, ())
		return
	for field in doc.meta.fields:
		if field.fieldtype in TEXT_TYPES:
			yield field.fieldname


def _tell() -> None:
	"""Shown beside the answer; programs without a desk find it in its messages."""
	frappe.msgprint(
		_("ID and card numbers in the text were masked. Enter such numbers only in their own fields."),
		title=_("Numbers masked"),
		indicator="orange",
	)
