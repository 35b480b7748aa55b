"""Everything a run has to pay: the month's amounts, arrears of decided changes, and held or returned lines anew."""

import frappe
from frappe.query_builder.functions import Concat, IfNull, Sum
from pypika.queries import QueryBuilder
from pypika.terms import NullValue, Term, ValueWrapper

from social_assistance.engines.base import MD5, Left
from social_assistance.engines.due_awards import Bounds, DueAwards

ARREARS, RE_ISSUE = "Arrears", "Re-issue"
# Columns of every source, in this order.
COLUMNS = (
	"line_name",
	"line_key",
	"payment_month",
	"original_line",
	"award",
	"scheme",
	"division",
	"line_kind",
	"amount",
	"offset_amount",
	"hold_reason",
	"payee_name",
	"bank_name",
	"bank_account",
	"is_paid",
)
_AWARD_COLUMNS = ("scheme", "division")
_PAYEE_COLUMNS = ("payee_name", "bank_name", "bank_account")


class DuePayments(DueAwards):
	"""Query of all lines that a run still has to write."""

	def all(self, bounds: Bounds | None = None, *, also_paid: bool = False) -> QueryBuilder:
		"""The three sources as one; `also_paid` adds the regular ones that have their line."""
		regular = self._regular(bounds, also_paid)
		return regular.union_all(self._arrears(bounds)).union_all(self._re_issues(bounds))

	def _regular(self, bounds: Bounds | None, also_paid: bool) -> QueryBuilder:
		due = self.select(bounds, also_paid=also_paid).as_("regular")
		return frappe.qb.from_(due).select(
			Concat(self.scope.name, "-", due.award).as_("line_name"),
			Concat(due.award, f"|{self.month}|", due.line_kind).as_("line_key"),
			ValueWrapper(self.month).as_("payment_month"),
			NullValue().as_("original_line"),
			*(due[column] for column in COLUMNS[4:]),
		)

	def _arrears(self, bounds: Bounds | None) -> QueryBuilder:
		"""What decided changes added for months already paid; one line per award and month of payment."""
		change = frappe.qb.DocType("Award Change")
		owed = (
			frappe.qb.from_(change)
			.select(change.award, Sum(change.arrears_amount).as_("amount"))
			.where((change.arrears_amount > 0) & (IfNull(change.arrears_line, "") == ""))
			.groupby(change.award)
		).as_("owed")
		key = Concat(self.award.name, f"|{self.month}|{ARREARS}")
		query = self._from_award(bounds).join(owed).on(owed.award == self.award.name)
		query = query.left_join(self.line).on(self.line.line_key == key).where(self.line.name.isnull())
		name = Concat(self.scope.name, "-", self.award.name, "-A")
		return self._selected(query, name, key, ValueWrapper(self.month), NullValue(), ARREARS, owed.amount)

	def _re_issues(self, bounds: Bounds | None) -> QueryBuilder:
		"""Lines kept back or returned whose cause is gone; the new line names the old one."""
		original = frappe.qb.DocType("Payment Line").as_("original")
		key = Concat(original.award, "|", original.payment_month, f"|{RE_ISSUE}|", original.name)
		query = (
			self._from_award(bounds)
			.join(original)
			.on(original.award == self.award.name)
			.left_join(self.line)
			.on(self.line.line_key == key)
			.where(
				original.line_status.isin(["Held", "Returned"]) & (original.payment_run != self.scope.name)
			)
			.where(self.hold.isnull() & self.line.name.isnull())
		)
		name = Concat(self.scope.name, "-", self.award.name, "-R", Left(MD5(original.name), 8))
		return self._selected(
			query, name, key, original.payment_month, original.name, RE_ISSUE, original.amount
		)

	def _from_award(self, bounds: Bounds | None) -> QueryBuilder:
		"""Awards of the run's scheme and place, whatever their months, with what their hold depends on."""
		award, scope = self.award, self.scope
		query = (
			frappe.qb.from_(award)
			.join(self.division)
			.on(self.division.name == award.division)
			.left_join(self.payee)
			.on(self.payee.name == award.payee)
			.left_join(self.beneficiary)
			.on(self.beneficiary.name == award.person)
			.left_join(self.holds)
			.on(self.holds.award == award.name)
			.where((self.division.lft >= scope.lft) & (self.division.rgt <= scope.rgt))
		)
		if scope.scheme:
			query = query.where(award.scheme == scope.scheme)
		return query.where((award.name > bounds.after) & (award.name <= bounds.until)) if bounds else query

	def _selected(
		self, query: QueryBuilder, name: Term, key: Term, month: Term, original: Term, kind: str, amount: Term
	) -> QueryBuilder:
		award = self.award
		return query.select(
			name.as_("line_name"),
			key.as_("line_key"),
			month.as_("payment_month"),
			original.as_("original_line"),
			award.name.as_("award"),
			*(award[column] for column in _AWARD_COLUMNS),
			ValueWrapper(kind).as_("line_kind"),
			amount.as_("amount"),
			ValueWrapper(0).as_("offset_amount"),
			self.hold.as_("hold_reason"),
			*(award[column] for column in _PAYEE_COLUMNS),
			ValueWrapper(0).as_("is_paid"),
		)
