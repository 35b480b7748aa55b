"""The rules of the bridge, without ERPNext: every voucher once, sums kept, sides not netted."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance_erpnext.domain.journals import (
	ZERO,
	Entry,
	UnbalancedVoucherError,
	build_journals,
	find_mapped_account,
)

DAY = date(2026, 3, 2)
AMOUNTS = st.decimals("0.01", "99999.99", places=2)
ACCOUNTS = st.sampled_from(["1001", "2101", "5001"])
PLACES = st.sampled_from(["419802001000", "419802002000", ""])


@st.composite
def vouchers(draw) -> list[Entry]:
	"""Some balanced vouchers on a few days, some of them of payment runs."""
	entries = []
	for number in range(draw(st.integers(0, 8))):
		day = DAY + timedelta(days=draw(st.integers(0, 2)))
		run = draw(st.sampled_from(["", "FF-1", "FF-2"]))
		total = ZERO
		for amount in draw(st.lists(AMOUNTS, min_size=1, max_size=4)):
			entries.append(Entry(f"PZ-{number}", day, draw(ACCOUNTS), amount, ZERO, "", draw(PLACES), run))
			total += amount
		entries.append(Entry(f"PZ-{number}", day, draw(ACCOUNTS), ZERO, total, "省级", draw(PLACES), run))
	return entries


def turnover(rows) -> Counter:
	"""Debit and credit by account, source and place."""
	sums: Counter = Counter()
	for row in rows:
		sums[row.account, row.source, row.division, "debit"] += row.debit
		sums[row.account, row.source, row.division, "credit"] += row.credit
	return +sums


@given(vouchers())
def test_nothing_is_lost_doubled_or_netted(entries):
	made = build_journals(entries)
	assert sorted(v for journal in made for v in journal.vouchers) == sorted({e.voucher for e in entries})
	assert turnover(line for journal in made for line in journal.lines) == turnover(entries)


@given(vouchers())
def test_every_journal_balances_and_has_one_day_and_run(entries):
	made = build_journals(entries)
	where = {entry.voucher: (entry.day, entry.run) for entry in entries}
	assert len({(journal.day, journal.run) for journal in made}) == len(made)
	for journal in made:
		assert {where[voucher] for voucher in journal.vouchers} == {(journal.day, journal.run)}
		assert journal.amount == sum((line.credit for line in journal.lines), ZERO)
		assert all(bool(line.debit) != bool(line.credit) for line in journal.lines)


def test_a_run_and_the_rest_of_its_day_are_two_journals():
	entries = [
		Entry("PZ-1", DAY, "5001", Decimal("322.50"), ZERO, run="FF-1"),
		Entry("PZ-1", DAY, "2101", ZERO, Decimal("322.50"), run="FF-1"),
		Entry("PZ-2", DAY, "1001", Decimal("165000.00"), ZERO),
		Entry("PZ-2", DAY, "3001", ZERO, Decimal("165000.00")),
		Entry("PZ-3", DAY, "3001", Decimal("165000.00"), ZERO),
		Entry("PZ-3", DAY, "1001", ZERO, Decimal("165000.00")),
	]
	other, run = build_journals(entries)
	assert (other.run, other.vouchers, other.amount) == ("", ("PZ-2", "PZ-3"), Decimal("330000.00"))
	assert (run.run, run.vouchers, run.amount) == ("FF-1", ("PZ-1",), Decimal("322.50"))


def test_a_voucher_that_does_not_balance_is_named():
	entries = [
		Entry("PZ-7", DAY, "5001", Decimal("10.00"), ZERO),
		Entry("PZ-7", DAY, "2101", ZERO, Decimal("9.99")),
	]
	with pytest.raises(UnbalancedVoucherError) as raised:
		build_journals(entries)
	assert raised.value.args == ("PZ-7", Decimal("10.00"), Decimal("9.99"))


def test_an_account_of_one_source_goes_before_that_of_all():
	accounts = {("1001", ""): "银行存款", ("1001", "中央"): "零余额账户"}
	assert find_mapped_account(accounts, "1001", "中央") == "零余额账户"
	assert find_mapped_account(accounts, "1001", "区级") == "银行存款"
	assert find_mapped_account(accounts, "2101", "") is None
