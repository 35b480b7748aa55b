"""Files: evidence is private, is what its name says, and nobody gets at a file by naming its address.

Frappe writes a new file in the controller's `before_insert`, before any document hook runs. Hence three places:
`has_permission` sees the request before anything is read, `write_file` is Frappe's own hook for the moment of writing,
`check_file` judges the finished row.
"""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.file import file as frappe_file
from frappe.core.doctype.file.utils import generate_file_name
from frappe.model.document import Document
from frappe.utils import cstr
from frappe.utils.file_manager import save_file_on_filesystem

from social_assistance.overrides import file_rules
from social_assistance.overrides.exceptions import ReferenceNotPermittedError, UnsafeFileError
from social_assistance.permissions.app_documents import is_app_doctype, list_app_doctypes
from social_assistance.permissions.field_guard import is_closed
from social_assistance.permissions.gate_lists import TAKEN_WITH_PURPOSE

PRIVATE_URL = "/private/files/"
LOCAL_URLS = ("/files/", PRIVATE_URL)


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any) -> bool:
	"""Frappe's rule; new rows: an address without bytes must be of a file that the user may read; evidence stays.

	What is deleted is judged here, because Frappe's controller takes the file off the disk before any other hook runs.
	"""
	if ptype == "delete" and is_locked(doc, user):
		return False
	if ptype == "read" and doc.attached_to_doctype in TAKEN_WITH_PURPOSE:
		return False  # the gate refuses its address, which Frappe judges by a rule of its own
	if ptype == "create" and doc.file_url and not doc.get("content") and not doc.is_folder:
		_check_url(doc.file_url)
		if not may_read_url(doc.file_url, user):
			return False
	if (
		ptype == "create"
		and doc.get("content")
		and not doc.decode
		and is_app_doctype(doc.attached_to_doctype)
	):
		# Frappe opens pictures before it writes them: what is none must not get that far
		_check_content(cstr(doc.file_name), _as_bytes(doc.content), is_evidence=True, is_private=True)
	return bool(frappe_file.has_permission(doc, ptype, user))


def permission_query_conditions(user: str | None = None) -> str:
	"""Lists show attachments of this app's documents to their uploader only; forms load theirs with the document."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	escape = frappe.db.escape
	types = ", ".join(escape(doctype) for doctype in list_app_doctypes()) or "''"
	return f"(`tabFile`.`owner` = {escape(user)} or ifnull(`tabFile`.`attached_to_doctype`, '') not in ({types}))"


def write_file(
	file: Document | str, content: Any = None, content_type: str | None = None, is_private: int = 0
) -> dict[str, str]:
	"""Check the bytes and where they go, then write; Frappe's hook `write_file`, called in two ways by two callers."""
	if isinstance(file, str):
		_check_content(file, _as_bytes(content), is_evidence=False, is_private=bool(is_private))
		return save_file_on_filesystem(file, content, content_type=content_type, is_private=is_private)
	_make_name_safe(file)
	if not file.is_private and _must_be_private(file):
		file.is_private = 1
		file.file_name = generate_file_name(
			name=file.file_name, suffix=cstr(file.content_hash)[-6:], is_private=1
		)
	is_evidence = is_app_doctype(file.attached_to_doctype)
	_check_content(file.file_name, _as_bytes(file._content), is_evidence, bool(file.is_private))
	return file.save_file_on_filesystem()


def check_file(doc: Document, method: str | None = None) -> None:
	"""Check a File row before it is stored; hooks `before_insert` and `before_validate` of File."""
	if doc.is_folder:
		return
	_check_unchanged_url(doc)
	if not is_app_doctype(doc.attached_to_doctype):
		return
	if not cstr(doc.file_url).startswith(PRIVATE_URL):
		frappe.throw(
			_("Evidence must be stored as a private file: {0}").format(doc.file_name), UnsafeFileError
		)
	if not file_rules.is_evidence_type(cstr(doc.file_name)):
		_refuse_type(doc.file_name)
	_check_target(doc)


def check_attachment_fields(doc: Document, method: str | None = None) -> None:
	"""Attach fields hold addresses of files that the user may read; hook `before_validate` of every document."""
	private_only = is_app_doctype(doc.doctype)
	for row, fieldname, url in _attached_urls(doc):
		if url not in _stored_urls(doc, row, fieldname):
			_check_attachment(doc, url, private_only)


def adopt_uploads(doc: Document, method: str | None = None) -> None:
	"""Attach to a new document what its form uploaded before it had a name; hook `after_insert` of every document.

	Frappe leaves such a file to its owner alone, so that nobody else could see what the field shows.
	"""
	fields = {url: fieldname for _row, fieldname, url in _attached_urls(doc)}
	if not fields:
		return
	uploaded = {
		"file_url": ("in", list(fields)),
		"owner": frappe.session.user,
		"attached_to_doctype": doc.doctype,
		"attached_to_name": ("like", "new-%"),
	}
	for file in frappe.get_all("File", uploaded, ["name", "file_url"]):
		place = {"attached_to_name": doc.name, "attached_to_field": fields[file.file_url]}
		frappe.db.set_value("File", file.name, place)  # allow: PERF-write-in-loop the few files of one form


def _attached_urls(doc: Document) -> Iterator[tuple[Document, str, str]]:
	"""Row, field and address of everything that the document's attach fields hold."""
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get("fields", {"fieldtype": ("in", ("Attach", "Attach Image"))}):
			if url := cstr(row.get(field.fieldname)):
				yield row, field.fieldname, url


def may_read_url(url: str, user: str | None = None) -> bool:
	"""Whether some File with this address may be read by the user."""
	files = frappe.get_all("File", filters={"file_url": url}, pluck="name", limit=20)
	return any(frappe.has_permission("File", "read", doc=name, user=user) for name in files)


def is_locked(doc: Document, user: str | None = None) -> bool:
	"""True if the file fills an attach field that the user can no longer edit, their own documents included."""
	doctype, name = doc.attached_to_doctype, doc.attached_to_name
	if not is_app_doctype(doctype) or not frappe.db.exists(doctype, name):
		return False
	target = frappe.get_doc(doctype, name)
	places = [
		(row, field)
		for row in (target, *target.get_all_children())
		for field in row.meta.get("fields", {"fieldtype": ("in", ("Attach", "Attach Image"))})
		if cstr(row.get(field.fieldname)) == doc.file_url
	]
	if places and not frappe.has_permission(doctype, "write", doc=target, user=user):
		return True
	return any(
		(target.docstatus and not field.allow_on_submit) or is_closed(target, row, field.fieldname)
		for row, field in places
	)


def _check_attachment(doc: Document, url: str, private_only: bool) -> None:
	if private_only and not url.startswith(PRIVATE_URL):
		frappe.throw(_("Evidence must be stored as a private file: {0}").format(url), UnsafeFileError)
	_check_url(url)
	if doc.flags.ignore_permissions or not url.startswith(PRIVATE_URL):
		return
	if not may_read_url(url):
		frappe.throw(_("You may not attach this file: {0}").format(url), ReferenceNotPermittedError)


def _stored_urls(doc: Document, row: Document, fieldname: str) -> list[str]:
	"""Values of the field before this save, in the document or in the same table."""
	stored = doc.get_doc_before_save() if not doc.is_new() else None
	if stored is None:
		return []
	rows = [stored] if row is doc else stored.get(row.parentfield) or []
	return [cstr(old.get(fieldname)) for old in rows]


def _check_url(url: str) -> None:
	if url.startswith(("http://", "https://")):
		return
	if not url.startswith(LOCAL_URLS) or not file_rules.is_safe_name(url):
		frappe.throw(_("This is not the address of a stored file: {0}").format(url), UnsafeFileError)


def _check_unchanged_url(doc: Document) -> None:
	"""Refuse a client's change of the address of a stored file."""
	stored = None if doc.is_new() else doc.get_doc_before_save()
	if stored and not doc.flags.ignore_permissions and cstr(doc.file_url) != cstr(stored.file_url):
		frappe.throw(_("The address of a stored file cannot be changed."), UnsafeFileError)


def _check_target(doc: Document) -> None:
	"""Require write permission on the document that a file is attached to; an unsaved form has no stored document."""
	if doc.flags.ignore_permissions or not frappe.db.exists(doc.attached_to_doctype, doc.attached_to_name):
		return
	if not frappe.has_permission(doc.attached_to_doctype, "write", doc=doc.attached_to_name):
		frappe.throw(_("You may not attach files to this document."), ReferenceNotPermittedError)


def _must_be_private(doc: Document) -> bool:
	if is_app_doctype(doc.attached_to_doctype):
		return True
	return not doc.attached_to_doctype and "System Manager" not in frappe.get_roles()


def _make_name_safe(doc: Document) -> None:
	if not file_rules.is_safe_name(doc.file_name):
		doc.file_name = file_rules.UNSAFE_NAME.sub("_", doc.file_name)


def _check_content(file_name: str, content: bytes, is_evidence: bool, is_private: bool) -> None:
	if is_evidence and not file_rules.is_evidence_type(file_name):
		_refuse_type(file_name)
	if is_evidence and not file_rules.matches_extension(file_name, content):
		frappe.throw(_("The content of {0} is not what its name says.").format(file_name), UnsafeFileError)
	if not is_private and file_rules.is_active_content(file_name, content):
		frappe.throw(
			_("Files that a browser would run cannot be public: {0}").format(file_name), UnsafeFileError
		)


def _refuse_type(file_name: str) -> None:
	frappe.throw(
		_("Files of this type are not accepted as evidence: {0}. Accepted: {1}").format(
			file_name, ", ".join(file_rules.EVIDENCE_TYPES)
		),
		UnsafeFileError,
	)


def _as_bytes(content: Any) -> bytes:
	return content.encode() if isinstance(content, str) else bytes(content or b"")
