"""The awards that a run has to pay, as one query; the same rule in Python is `compute_due` in `domain/payments/due_months.py`, and a test compares both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import frappe
from frappe.query_builder.functions import Coalesce, Concat, Count, IfNull, Min, Sum
from pypika.functions import Cast
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, Term, ValueWrapper

from social_assistance.domain.money import FEN
from social_assistance.domain.payments.due_months import HoldReason
from social_assistance.engines.base import MD5, BitXor, Conv, Least, Left
from social_assistance.engines.payments import shared_accounts
from social_assistance.services.awards.grants import SUSPENDED
from social_assistance.services.payments import runs as payment_run
from social_assistance.services.payments.runs import RunScope

REGULAR, ONE_OFF = "Regular", "One-off"
# Fifteen hexadecimal digits fit an unsigned integer of 64 bits, which BIT_XOR adds up without regard to order.
_DIGEST_DIGITS = 15
# Characters of an account's digest that a line keeps: which account was approved, without the number.
ACCOUNT_PRINT = 16


@dataclass(frozen=True)
class Totals:
	"""Control totals of a list of payments in fen, with a fingerprint of award, kind, amount, hold, payee and account."""

	count: int = 0
	fen: int = 0
	held_count: int = 0
	held_fen: int = 0
	print: int = 0

	@classmethod
	def of(cls, row: Sequence[Any]) -> "Totals":
		"""The values of `total_columns`."""
		return cls(*(int(value or 0) for value in row))

	def __add__(self, other: "Totals") -> "Totals":
		return Totals(
			self.count + other.count,
			self.fen + other.fen,
			self.held_count + other.held_count,
			self.held_fen + other.held_fen,
			self.print ^ other.print,
		)

	@property
	def fingerprint(self) -> str:
		"""Digest of the list, independent of order; the second person approves it."""
		return f"{self.count}-{self.fen}-{self.held_count}-{self.held_fen}-{self.print:016x}"


class Bounds(NamedTuple):
	"""A batch: award names after `after` up to and including `until`."""

	after: str
	until: str


class DueAwards:
	"""Query of what is due for a run and has no payment line yet."""

	def __init__(self, scope: RunScope) -> None:
		self.scope = scope
		self.month = str(scope.month)
		self.award = frappe.qb.DocType("Benefit Award")
		self.part = frappe.qb.DocType("Award Amount")
		self.scheme = frappe.qb.DocType("Assistance Scheme")
		self.division = frappe.qb.DocType("Administrative Division")
		self.payee = frappe.qb.DocType("Registry Person").as_("payee")
		self.beneficiary = frappe.qb.DocType("Registry Person").as_("beneficiary")
		self.line = frappe.qb.DocType("Payment Line")
		self.holds = self._active_holds()
		self.of_shared_account = shared_accounts.unexplained_awards()
		self.offsets = self._agreed_offsets()
		# In most months the first run finds none, and no award has to be looked up among a year's lines.
		self.month_has_lines = has_lines(payment_run.list_runs_of_month(scope.month))

	def select(self, bounds: Bounds | None = None, *, also_paid: bool = False) -> QueryBuilder:
		"""One row per due award; with `also_paid` even those whose line exists already."""
		return self._due(frappe.qb, bounds, also_paid=also_paid).select(*self._columns())

	def _due(self, start: Any, bounds: Bounds | None, *, also_paid: bool) -> QueryBuilder:
		"""Due awards, grouped over their amount parts; `start` is the query to be built upon.

		In the order of their names, so that parts and lines are met in order too; left to itself the server walks villages.
		"""
		award = self.award
		query = start.from_(award).force_index("PRIMARY") if bounds else start.from_(award)
		query = (
			query.join(self.part)
			.on((self.part.parent == award.name) & self._holds_in_month())
			.join(self.scheme)
			.on(self.scheme.name == award.scheme)
			.join(self.division)
			.on(self.division.name == award.division)
			.left_join(self.offsets)
			.on(self.offsets.award == award.name)
			.where(self._is_covered())
		)
		if self.month_has_lines:
			key = Concat(award.name, f"|{self.month}|", self.kind)
			query = query.left_join(self.line).on(self.line.line_key == key)
			query = query if also_paid else query.where(self.line.name.isnull())
		query = self._with_hold(query).groupby(award.name).having(self.due > 0)
		return query.where((award.name > bounds.after) & (award.name <= bounds.until)) if bounds else query

	def _with_hold(self, query: QueryBuilder) -> QueryBuilder:
		"""The query with what a hold depends on."""
		award = self.award
		return (
			query.left_join(self.payee)
			.on(self.payee.name == award.payee)
			.left_join(self.beneficiary)
			.on(self.beneficiary.name == award.person)
			.left_join(self.holds)
			.on(self.holds.award == award.name)
		)

	@property
	def due(self) -> Term:
		"""Sum of the amount parts that hold in the month."""
		return Sum(self.part.amount)

	@property
	def kind(self) -> Term:
		"""Regular for schemes paid monthly, One-off for the others."""
		return Case().when(self.scheme.is_recurring == 1, REGULAR).else_(ONE_OFF)

	@property
	def hold(self) -> Term:
		"""The first reason to keep the amount back, null when there is none; same order as the domain's rule."""
		award = self.award
		return (
			Case()
			.when(award.award_status == SUSPENDED, HoldReason.SUSPENDED.value)
			.when(
				(self.payee.is_deceased == 1) | (self.beneficiary.is_deceased == 1), HoldReason.DECEASED.value
			)
			.when(self.holds.reason.isnotnull(), self.holds.reason)
			.when(
				_is_empty(award.bank_account_cipher) | _is_empty(award.bank_name), HoldReason.NO_ACCOUNT.value
			)
			.when(award.account_verified_on.isnull(), HoldReason.ACCOUNT_NOT_VERIFIED.value)
			.when(award.name.isin(self.of_shared_account or [""]), HoldReason.SHARED_ACCOUNT.value)
			.else_(None)
		)

	@property
	def account_print(self) -> Term:
		"""Stands for the whole account in lines and fingerprint; null when the award has none."""
		return Left(self.award.bank_account_digest, ACCOUNT_PRINT)

	def _active_holds(self) -> QueryBuilder:
		"""One reason per award on which an officer placed a hold."""
		hold = frappe.qb.DocType("Payment Hold")
		query = frappe.qb.from_(hold).select(hold.award, Min(hold.hold_reason).as_("reason"))
		return query.where(hold.hold_status == "Active").groupby(hold.award).as_("holds")

	def _agreed_offsets(self) -> QueryBuilder:
		"""What households agreed to have taken off for an overpayment; the key lets an award have one at a time."""
		recovery = frappe.qb.DocType("Overpayment Recovery")
		agreed = Least(recovery.monthly_amount, recovery.outstanding_amount)
		query = frappe.qb.from_(recovery).select(recovery.offset_key.as_("award"), agreed.as_("agreed"))
		return query.where(recovery.offset_key.isnotnull() & (recovery.first_month <= self.month)).as_(
			"offsets"
		)

	def _offset(self) -> Term:
		"""The domain's `compute_offset`, for payments that are not held."""
		taken = Least(self.offsets.agreed, self.due - FEN)
		applies = self.offsets.agreed.isnotnull() & self.hold.isnull() & (self.kind == REGULAR)
		return Case().when(applies, taken).else_(0)

	def _holds_in_month(self) -> Criterion:
		part = self.part
		return (part.from_month <= self.month) & match_not_over(part.to_month, self.month)

	def _is_covered(self) -> Criterion:
		award, scope = self.award, self.scope
		covered = (
			(award.start_month <= self.month)
			& match_not_over(award.end_month, self.month)
			& (self.scheme.pays_cash == 1)
			& (self.division.lft >= scope.lft)
			& (self.division.rgt <= scope.rgt)
		)
		return covered & (award.scheme == scope.scheme) if scope.scheme else covered

	def _columns(self) -> tuple[Term, ...]:
		award = self.award
		return (
			award.name.as_("award"),
			award.household,
			award.scheme,
			award.division,
			self.kind.as_("line_kind"),
			(self.due - self._offset()).as_("amount"),
			self._offset().as_("offset_amount"),
			self.hold.as_("hold_reason"),
			award.payee_name,
			award.bank_name,
			award.bank_account,
			award.bank_account_cipher,
			self.account_print.as_("account_print"),
			self._is_paid().as_("is_paid"),
		)

	def _is_paid(self) -> Term:
		return self.line.name.isnotnull() if self.month_has_lines else ValueWrapper(0)


def has_lines(runs: list[str]) -> bool:
	"""Whether any of the runs has written a line."""
	return bool(runs and frappe.db.exists("Payment Line", {"payment_run": ("in", runs)}))


def sum_totals(rows: Any) -> Totals:
	"""Control totals of a sub-query with the columns award, line_kind, amount, hold_reason and the masked account."""
	return sum_totals_by(rows)[0][1]


def sum_totals_by(rows: Any, *groups: Term) -> list[tuple[tuple[Any, ...], Totals]]:
	"""Control totals of a sub-query by the values of some columns, which stand in front; one row without any."""
	query = frappe.qb.from_(rows).select(*groups, *build_total_columns(rows)).groupby(*groups)
	width = len(groups)
	return [(row[:width], Totals.of(row[width:])) for row in query.run()]


def build_total_columns(rows: Any) -> tuple[Term, ...]:
	"""Columns from which `Totals.of` is built."""
	held = IfNull(rows.hold_reason, "") != ""
	return (
		Count("*"),
		sum_in_fen(rows.amount),
		Coalesce(Sum(Case().when(held, 1).else_(0)), 0),
		sum_in_fen(Case().when(held, rows.amount).else_(0)),
		BitXor(build_row_digest(rows)),
	)


def build_row_digest(rows: Any) -> Term:
	"""A number that stands for award, kind, amount, hold, payee and account of a row.

	Lines written before accounts had a print keep the number that was approved for them.
	"""
	digest = MD5(
		Concat(
			rows.award,
			"|",
			rows.line_kind,
			"|",
			Cast(rows.amount, "DECIMAL(18,2)"),
			"|",
			IfNull(rows.hold_reason, ""),
			"|",
			IfNull(rows.payee_name, ""),
			"|",
			IfNull(rows.bank_name, ""),
			"|",
			IfNull(rows.bank_account, ""),
			IfNull(Concat("|", rows.account_print), ""),
		)
	)
	return Cast(Conv(Left(digest, _DIGEST_DIGITS), 16, 10), "UNSIGNED")


def sum_in_fen(amount: Term) -> Term:
	"""Whole fen, because the driver turns decimals into floating numbers."""
	return Cast(Coalesce(Sum(amount), 0) * 100, "SIGNED")


def match_not_over(last: Term, month: str) -> Criterion:
	"""Whether what ends with a month, or has no end, still holds in this one."""
	return _is_empty(last) | (last >= month)


def _is_empty(field: Term) -> Criterion:
	return IfNull(field, "") == ""
