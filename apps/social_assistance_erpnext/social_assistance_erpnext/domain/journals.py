"""Vouchers of the fund ledger, gathered into the journal entries that a general ledger takes.

One journal per payment run and day, one more per day for all other vouchers. Sides are not netted: what was booked on both
sides of an account shows on both, so that the turnover of the two ledgers is equal too, not only the balance.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal("0.00")


class UnbalancedVoucherError(ValueError):
	"""A voucher whose sides differ; `args` are its number, debit and credit."""


@dataclass(frozen=True)
class Entry:
	"""One row of the fund ledger; amounts in yuan, one of them zero."""

	voucher: str
	day: date
	account: str
	debit: Decimal
	credit: Decimal
	source: str = ""
	division: str = ""
	run: str = ""


@dataclass(frozen=True)
class Line:
	"""The sum of one side of an account for one place and source."""

	account: str
	source: str
	division: str
	debit: Decimal
	credit: Decimal


@dataclass(frozen=True)
class Journal:
	"""A balanced journal and the vouchers it carries; `run` is empty for what belongs to no payment run."""

	day: date
	run: str
	vouchers: tuple[str, ...]
	lines: tuple[Line, ...]

	@property
	def amount(self) -> Decimal:
		"""Sum of one side, in yuan."""
		return sum((line.debit for line in self.lines), ZERO)


def build_journals(entries: Iterable[Entry]) -> list[Journal]:
	"""All journals of the entries, by day and run; raises UnbalancedVoucherError and then makes none."""
	groups: dict[tuple[date, str], list[Entry]] = defaultdict(list)
	vouchers: dict[str, list[Entry]] = defaultdict(list)
	for entry in entries:
		groups[entry.day, entry.run].append(entry)
		vouchers[entry.voucher].append(entry)
	for voucher, rows in vouchers.items():
		debit, credit = sum((row.debit for row in rows), ZERO), sum((row.credit for row in rows), ZERO)
		if debit != credit:
			raise UnbalancedVoucherError(voucher, debit, credit)
	return [_journal(day, run, groups[day, run]) for day, run in sorted(groups)]


def _journal(day: date, run: str, entries: list[Entry]) -> Journal:
	sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
	for entry in entries:
		sides = sums[entry.account, entry.source, entry.division]
		sides[0] += entry.debit
		sides[1] += entry.credit
	lines = [
		Line(*key, debit, credit)
		for key in sorted(sums)
		for debit, credit in ((sums[key][0], ZERO), (ZERO, sums[key][1]))
		if debit or credit
	]
	return Journal(day, run, tuple(sorted({entry.voucher for entry in entries})), tuple(lines))


def find_mapped_account(accounts: Mapping[tuple[str, str], str], account: str, source: str) -> str | None:
	"""The books' account of a fund account: that of this source of money, else that of all sources."""
	return accounts.get((account, source)) or accounts.get((account, ""))
