"""What a run pays against an oracle that shares no line with the domain or the engine: fen, month texts and plain ifs.

Top-ups that hold for some months only, offsets, holds, arrears, lines issued anew. `ORACLE_AWARDS=10000` takes more awards.
"""

import os
import random
from typing import Any

import frappe

from social_assistance.domain.periods import Month
from social_assistance.engines.bulk_insert import insert_rows
from social_assistance.engines.payments import due_table
from social_assistance.services.payments.runs import RunScope
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

AWARDS = int(os.environ.get("ORACLE_AWARDS", "1000"))
SCHEME, OTHER_SCHEME, RUN = "DIBAO-URBAN", "DIBAO-RURAL", "ORACLE"
# Over the end of a year and a 29 February.
MONTHS = ("2027-11", "2027-12", "2028-01", "2028-02", "2028-03", "2028-04")
EARLIER = "2027-10"
HOLDS = ("Imprisoned", "Red Finding", "Other")
Line = tuple[str, str, int, int, str]


class Award:
	"""The facts of one award as they are stored, drawn by chance."""

	def __init__(self, pick: random.Random, number: int, people: tuple[str, str]) -> None:
		self.name = f"ORA-{number:06d}"
		self.scheme = SCHEME if pick.random() < 0.9 else OTHER_SCHEME
		self.first = pick.choice(MONTHS)
		self.last = pick.choice((None, None, "", pick.choice(MONTHS)))
		self.suspended = pick.random() < 0.08
		self.payee, self.person = (
			pick.choice((people[0],) * 9 + (people[1],)),
			pick.choice((None,) * 8 + people),
		)
		self.is_dead = people[1] in (self.payee, self.person)
		self.bank = pick.choice(("Bank",) * 9 + ("", None))
		self.cipher = pick.choice(("sealed",) * 9 + ("", None))
		self.verified = pick.choice(("2027-01-05",) * 9 + (None,))
		self.parts = [self._part(pick, name) for name in ("Base", "Top-up", "Care") if pick.random() < 0.7]
		self.holds = [
			(pick.choice(HOLDS), pick.random() < 0.7) for _ in range(pick.choice((0,) * 8 + (1, 2)))
		]
		self.recovery = pick.choice((None,) * 5 + (self._recovery(pick),))
		self.arrears = [
			(pick.randint(0, 90_000), pick.random() < 0.3) for _ in range(pick.choice((0,) * 6 + (1, 2, 3)))
		]
		self.earlier = pick.choice(
			(None,) * 6 + ((pick.choice(("Held", "Returned", "Paid")), pick.randint(1, 90_000)),)
		)

	def _part(self, pick: random.Random, name: str) -> tuple[str, int, str, str | None]:
		first = pick.choice((EARLIER, *MONTHS))
		return name, pick.randint(0, 99_999), first, pick.choice((None, "", None, pick.choice(MONTHS)))

	def _recovery(self, pick: random.Random) -> tuple[int, int, str]:
		return pick.randint(1, 60_000), pick.randint(1, 120_000), pick.choice(MONTHS)


def oracle(award: Award, month: str) -> set[Line]:
	"""Kind, month of payment, amount, offset and hold of what the award gets from a run for its scheme."""
	if award.scheme != SCHEME:
		return set()
	reason = _why_held(award)
	lines: set[Line] = set()
	fen = 0
	if award.first <= month and (not award.last or month <= award.last):
		fen = sum(
			amount
			for _n, amount, first, last in award.parts
			if first <= month and (not last or month <= last)
		)
	if fen > 0:
		taken = 0
		if award.recovery and not reason and award.recovery[2] <= month:
			taken = min(award.recovery[0], award.recovery[1], fen - 1)
		lines.add(("Regular", month, fen - taken, taken, reason))
	owed = sum(amount for amount, is_paid in award.arrears if not is_paid)
	if owed:
		lines.add(("Arrears", month, owed, 0, reason))
	if award.earlier and award.earlier[0] != "Paid" and not reason:
		lines.add(("Re-issue", EARLIER, award.earlier[1], 0, ""))
	return lines


def _why_held(award: Award) -> str:
	if award.suspended:
		return "Suspended"
	if award.is_dead:
		return "Deceased"
	placed = sorted(reason for reason, is_active in award.holds if is_active)
	if placed:
		return placed[0]
	if not award.cipher or not award.bank:
		return "No Account"
	return "" if award.verified else "Account Not Verified"


class TestDueOracle(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		pick = random.Random(20280229)
		alive, dead = factories.person().name, factories.person().name
		frappe.db.set_value("Registry Person", dead, "is_deceased", 1)
		cls.home = factories.household(ages=(44,))
		cls.awards = [Award(pick, number, (alive, dead)) for number in range(AWARDS)]
		cls.store_awards()
		cls.store_holds_and_recoveries()
		cls.store_arrears_and_earlier_lines()

	@classmethod
	def store_awards(cls) -> None:
		home = cls.home
		cls.insert(
			"Benefit Award",
			"name award_no scheme household payee person payee_name division award_status start_month end_month bank_name "
			"bank_account_cipher account_verified_on open_award_key",
			[
				(
					a.name,
					a.name,
					a.scheme,
					home.name,
					a.payee,
					a.person,
					"张三",
					home.division,
					"Suspended" if a.suspended else "Active",
					a.first,
					a.last,
					a.bank,
					a.cipher,
					a.verified,
					a.name,
				)
				for a in cls.awards
			],
		)
		cls.insert(
			"Award Amount",
			"name parent parentfield parenttype part amount from_month to_month",
			[
				(f"{a.name}-{part}", a.name, "amounts", "Benefit Award", part, yuan(fen), first, last)
				for a in cls.awards
				for part, fen, first, last in a.parts
			],
		)

	@classmethod
	def store_holds_and_recoveries(cls) -> None:
		home = cls.home
		cls.insert(
			"Payment Hold",
			"name award division hold_reason hold_status hold_key",
			[
				(
					f"{a.name}-{i}",
					a.name,
					home.division,
					reason,
					"Active" if active else "Released",
					f"{a.name}-{i}",
				)
				for a in cls.awards
				for i, (reason, active) in enumerate(a.holds)
			],
		)
		cls.insert(
			"Overpayment Recovery",
			"name award division monthly_amount outstanding_amount first_month offset_key",
			[
				(
					a.name,
					a.name,
					home.division,
					yuan(a.recovery[0]),
					yuan(a.recovery[1]),
					a.recovery[2],
					a.name,
				)
				for a in cls.awards
				if a.recovery
			],
		)

	@classmethod
	def store_arrears_and_earlier_lines(cls) -> None:
		home = cls.home
		cls.insert(
			"Award Change",
			"name award division arrears_amount arrears_line",
			[
				(f"{a.name}-{i}", a.name, home.division, yuan(fen), "paid" if paid else None)
				for a in cls.awards
				for i, (fen, paid) in enumerate(a.arrears)
			],
		)
		cls.insert(
			"Payment Line",
			"name payment_run award household scheme division payment_month line_kind amount line_status"
			" is_unsettled line_key",
			[
				(
					f"{a.name}-before",
					"ORACLE-BEFORE",
					a.name,
					home.name,
					a.scheme,
					home.division,
					EARLIER,
					"Regular",
					yuan(a.earlier[1]),
					a.earlier[0],
					int(a.earlier[0] in ("Held", "Returned")),
					f"{a.name}|{EARLIER}|Regular",
				)
				for a in cls.awards
				if a.earlier
			],
		)

	@classmethod
	def insert(cls, doctype: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
		insert_rows(doctype, columns.split(), rows)

	def test_the_engine_pays_what_the_oracle_says_and_nobody_else(self):
		lft, rgt = frappe.db.get_value("Administrative Division", factories.DISTRICT, ["lft", "rgt"])
		kinds, withheld = set(), 0
		for month in MONTHS:
			due_table.build_due_rows(RunScope(RUN, Month.parse(month), SCHEME, lft, rgt))
			found: dict[str, set[Line]] = {}
			for award, *line in frappe.db.sql(
				"""select award, line_kind, payment_month, cast(amount * 100 as signed), cast(offset_amount * 100 as signed),
				ifnull(hold_reason, '') from assist_due where award like 'ORA-%%'"""
			):
				found.setdefault(award, set()).add(tuple(line))
			for award in self.awards:
				expected = oracle(award, month)
				self.assertEqual(found.pop(award.name, set()), expected, f"{month} {vars(award)}")
				kinds |= {(kind, bool(offset)) for kind, _month, _fen, offset, _reason in expected}
				withheld += sum(bool(line[4]) for line in expected)
			self.assertEqual(found, {})
		self.assertEqual(
			kinds, {("Regular", False), ("Regular", True), ("Arrears", False), ("Re-issue", False)}
		)
		self.assertGreater(withheld, AWARDS / 10)


def yuan(fen: int) -> str:
	return f"{fen // 100}.{fen % 100:02d}"
