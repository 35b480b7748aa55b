"""The lines of a run, summed once when it has been executed: its control totals, and what the ledger and the banks need."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import frappe
from frappe.query_builder.functions import Sum
from pypika.terms import Case, Criterion

from social_assistance.engines import parallel
from social_assistance.engines.payments.due_awards import Totals, build_total_columns, sum_in_fen, sum_totals
from social_assistance.services.registry.divisions import get_townships

LINE = "Payment Line"
# More lines than this are summed over two connections.
LINES_AT_ONCE = 50_000


class Row(NamedTuple):
	"""Payments of a township and scheme in yuan, what was kept of them for recoveries, and their number."""

	township: str | None
	scheme: str
	amount: Decimal
	offset: Decimal
	number: int


@dataclass(frozen=True)
class LineSums:
	"""Control totals of all lines; payments that go to banks; and those of them that were no debt before."""

	totals: Totals
	payable: tuple[Row, ...]
	granted: tuple[Row, ...]


def sum_run_lines(run: str, expected: int = 0) -> LineSums:
	"""One pass over the lines of a run, held ones in the control totals only; over two connections where many are `expected`."""
	middle = _name_at(run, expected // 2) if expected > LINES_AT_ONCE else ""
	line = frappe.qb.DocType(LINE)
	one, other = partial(_by_place, run, line.name <= middle), partial(_by_place, run, line.name > middle)
	rows = list(chain(*parallel.run_in_parallel(one, other, at_once=bool(middle))))
	totals = sum((Totals.of(row[2:7]) for row in rows), Totals())
	payable, granted = [], []
	for division, scheme, count, amount, held_count, held, _print, offset, known_count, known in rows:
		paid, number = int(amount) - int(held), int(count) - int(held_count)
		payable.append((division, scheme, paid, int(offset), number))
		granted.append((division, scheme, paid - int(known), int(offset), number - int(known_count)))
	return LineSums(totals, group_by_township(payable), group_by_township(granted))


def get_control_totals(run: str) -> Totals:
	"""Control totals of the lines that a run has so far."""
	line = frappe.qb.DocType(LINE)
	columns = (
		line.award,
		line.line_kind,
		line.amount,
		line.hold_reason,
		line.payee_name,
		line.bank_name,
		line.bank_account,
		line.account_print,
	)
	return sum_totals(frappe.qb.from_(line).select(*columns).where(line.payment_run == run).as_("lines"))


def _name_at(run: str, number: int) -> str:
	"""The name of the n-th line of a run, none when it has fewer; answered from the index of runs."""
	line = frappe.qb.DocType(LINE)
	names = frappe.qb.from_(line).select(line.name).where(line.payment_run == run).orderby(line.name)
	found = names.limit(1).offset(number).run()
	return str(found[0][0]) if found else ""


def _by_place(run: str, part: Criterion) -> list[tuple[Any, ...]]:
	"""Sums in fen of a part of a run's lines by village and scheme: few rows meet the tree, not every line.

	Returned lines that are issued anew are a debt already.
	"""
	line, original = frappe.qb.DocType(LINE), frappe.qb.DocType(LINE).as_("original")
	is_paid = line.hold_reason.isnull()
	is_known = is_paid & original.name.isnotnull() & original.hold_reason.isnull()
	return list(
		frappe.qb.from_(line)
		.left_join(original)
		.on(original.name == line.original_line)
		.select(line.division, line.scheme, *build_total_columns(line))
		.select(
			sum_in_fen(Case().when(is_paid, line.offset_amount).else_(0)),
			Sum(Case().when(is_known, 1).else_(0)),
			sum_in_fen(Case().when(is_known, line.amount).else_(0)),
		)
		.where((line.payment_run == run) & part)
		.groupby(line.division, line.scheme)
		.run()
	)


def group_by_township(rows: Sequence[tuple[str, str, int, int, int]]) -> tuple[Row, ...]:
	"""Rows of village, scheme, fen, fen offset and number, gathered by township, in order; without those of no payment."""
	townships = get_townships({row[0] for row in rows})
	found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
	for division, scheme, *numbers in rows:
		sums = found[townships.get(division, ""), scheme]
		for place, number in enumerate(numbers):
			sums[place] += number
	return tuple(
		Row(township or None, scheme, _yuan(amount), _yuan(offset), count)
		for (township, scheme), (amount, offset, count) in sorted(found.items())
		if count
	)


def serialise_rows(rows: Iterable[Row]) -> str:
	"""Rows as the run keeps them."""
	return json.dumps(
		[[row.township, row.scheme, str(row.amount), str(row.offset), row.number] for row in rows]
	)


def list_payable_rows(run: str) -> tuple[Row, ...]:
	"""Payments of an executed run that go to banks: as noted when it was executed, else from its lines."""
	noted = frappe.db.get_value("Payment Run", run, "payable_data")
	if not noted:
		return sum_run_lines(run).payable
	return tuple(
		Row(township, scheme, Decimal(amount), Decimal(offset), count)
		for township, scheme, amount, offset, count in json.loads(noted)
	)


def _yuan(fen_: int) -> Decimal:
	return Decimal(fen_).scaleb(-2)
