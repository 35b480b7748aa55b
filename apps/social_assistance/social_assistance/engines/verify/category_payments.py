"""Checks of category payments: nobody is paid twice for one cause and month, and entries add up to their lines."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, Sum

from social_assistance.domain.money import from_storage
from social_assistance.engines.verify.invariants import Check, expect_none

ENTRY, LINE, KIND = "Category Payment Entry", "Payment Line", "Category Payment"


def check_category_payments() -> Iterator[Check]:
	"""Causes paid twice, to a recipient or to a household and its member, and sums by run."""
	yield expect_none("PAY-14", "No cause is paid twice to a recipient", _paid_twice())
	yield expect_none("PAY-15", "No cause is paid to a household and its member", _paid_beside_household())
	yield expect_none("PAY-16", "Category payments are of a rule in force", _without_rule())
	lines = _sums(LINE, frappe.qb.DocType(LINE).line_kind == KIND)
	entries = _sums(ENTRY)
	for run in sorted({*lines, *entries}):
		yield Check(
			"PAY-17",
			"Entries of causes equal the category lines",
			from_storage(lines.get(run)),
			from_storage(entries.get(run)),
			run,
		)


def _paid_twice() -> list[str]:
	"""By what the entries say, not by their keys."""
	entry = frappe.qb.DocType(ENTRY)
	holder = Coalesce(entry.person, entry.household)
	query = (
		frappe.qb.from_(entry)
		.select(Concat(entry.cause, " ", entry.payment_month, " ", holder))
		.groupby(entry.cause, entry.payment_month, holder)
		.having(Count("*") > 1)
	)
	return [str(row[0]) for row in query.run()]


def _paid_beside_household() -> list[str]:
	own, whole = frappe.qb.DocType(ENTRY).as_("own"), frappe.qb.DocType(ENTRY).as_("whole")
	query = (
		frappe.qb.from_(own)
		.join(whole)
		.on((whole.household == own.household) & (whole.cause == own.cause))
		.where((whole.payment_month == own.payment_month) & whole.person.isnull() & own.person.isnotnull())
		.select(own.name)
	)
	return [str(row[0]) for row in query.run()]


def _without_rule() -> list[str]:
	"""Entries whose rule was withdrawn, or that lie outside its months."""
	entry, rule = frappe.qb.DocType(ENTRY), frappe.qb.DocType("Category Payment Rule")
	query = (
		frappe.qb.from_(entry).left_join(rule).on((rule.name == entry.category_rule) & (rule.docstatus == 1))
	)
	outside = (entry.payment_month < rule.from_month) | (entry.payment_month > rule.to_month)
	return [str(row[0]) for row in query.select(entry.name).where(rule.name.isnull() | outside).run()]


def _sums(doctype: str, condition: object = None) -> dict[str, float]:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.payment_run, Sum(table.amount)).groupby(table.payment_run)
	return dict((query.where(condition) if condition is not None else query).run())
