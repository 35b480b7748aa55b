"""Checksums of all tables of a database, worked out by the database itself."""

import frappe


def read_checksums() -> dict[str, int]:
	"""Checksum of each table of the connected site; the dump of a table restores to the same one."""
	tables = sorted(frappe.db.get_tables(cached=False))
	names = ", ".join(f"`{table}`" for table in tables)
	rows = frappe.db.sql(f"checksum table {names}")  # allow: SQL-formatted names of our own tables
	return {str(name).partition(".")[2]: int(checksum or 0) for name, checksum in rows}
