"""What payment lines say about money on its way, one award at a time."""

import frappe
from pypika.queries import QueryBuilder

# Files whose lines the bank knows nothing of yet.
PREPARED = "Prepared"


def select_lines_sent_to_bank(award: str) -> QueryBuilder:
	"""Lines of an award that the bank was told to pay: those it paid, and those that are due in a file that was written.

	That a line was filed stands in its file alone, so that writing a file changes no line. Category payments are no part of
	what the award grants for its months.
	"""
	line, file = frappe.qb.DocType("Payment Line"), frappe.qb.DocType("Bank File")
	is_due = (line.line_status == "Due") & (file.file_status != PREPARED)
	return (
		frappe.qb.from_(line)
		.left_join(file)
		.on(file.name == line.bank_file)
		.select(line.payment_month, line.amount, line.offset_amount)
		.where((line.award == award) & line.category_rule.isnull() & ((line.line_status == "Paid") | is_due))
	)
