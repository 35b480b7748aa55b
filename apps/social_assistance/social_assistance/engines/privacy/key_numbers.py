"""Which master key sealed the values of a column, worked out by the database from the ciphers themselves."""

import frappe
from frappe.query_builder.functions import Count, IfNull
from pypika import CustomFunction
from pypika.terms import Term

from social_assistance.services.privacy.sealed_columns import SealedColumn

Ascii = CustomFunction("ASCII", ["text"])
FromBase64 = CustomFunction("FROM_BASE64", ["text"])
Replace = CustomFunction("REPLACE", ["text", "old", "new"])
Substring = CustomFunction("SUBSTRING", ["text", "start", "length"])
# A token begins with its version and a dot; the number of its key is the first byte of the rest.
_START, _DIGITS = 4, 4
MALFORMED = 0


def build_key_number(cipher: Term) -> Term:
	"""The number of the master key of a cipher; 0 for a text that is none."""
	digits = Replace(Replace(Substring(cipher, _START, _DIGITS), "-", "+"), "_", "/")
	return IfNull(Ascii(FromBase64(digits)), MALFORMED)


def count_by_key(column: SealedColumn) -> dict[int, int]:
	"""How many values of a column each key sealed."""
	table = frappe.qb.DocType(column.doctype)
	number = build_key_number(table[column.cipher])
	query = frappe.qb.from_(table).select(number, Count("*")).where(IfNull(table[column.cipher], "") != "")
	return {int(key): int(count) for key, count in query.groupby(number).run()}


def find_sample(column: SealedColumn, key: int) -> tuple[str, str, str | None] | None:
	"""Name, cipher and digest (None where the column has none) of one value that a key sealed."""
	table = frappe.qb.DocType(column.doctype)
	query = frappe.qb.from_(table).select(table.name, table[column.cipher])
	query = query.select(table[column.digest]) if column.digest else query
	query = query.where(IfNull(table[column.cipher], "") != "")
	found = query.where(build_key_number(table[column.cipher]) == key).limit(1).run()
	if not found:
		return None
	name, cipher, *digest = found[0]
	return str(name), str(cipher), digest[0] if digest else None
