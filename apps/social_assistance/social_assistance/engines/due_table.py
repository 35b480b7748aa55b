"""What a run still has to pay, worked out once per stage into a table of this connection.

Totals, differences and payment lines read this table instead of joining awards, parts, persons and holds each time. The
table dies with the connection: a run that goes on after a killed worker works it out anew.
"""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Count, Max, Sum
from pypika.queries import QueryBuilder, Table
from pypika.terms import Case

from social_assistance.engines import base
from social_assistance.engines.due_awards import Bounds, Totals, totals_of
from social_assistance.engines.due_payments import COLUMNS, DuePayments
from social_assistance.services.payment_run import RunScope

DUE = Table("assist_due")
AWARDS_AT_ONCE = 50_000
# The comment in front keeps Frappe from taking these for statements that commit.
_DROP = "/* due */ drop temporary table if exists assist_due"
# InnoDB: filling a table of Aria with one key on names takes eight times as long.
_CREATE = """/* due */ create temporary table assist_due (
	line_name varchar(140) not null, line_key varchar(140) not null, payment_month varchar(7) not null,
	original_line varchar(140), award varchar(140) not null, scheme varchar(140), division varchar(140),
	line_kind varchar(20) not null, amount decimal(18,2) not null, offset_amount decimal(18,2) not null, hold_reason varchar(140), payee_name varchar(140),
	bank_name varchar(140), bank_account varchar(140), is_paid tinyint not null, primary key (award, line_name)
) engine=InnoDB"""


def build(scope: RunScope, *, also_paid: bool = False) -> None:
	"""Fill the table; with `also_paid` the month's regular awards whose line exists already are in it too, marked.

	Ends with a checkpoint, so that a batch undone later leaves the table as it is.
	"""
	frappe.db.sql(_DROP)
	frappe.db.sql(_CREATE)
	due, after = DuePayments(scope), ""
	while until := base.next_bound("Benefit Award", after, AWARDS_AT_ONCE):
		start = frappe.qb.into(DUE).columns(*COLUMNS)
		for source in due.sources(start, Bounds(after, until), also_paid=also_paid):
			source.run()
		after = until
	base.checkpoint()


def totals() -> Totals:
	"""Control totals of what is still to be paid."""
	return totals_of(frappe.qb.from_(DUE).select("*").where(DUE.is_paid == 0).as_("to_pay"))


def batches(after: str, size: int) -> Iterator[Bounds]:
	"""Bounds of awards with at most `size` rows or little more, because an award is never torn apart."""
	while True:
		names = frappe.qb.from_(DUE).select(DUE.award).where(DUE.award > after).orderby(DUE.award).limit(size)
		found = frappe.qb.from_(names.as_("batch")).select(Max(names.as_("batch").award)).run()
		if not found or found[0][0] is None:
			return
		yield Bounds(after, found[0][0])
		after = found[0][0]


def by_division(*, also_paid: bool) -> QueryBuilder:
	"""Numbers and amounts per village and scheme, which the townships' sums start from."""
	held = DUE.hold_reason.isnotnull()
	query = (
		frappe.qb.from_(DUE)
		.select(
			DUE.division,
			DUE.scheme,
			Count("*").as_("awards"),
			Sum(DUE.amount).as_("amount"),
			Sum(Case().when(held, 1).else_(0)).as_("held"),
			Sum(Case().when(held, DUE.amount).else_(0)).as_("held_amount"),
		)
		.where(DUE.line_kind.isin(["Regular", "One-off"]))
		.groupby(DUE.division, DUE.scheme)
	)
	return query if also_paid else query.where(DUE.is_paid == 0)
