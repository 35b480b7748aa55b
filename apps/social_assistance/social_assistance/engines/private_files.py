"""Write private files of engines atomically."""

import os
from pathlib import Path

import frappe
from frappe.core.doctype.file.utils import get_content_hash
from frappe.model.document import Document

OWNER_ONLY = 0o600


def store_private_file(document: Document, fieldname: str, content: bytes, suffix: str) -> str:
	"""Write beside, flush and rename, so that a full disk or a crash leaves no half file under the final name."""
	file_name = f"{document.name}.{suffix}"
	target = Path(frappe.get_site_path("private", "files", file_name))
	draft = target.with_suffix(".part")
	try:
		with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as handle:
			handle.write(content)
			handle.flush()
			os.fsync(handle.fileno())
		draft.replace(target)
	finally:
		draft.unlink(missing_ok=True)
	frappe.db.after_rollback.add(lambda: target.unlink(missing_ok=True))
	return _record(document, fieldname, file_name, content)


def _record(document: Document, fieldname: str, file_name: str, content: bytes) -> str:
	"""The File row for bytes already in place; Frappe's own insert would write them a second time, in place."""
	record = frappe.new_doc("File")
	record.update(
		{
			"name": frappe.generate_hash(length=10),
			"file_name": file_name,
			"file_url": f"/private/files/{file_name}",
			"file_size": len(content),
			"content_hash": get_content_hash(content),
			"folder": "Home/Attachments",
			"is_private": 1,
			"attached_to_doctype": document.doctype,
			"attached_to_name": document.name,
			"attached_to_field": fieldname,
		}
	)
	record.set_user_and_timestamp()
	record.db_insert()
	return str(record.file_url)
