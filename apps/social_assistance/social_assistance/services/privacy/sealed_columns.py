"""Every column of the site that holds sealed values, so that a change of keys forgets none."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from pypika.queries import Schema

from social_assistance.services.privacy.encrypted_fields import KINDS, list_declared_fields
from social_assistance.services.privacy.exceptions import UndeclaredCipherError

SUFFIX = "_cipher"
ACCOUNT = "bank_account"


@dataclass(frozen=True)
class SealedColumn:
	"""A column of ciphers and, beside it, that of their digests (empty when there is none)."""

	doctype: str
	cipher: str
	digest: str
	context: str

	def __str__(self) -> str:
		return f"{self.doctype}.{self.cipher}"


def list_sealed_columns() -> list[SealedColumn]:
	"""All columns of ciphers in the database, in order; refuses one that no controller declares."""
	return [_declared(doctype, cipher) for doctype, cipher in _stored_columns()]


def _stored_columns() -> list[tuple[str, str]]:
	column = Schema("information_schema").columns
	query = frappe.qb.from_(column).select(column.table_name, column.column_name)
	query = query.where((column.table_schema == frappe.conf.db_name) & column.table_name.like("tab%"))
	found = query.where(column.column_name.like(f"%\\{SUFFIX}")).run()
	return sorted((str(table).removeprefix("tab"), str(name)) for table, name in found)


def _declared(doctype: str, cipher: str) -> SealedColumn:
	fields = list_declared_fields(get_controller(doctype))
	field = next((field for field in fields if field.cipher == cipher), None)
	if field is None:
		message = _("{0} of {1} holds sealed values, but the program does not say of which kind.")
		frappe.throw(message.format(cipher, doctype), UndeclaredCipherError)
	return SealedColumn(doctype, cipher, field.digest, KINDS[field.kind].context)
