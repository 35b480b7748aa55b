"""What payment lines say about money on its way, one award at a time."""

from collections.abc import Collection

import frappe
from pypika.queries import QueryBuilder

LINE = "Payment Line"
# Files whose lines the bank knows nothing of yet.
PREPARED = "Prepared"


def select_lines_sent_to_bank(award: str) -> QueryBuilder:
	"""Lines of an award that the bank was told to pay: those it paid, and those that are due in a file that was written.

	That a line was filed stands in its file alone, so that writing a file changes no line. Category payments are no part of
	what the award grants for its months.
	"""
	line, file = frappe.qb.DocType(LINE), frappe.qb.DocType("Bank File")
	is_due = (line.line_status == "Due") & (file.file_status != PREPARED)
	return (
		frappe.qb.from_(line)
		.left_join(file)
		.on(file.name == line.bank_file)
		.select(line.payment_month, line.amount, line.offset_amount)
		.where((line.award == award) & line.category_rule.isnull() & ((line.line_status == "Paid") | is_due))
	)


def list_last_issues(lines: Collection[str]) -> dict[str, frappe._dict]:
	"""By line the one by which its payment goes on: itself, or the one that was issued last for it."""
	fields = ["name", "original_line", "line_status", "bank_file", "hold_reason", "return_reason"]
	found = frappe.get_all(LINE, {"name": ("in", list(lines) or [""])}, fields, limit_page_length=0)
	last = {row.name: row for row in found}
	first_of = {name: name for name in last}
	while first_of:
		# One query for each time that payments were issued anew.
		filters = {"original_line": ("in", list(first_of))}
		newer = frappe.get_all(LINE, filters, fields)  # allow: PERF-read-in-loop a level at a time
		first_of = {row.name: first_of[row.original_line] for row in newer}
		last.update({first_of[row.name]: row for row in newer})
	return last


def list_sent(lines: Collection[frappe._dict]) -> set[str]:
	"""Names of the lines that the bank paid, or was told to pay."""
	due = {line.name: line.bank_file for line in lines if line.line_status == "Due" and line.bank_file}
	filters = {"name": ("in", list(set(due.values())) or [""]), "file_status": ("!=", PREPARED)}
	written = set(frappe.get_all("Bank File", filters, pluck="name", limit_page_length=0))
	paid = {line.name for line in lines if line.line_status == "Paid"}
	return paid | {name for name, file in due.items() if file in written}


def is_sent_to_bank(line: str) -> bool:
	"""Whether the bank paid a line, or the last one issued for it, or was told to."""
	return bool(list_sent(list_last_issues([line]).values()))
