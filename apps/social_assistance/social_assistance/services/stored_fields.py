"""Fields that only the system writes: what a client sends for them is put back to the stored value."""

from collections.abc import Iterable

from frappe.model.document import Document


def restore_stored_fields(doc: Document, fieldnames: Iterable[str]) -> None:
	"""Undo a client's change of system-written fields; read-only in a form does not bind an API call."""
	before = doc.get_doc_before_save()
	tables = {field.fieldname for field in doc.meta.get_table_fields()}
	for fieldname in fieldnames:
		value = before.get(fieldname) if before else None
		doc.set(fieldname, list(value or []) if fieldname in tables else value)
