"""Table of what runs still have to pay, computed once: preview and execution read the same rows.

The preview notes in which version it read the records that decide what is due. As long as nothing of them was touched, the
execution pays from these rows; otherwise it works them out anew and compares them with what was approved. The rows are
working data, beside the documents: they can be lost at any moment without harm.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import frappe
from frappe.query_builder.functions import Count, Max
from pypika.queries import QueryBuilder, Table
from pypika.terms import Case, Criterion

from social_assistance.engines import base, parallel
from social_assistance.engines.payments import category_due
from social_assistance.engines.payments.category_due import SHARE, CategoryPayments
from social_assistance.engines.payments.due_awards import Bounds, Totals, sum_totals_by
from social_assistance.engines.payments.due_payments import ARREARS, COLUMNS, RE_ISSUE, DuePayments
from social_assistance.services.payments.runs import DOCTYPE as RUN
from social_assistance.services.payments.runs import KEEPS_DUE, RunScope
from social_assistance.services.privacy.data_key import hold_keys

DUE = Table("assist_due")
AWARDS_AT_ONCE = 50_000
ROWS_AT_ONCE = 20_000
# What rows are found and grouped by is compared byte by byte: by the collation of language the sums take five times as long.
# Award, original line and bank meet columns of that collation and keep it.
_CREATE = """create table if not exists assist_due (
	payment_run varchar(140) collate utf8mb4_bin not null, award varchar(140) not null,
	line_name varchar(140) collate utf8mb4_bin not null, line_key varchar(140) not null,
	payment_month varchar(7) not null, original_line varchar(140), category_rule varchar(140), household varchar(140),
	scheme varchar(140) collate utf8mb4_bin, division varchar(140) collate utf8mb4_bin,
	line_kind varchar(20) collate utf8mb4_bin not null, amount decimal(18,2) not null,
	offset_amount decimal(18,2) not null, hold_reason varchar(140), payee_name varchar(140), bank_name varchar(140),
	bank_account varchar(140), bank_account_cipher text, account_print varchar(16), is_paid tinyint not null, primary key (payment_run, award, line_name)
) engine=InnoDB row_format=dynamic"""


class Place(NamedTuple):
	"""What the sums of the preview are grouped by."""

	division: str
	scheme: str
	kind: str
	is_paid: int


class Contents(NamedTuple):
	"""Rows of a batch that go to each bank; whether some pay a change or replace a line, and whether some carry an offset."""

	of_bank: tuple[tuple[str, int], ...]
	has_sources: bool
	has_offsets: bool


def recreate_due_table() -> None:
	"""Make the tables anew; after every migrate, so that their columns are those of this version."""
	frappe.db.sql_ddl("drop table if exists assist_due")
	frappe.db.sql_ddl(_CREATE)
	frappe.db.sql_ddl("drop table if exists assist_due_share")
	frappe.db.sql_ddl(category_due.CREATE)


def build_due_rows(scope: RunScope, *, also_paid: bool = False) -> None:
	"""Fill in the run's rows; with `also_paid` the month's regular awards whose line exists already are there too, marked.

	Many awards are worked out over two connections. Ends with a checkpoint, so that a batch undone later leaves the rows as
	they are; the run's version is forgotten first, so that rows of a build that broke off count for nothing.
	"""
	frappe.db.set_value(RUN, scope.name, "due_version", None)
	frappe.qb.from_(DUE).delete().where(DUE.payment_run == scope.name).run()
	if scope.category_rule:
		category_due.build_shares(scope)
	base.commit_batch()
	due = CategoryPayments(scope) if scope.category_rule else DuePayments(scope)
	fill, ranges = partial(_fill, due, also_paid), list(_award_ranges())
	parallel.run_in_parallel(partial(fill, ranges[::2]), partial(fill, ranges[1::2]), at_once=len(ranges) > 1)
	base.commit_batch()


def is_large_population() -> bool:
	"""Whether work on what all awards are due is worth a second connection."""
	return frappe.db.count("Benefit Award") > AWARDS_AT_ONCE


def _award_ranges() -> Iterator[Bounds]:
	after = ""
	while until := base.find_batch_end("Benefit Award", after, AWARDS_AT_ONCE):
		yield Bounds(after, until)
		after = until


def _fill(due: DuePayments, also_paid: bool, ranges: Sequence[Bounds]) -> None:
	hold_keys()
	for bounds in ranges:
		for source in due.sources(frappe.qb.into(DUE).columns(*COLUMNS), bounds, also_paid=also_paid):
			source.run()


def has_due_rows(run: str) -> bool:
	return bool(frappe.qb.from_(DUE).select(DUE.award).where(DUE.payment_run == run).limit(1).run())


def sum_due_rows(run: str) -> list[tuple[Place, Totals]]:
	"""Control totals by place, scheme, kind, and whether a line exists already."""
	rows = frappe.qb.from_(DUE).select("*").where(DUE.payment_run == run).as_("rows_of_run")
	groups = (rows.division, rows.scheme, rows.line_kind, rows.is_paid)
	return [(Place(*key), totals) for key, totals in sum_totals_by(rows, *groups)]


def get_due_totals(run: str) -> Totals:
	"""Control totals of what is still to be paid."""
	return sum((found for place, found in sum_due_rows(run) if not place.is_paid), Totals())


def match_unpaid_rows(run: str, bounds: Bounds | None = None) -> Criterion:
	"""The run's rows that have no line yet, of all awards or of a batch."""
	rows = (DUE.payment_run == run) & (DUE.is_paid == 0)
	return rows & (DUE.award > bounds.after) & (DUE.award <= bounds.until) if bounds else rows


def iter_award_batches(run: str, after: str, size: int) -> Iterator[Bounds]:
	"""Bounds of awards with `size` rows or little more, because an award is never torn apart."""
	while True:
		rest = frappe.qb.from_(DUE).where(match_unpaid_rows(run) & (DUE.award > after))
		found = rest.select(DUE.award).orderby(DUE.award).limit(1).offset(size - 1).run()
		until = found[0][0] if found else rest.select(Max(DUE.award)).run()[0][0]
		if until is None:
			return
		yield Bounds(after, until)
		after = until


def get_batch_contents(run: str, bounds: Bounds) -> Contents:
	is_source = Case().when(DUE.line_kind.isin([ARREARS, RE_ISSUE]), 1).else_(0)
	is_held = DUE.hold_reason.isnotnull()
	query = frappe.qb.from_(DUE).select(
		DUE.bank_name, is_held.as_("is_held"), Count("*"), Max(is_source), Max(DUE.offset_amount)
	)
	rows = (
		query.where(match_unpaid_rows(run, bounds))
		.groupby(DUE.bank_name, is_held)
		.orderby(DUE.bank_name)
		.run()
	)
	return Contents(
		tuple((bank, int(count)) for bank, held, count, _source, _offset in rows if not held),
		any(source for *_others, source, _offset in rows),
		any(offset for *_others, offset in rows),
	)


def delete_finished_rows() -> None:
	"""Delete the rows of runs that need them no more; called by the scheduler at night."""
	run = frappe.qb.DocType(RUN)
	kept = frappe.qb.from_(run).select(run.name).where(run.run_status.isin(KEEPS_DUE))
	for table in (DUE, SHARE):
		_delete_in_pieces(frappe.qb.from_(table).where(table.payment_run.notin(kept)).limit(ROWS_AT_ONCE))


def _delete_in_pieces(rows: QueryBuilder) -> None:
	while True:
		rows.delete().run()  # allow: PERF-write-in-loop pieces of a size that the server's undo log bears
		if not base.count_affected_rows():
			return
		base.commit_batch()
