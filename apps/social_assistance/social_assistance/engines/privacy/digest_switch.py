"""All digests change to the new key in one transaction, because tables are joined by them; old payment lines follow, run by run.

Whoever writes sealed values waits meanwhile, and whoever reads sees either all old digests or all new ones.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import frappe
from frappe.query_builder.functions import IfNull
from frappe.utils import add_months
from pypika.terms import Criterion, ExistsCriterion, Term

from social_assistance.domain.privacy.encryption import KeyRing
from social_assistance.engines import base, locks
from social_assistance.engines.payments import due_table, line_sums
from social_assistance.engines.payments.due_awards import sum_totals
from social_assistance.engines.payments.due_table import DUE
from social_assistance.engines.payments.line_sums import LINE
from social_assistance.engines.privacy import resealing
from social_assistance.engines.privacy.digest_map import MAP
from social_assistance.engines.privacy.key_numbers import Replace
from social_assistance.services import clock
from social_assistance.services.payments.runs import DOCTYPE as RUN
from social_assistance.services.payments.runs import KEEPS_DUE
from social_assistance.services.privacy.data_key import close_keys, set_digesting_key
from social_assistance.services.privacy.sealed_columns import SealedColumn

DONOR = "Charity Donor"
# A run is compared with the month before it; of that the youngest run may be open still.
MONTHS_COMPARED = 3


@dataclass
class Switched:
	"""What a switch did: digests and payment lines that changed, and those of unknown values that were emptied."""

	digests: int = 0
	lines: int = 0
	emptied: int = 0

	def add(self, other: "Switched") -> None:
		self.digests += other.digests
		self.lines += other.lines
		self.emptied += other.emptied


def switch_digests(columns: Sequence[SealedColumn], ring: KeyRing) -> Switched:
	"""Change every digest, and the payment lines that are compared with them; RunIsBusyError while a run is being worked at."""
	with ExitStack() as stack:
		for run in _open_runs():
			stack.enter_context(locks.hold_exclusive_lock(f"{RUN}|{run}"))
		base.commit_batch()
		done = base.retry_batch_on_deadlock(partial(_switch, columns, ring))
		base.commit_batch()
	return done


def switch_old_lines() -> Switched:
	"""Change the lines of finished months, one run after the other, each with the fingerprint that was approved for it."""
	done = Switched()
	while runs := _runs_with_old_prints():
		for run in runs:
			done.add(base.retry_batch_on_deadlock(partial(_switch_run, run)))
			base.commit_batch()
	return done


def sweep_digests(columns: Sequence[SealedColumn]) -> int:
	"""Change digests that were copied while the others switched; returns their number. The keys are closed before."""
	return sum(_switch_column(column) for column in columns if column.digest)


def _switch(columns: Sequence[SealedColumn], ring: KeyRing) -> Switched:
	"""Nobody writes sealed values from the first line on: what was typed until then is entered into the map now."""
	close_keys()
	done = Switched()
	for column in columns:
		if column.digest:
			resealing.map_missing_digests(column, ring)
			done.emptied += _empty_unknown(column)
	_switch_donor_keys()
	done.digests = sweep_digests(columns)
	for run in _compared_runs():
		done.add(_switch_run(run))
	set_digesting_key(ring.active)
	return done


def _switch_column(column: SealedColumn) -> int:
	table = frappe.qb.DocType(column.doctype)
	digest = table[column.digest]
	resealing.rewrite_rows(table).join(MAP).on(MAP.old_digest == digest).set(digest, MAP.new_digest).run()
	return base.count_affected_rows()


def _empty_unknown(column: SealedColumn) -> int:
	"""Digests without a sealed value beside them, of values that are nowhere else: nobody can compute them anew."""
	table = frappe.qb.DocType(column.doctype)
	digest = table[column.digest]
	is_bare = (IfNull(digest, "") != "") & (IfNull(table[column.cipher], "") == "")
	query = (
		resealing.rewrite_rows(table).set(digest, None).where(is_bare & _is_unknown(MAP.old_digest, digest))
	)
	query.run()
	return base.count_affected_rows()


def _switch_donor_keys() -> None:
	"""A donor's key contains the digest of the phone (`services/charity/donors.py`)."""
	donor = frappe.qb.DocType(DONOR)
	query = resealing.rewrite_rows(donor).join(MAP).on(MAP.old_digest == donor.phone_digest)
	query.set(donor.donor_key, Replace(donor.donor_key, MAP.old_digest, MAP.new_digest)).run()


def _switch_run(run: str) -> Switched:
	"""Prints of a run's lines and due rows, and with them the fingerprint of its approval if it was theirs."""
	before, done = _get_fingerprint(run), Switched()
	for table in (frappe.qb.DocType(LINE), DUE):
		query = resealing.rewrite_rows(table).join(MAP).on(MAP.old_print == table.account_print)
		query.set(table.account_print, MAP.new_print).where(table.payment_run == run).run()
		done.lines += base.count_affected_rows() if table is not DUE else 0
	done.emptied += _empty_prints(run)
	_replace_prints(run, before, _get_fingerprint(run))
	return done


def _empty_prints(run: str) -> int:
	"""A line without an account in the map is compared by what it shows, as lines were before they had a print."""
	line = frappe.qb.DocType(LINE)
	is_old = IfNull(line.account_print, "") != ""
	unknown = _is_unknown(MAP.new_print, line.account_print)
	query = resealing.rewrite_rows(line).set(line.account_print, None)
	query.where((line.payment_run == run) & is_old & unknown).run()
	return base.count_affected_rows()


def _replace_prints(run: str, before: str, now: str) -> None:
	run_table = frappe.qb.DocType(RUN)
	for column in ("preview_print", "approved_print"):
		query = resealing.rewrite_rows(run_table).set(run_table[column], now)
		query.where((run_table.name == run) & (run_table[column] == before)).run()


def _get_fingerprint(run: str) -> str:
	"""What `monthly_run` compares with the approval: the lines, and what is still due and has no line."""
	line = frappe.qb.DocType(LINE)
	query = frappe.qb.from_(DUE).left_join(line).on(line.name == DUE.line_name).select(DUE.star)
	due = query.where(due_table.match_unpaid_rows(run) & line.name.isnull())
	return (line_sums.get_control_totals(run) + sum_totals(due.as_("due_rows"))).fingerprint


def _open_runs() -> list[str]:
	return list(frappe.get_all(RUN, {"run_status": ("in", KEEPS_DUE)}, pluck="name", order_by="name"))


def _compared_runs() -> list[str]:
	"""Runs whose lines are compared with the accounts of today: open ones, those of late, those with lines kept back."""
	run, line = frappe.qb.DocType(RUN), frappe.qb.DocType(LINE)
	since = str(add_months(clock.today(), -MONTHS_COMPARED))[:7]
	of_late = frappe.qb.from_(line).select(line.payment_run).distinct()
	kept_back = of_late.where(line.is_unsettled == 1).run(pluck=True)
	of_late = of_late.where(line.payment_month >= since).run(pluck=True)
	is_open = run.run_status.isin(KEEPS_DUE)
	still_open = frappe.qb.from_(run).select(run.name).where(is_open).run(pluck=True)
	return sorted({*still_open, *of_late, *kept_back} - {None})


def _runs_with_old_prints() -> list[str]:
	line = frappe.qb.DocType(LINE)
	query = (
		frappe.qb.from_(line).select(line.payment_run).distinct().where(IfNull(line.account_print, "") != "")
	)
	return sorted({*query.where(_is_unknown(MAP.new_print, line.account_print)).run(pluck=True)} - {None})


def _is_unknown(column: Term, value: Term) -> Criterion:
	known = frappe.qb.from_(MAP).select(column).where(column == value)
	return ExistsCriterion(known).negate()
