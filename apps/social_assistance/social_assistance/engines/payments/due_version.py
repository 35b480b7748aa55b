"""Version of the records that decide what a run pays: equal versions, equal payments.

Frappe stamps every change of a record with its time, and so do the set-based engines. Number and sum of these stamps
change with every record that is added, changed or taken away, also by a transaction that began earlier and ends later.
"""

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, Sum
from pypika import CustomFunction
from pypika.functions import Cast
from pypika.queries import QueryBuilder
from pypika.terms import Term

from social_assistance.services.payments import runs
from social_assistance.services.payments.runs import RunScope

# Whatever `due_payments` reads beside payment lines and the tree.
RECORDS = (
	"Assistance Scheme",
	"Award Amount",
	"Award Change",
	"Bank Account Change",
	"Benefit Award",
	"Overpayment Recovery",
	"Payment Hold",
	"Registry Person",
	"Staff Assignment",
)
# What decides a category payment besides.
CATEGORY_RECORDS = ("Award Person", "Category Payment Rule", "Policy Version", "Price Index Reading")
_Crc32 = CustomFunction("CRC32", ["text"])


def get_due_version(scope: RunScope) -> str:
	"""A text that is the same as long as no record changed that could change what the run pays."""
	fixed = [f"{scope.lft}-{scope.rgt}", _of_tree(), _of_month(scope), _of_kept_back()]
	records = (*RECORDS, *CATEGORY_RECORDS) if scope.category_rule else RECORDS
	return " ".join([*fixed, *map(_of_table, records)])


def _of_table(doctype: str) -> str:
	table = frappe.qb.DocType(doctype)
	return _stamp(frappe.qb.from_(table).select(Count("*"), _text(Sum(table.modified + 0))))


def _of_tree() -> str:
	"""Version of the division tree, whose renumbering sets no `modified`."""
	place = frappe.qb.DocType("Administrative Division")
	numbered = _Crc32(Concat(place.name, "|", place.lft, "|", place.rgt))
	return _stamp(frappe.qb.from_(place).select(Count("*"), _text(Sum(numbered))))


def _of_month(scope: RunScope) -> str:
	"""Lines are added and never taken away: their number tells whether the month was paid to more awards."""
	line = frappe.qb.DocType("Payment Line")
	of_month = line.payment_run.isin(runs.list_runs_of_month(scope.month) or [""])
	return _stamp(frappe.qb.from_(line).select(Count("*"), 0).where(of_month))


def _of_kept_back() -> str:
	"""Lines that may be issued anew."""
	line = frappe.qb.DocType("Payment Line")
	query = frappe.qb.from_(line).select(Count("*"), _text(Sum(line.modified + 0)))
	return _stamp(query.where(line.is_unsettled == 1))


def _text(total: Term) -> Term:
	"""Every digit: the driver turns decimals into floating numbers."""
	return Cast(Coalesce(total, 0), "CHAR")


def _stamp(query: QueryBuilder) -> str:
	count, total = query.run()[0]
	return f"{count}:{total}"
