"""Everything a run has to pay: the month's amounts, arrears of decided changes, and held or returned lines anew."""

from collections.abc import Iterator, Sequence
from typing import Any

import frappe
from frappe.query_builder.functions import Concat, IfNull, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, NullValue, Term, ValueWrapper

from social_assistance.engines.base import MD5, Left
from social_assistance.engines.payments.due_awards import Bounds, DueAwards
from social_assistance.services.payments.runs import RunScope

ARREARS, RE_ISSUE, CATEGORY = "Arrears", "Re-issue", "Category Payment"
# One of these an award has in a month.
OF_MONTH = ["Regular", "One-off"]
# Columns of every source, in this order.
COLUMNS = (
	"payment_run",
	"line_name",
	"line_key",
	"payment_month",
	"original_line",
	"category_rule",
	"award",
	"household",
	"scheme",
	"division",
	"line_kind",
	"amount",
	"offset_amount",
	"hold_reason",
	"payee_name",
	"bank_name",
	"bank_account",
	"bank_account_cipher",
	"account_print",
	"is_paid",
)
_PAYEE_COLUMNS = ("payee_name", "bank_name", "bank_account", "bank_account_cipher")


class DuePayments(DueAwards):
	"""Query of all lines that a run still has to write."""

	def __init__(self, scope: RunScope) -> None:
		super().__init__(scope)
		self.original = frappe.qb.DocType("Payment Line").as_("original")

	def sources(self, start: Any, bounds: Bounds, *, also_paid: bool = False) -> Iterator[QueryBuilder]:
		"""The three sources, each built upon `start`; `also_paid` adds the regular ones that have their line."""
		yield self._regular(start, bounds, also_paid=also_paid)
		yield self._arrears(start, bounds)
		yield self._re_issues(start, bounds)

	def _regular(self, start: Any, bounds: Bounds, *, also_paid: bool) -> QueryBuilder:
		award = self.award
		query = self._due(start, bounds, also_paid=also_paid)
		return query.select(
			ValueWrapper(self.scope.name).as_("payment_run"),
			Concat(self.scope.name, "-", award.name).as_("line_name"),
			Concat(award.name, f"|{self.month}|", self.kind).as_("line_key"),
			ValueWrapper(self.month).as_("payment_month"),
			NullValue().as_("original_line"),
			NullValue().as_("category_rule"),
			*self._columns(),
		)

	def _arrears(self, start: Any, bounds: Bounds) -> QueryBuilder:
		"""What decided changes added for months already paid; one line per award and month of payment."""
		change = frappe.qb.DocType("Award Change")
		owed = (
			frappe.qb.from_(change)
			.select(change.award, Sum(change.arrears_amount).as_("amount"))
			.where((change.arrears_amount > 0) & (IfNull(change.arrears_line, "") == ""))
			.groupby(change.award)
		).as_("owed")
		key = Concat(self.award.name, f"|{self.month}|{ARREARS}")
		query = self._from_award(start, bounds).join(owed).on(owed.award == self.award.name)
		query = query.left_join(self.line).on(self.line.line_key == key).where(self.line.name.isnull())
		name = Concat(self.scope.name, "-", self.award.name, "-A")
		line, booked = (name, key, ValueWrapper(self.month), NullValue()), (NullValue(), self.award.scheme)
		return self._selected(query, line, booked, ARREARS, owed.amount)

	def _re_issues(self, start: Any, bounds: Bounds) -> QueryBuilder:
		"""Lines kept back or returned whose cause is gone; the new line names the old one.

		Never while another payment of that month, or of that very line, is open or paid, whatever a return file said.
		"""
		original = self.original
		other = frappe.qb.DocType("Payment Line").as_("other")
		key = Concat(original.award, "|", original.payment_month, f"|{RE_ISSUE}|", original.name)
		query = (
			self._from_award(start, bounds)
			.join(original)
			.on(original.award == self.award.name)
			.left_join(self.line)
			.on(self.line.line_key == key)
			.left_join(other)
			.on(_pays_the_same(other, original))
			.where((original.is_unsettled == 1) & (original.payment_run != self.scope.name))
			.where(other.name.isnull())
			.where(self.hold.isnull() & self.line.name.isnull())
		)
		name = Concat(self.scope.name, "-", self.award.name, "-R", Left(MD5(original.name), 8))
		line = (name, key, original.payment_month, original.name)
		booked = (original.category_rule, original.scheme)
		return self._selected(query, line, booked, RE_ISSUE, original.amount)

	def _from_award(self, start: Any, bounds: Bounds) -> QueryBuilder:
		"""Awards of the run's scheme and place, whatever their months, with what their hold depends on."""
		award, scope = self.award, self.scope
		query = start.from_(award).join(self.division).on(self.division.name == award.division)
		query = (
			self._with_hold(query)
			.where((self.division.lft >= scope.lft) & (self.division.rgt <= scope.rgt))
			.where((award.name > bounds.after) & (award.name <= bounds.until))
		)
		return query.where(award.scheme == scope.scheme) if scope.scheme else query

	def _selected(
		self, query: QueryBuilder, line: Sequence[Term], booked: Sequence[Term], kind: str, amount: Term
	) -> QueryBuilder:
		"""Columns of a row: `line` is its name, key, month and original line, `booked` its category rule and scheme."""
		award = self.award
		name, key, month, original = line
		category_rule, scheme = booked
		return query.select(
			ValueWrapper(self.scope.name).as_("payment_run"),
			name.as_("line_name"),
			key.as_("line_key"),
			month.as_("payment_month"),
			original.as_("original_line"),
			category_rule.as_("category_rule"),
			award.name.as_("award"),
			award.household,
			scheme.as_("scheme"),
			award.division,
			ValueWrapper(kind).as_("line_kind"),
			amount.as_("amount"),
			ValueWrapper(0).as_("offset_amount"),
			self.hold.as_("hold_reason"),
			*(award[column] for column in _PAYEE_COLUMNS),
			self.account_print.as_("account_print"),
			ValueWrapper(0).as_("is_paid"),
		)


def _pays_the_same(other: Any, original: Any) -> Criterion:
	"""A line that is open or paid for the debt of another: issued for it, or of the same month's award."""
	of_month = (
		(other.payment_month == original.payment_month)
		& other.line_kind.isin(OF_MONTH)
		& original.line_kind.isin(OF_MONTH)
		& (other.name != original.name)
	)
	is_open = other.line_status.isin(["Due", "Paid"])
	return (other.award == original.award) & is_open & (of_month | (other.original_line == original.name))
