"""What a run still has to pay, worked out once per stage into a table of this connection.

Totals, differences and payment lines read this table instead of joining awards, parts, persons and holds each time. The
table dies with the connection: a run that goes on after a killed worker works it out anew.
"""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Coalesce, Count, Max, Sum
from pypika.queries import QueryBuilder, Table
from pypika.terms import Case

from social_assistance.engines import base
from social_assistance.engines.due_awards import Bounds, Totals, digest_of, fen
from social_assistance.engines.due_payments import COLUMNS as DUE_COLUMNS
from social_assistance.engines.due_payments import DuePayments
from social_assistance.services.payment_run import RunScope

DUE = Table("assist_due")
AWARDS_AT_ONCE = 50_000
# Bank details are read from the award when lines are written; every other column of a due row is kept.
COLUMNS = tuple(column for column in DUE_COLUMNS if column not in ("bank_name", "bank_account"))
# The comment in front keeps Frappe from taking these for statements that commit.
_DROP = "/* due */ drop temporary table if exists assist_due"
_CREATE = """/* due */ create temporary table assist_due (
	line_name varchar(140) not null, line_key varchar(140) not null, payment_month varchar(7) not null,
	original_line varchar(140), award varchar(140) not null, scheme varchar(140), division varchar(140),
	line_kind varchar(20) not null, amount decimal(18,2) not null, offset_amount decimal(18,2) not null, hold_reason varchar(140), payee_name varchar(140),
	is_paid tinyint not null, digest bigint unsigned not null, key (award)
) engine=Aria transactional=0"""


def build(scope: RunScope, *, also_paid: bool = False) -> None:
	"""Fill the table; with `also_paid` the month's regular awards whose line exists already are in it too, marked."""
	frappe.db.sql(_DROP)
	frappe.db.sql(_CREATE)
	due, after = DuePayments(scope), ""
	while until := base.next_bound("Benefit Award", after, AWARDS_AT_ONCE):
		rows = due.all(Bounds(after, until), also_paid=also_paid).as_("found")
		query = frappe.qb.into(DUE).columns(*COLUMNS, "digest").from_(rows)
		query.select(*(rows[column] for column in COLUMNS), digest_of(rows)).run()
		after = until


def totals() -> Totals:
	"""Control totals of what is still to be paid."""
	held = DUE.hold_reason.isnotnull()
	query = frappe.qb.from_(DUE).select(
		Count("*"),
		fen(DUE.amount),
		Coalesce(Sum(Case().when(held, 1).else_(0)), 0),
		fen(Case().when(held, DUE.amount).else_(0)),
		base.BitXor(DUE.digest),
	)
	return Totals(*(int(value or 0) for value in query.where(DUE.is_paid == 0).run()[0]))


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
