"""What a category run owes: shares of people or households, added up to one line per award.

The shares are worked out in the order of the rule's classes; the first one of a household or person counts. They are
working data like the table of what is due, and become entries when the lines are written.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import frappe
from frappe.query_builder.functions import Concat, Count, Sum
from pypika.queries import QueryBuilder, Table
from pypika.terms import Case, Criterion, NullValue, Term, ValueWrapper

from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.engines.payments.due_awards import Bounds, match_not_over, sum_in_fen
from social_assistance.engines.payments.due_payments import CATEGORY, DuePayments
from social_assistance.services.payments import category_rates
from social_assistance.services.payments.category_rates import CategoryRate
from social_assistance.services.payments.category_rules import HOUSEHOLD, PERSON
from social_assistance.services.payments.runs import RunScope

SHARE = Table("assist_due_share")
ENTRY = "Category Payment Entry"
CREATE = """create table if not exists assist_due_share (
	payment_run varchar(140) collate utf8mb4_bin not null, entry_key varchar(220) collate utf8mb4_bin not null,
	award varchar(140) not null, household varchar(140) not null, person varchar(140), scheme varchar(140) not null,
	division varchar(140) not null, amount decimal(18,2) not null,
	primary key (payment_run, entry_key), key (payment_run, award)
) engine=InnoDB row_format=dynamic"""
_COLUMNS = ("payment_run", "entry_key", "award", "household", "person", "scheme", "division", "amount")


class CategoryPayments(DuePayments):
	"""Query of the lines that a category run still has to write: its shares, and its rule's lines held or returned before."""

	def __init__(self, scope: RunScope) -> None:
		super().__init__(scope)
		self.rule = str(scope.category_rule)
		self.booked_under = category_rates.get_scheme(self.rule)

	def sources(self, start: Any, bounds: Bounds, *, also_paid: bool = False) -> Iterator[QueryBuilder]:
		"""The two sources, each built upon `start`."""
		yield self._of_shares(start, bounds)
		yield self._re_issues(start, bounds).where(self.original.category_rule == self.rule)

	def _of_shares(self, start: Any, bounds: Bounds) -> QueryBuilder:
		sums = (
			frappe.qb.from_(SHARE)
			.select(SHARE.award, Sum(SHARE.amount).as_("amount"))
			.where((SHARE.payment_run == self.scope.name) & (SHARE.award > bounds.after))
			.where(SHARE.award <= bounds.until)
			.groupby(SHARE.award)
		).as_("shares")
		query = self._from_award(start, bounds).join(sums).on(sums.award == self.award.name)
		name = Concat(self.scope.name, "-", self.award.name)
		key = Concat(self.award.name, f"|{self.month}|{CATEGORY}|{self.scope.name}")
		return self._selected(
			query,
			(name, key, ValueWrapper(self.month), NullValue()),
			(ValueWrapper(self.rule), ValueWrapper(self.booked_under)),
			CATEGORY,
			sums.amount,
		)


def build_shares(scope: RunScope) -> None:
	"""Fill in the run's shares anew: everybody of the rule's classes who has no entry for cause and month yet."""
	frappe.qb.from_(SHARE).delete().where(SHARE.payment_run == scope.name).run()
	rule = str(scope.category_rule)
	per_person, cause = category_rates.is_per_person(rule), category_rates.get_cause(rule)
	fill = partial(_fill, scope, f"{cause}|{scope.month}|", per_person=per_person)
	for rate in category_rates.list_rates(rule, scope.month):
		if rate.amount > 0:
			fill(rate)


def _fill(scope: RunScope, key_start: str, rate: CategoryRate, *, per_person: bool) -> None:
	"""One class: who has a share or an entry already is left out by the key."""
	award, place = frappe.qb.DocType("Benefit Award"), frappe.qb.DocType("Administrative Division")
	entry = frappe.qb.DocType(ENTRY)
	query = frappe.qb.into(SHARE).ignore().columns(*_COLUMNS).from_(award)
	query = query.join(place).on(place.name == award.division)
	holder, person = award.household, NullValue()
	if per_person:
		query, holder = _with_people(query, award, scope.month)
		person = holder
	key = Concat(key_start, holder)
	query = query.left_join(entry).on(entry.entry_key == key)
	query = query.where(entry.name.isnull() & _is_covered(award, scope.month) & (award.scheme == rate.scheme))
	query = query.where((place.lft >= scope.lft) & (place.rgt <= scope.rgt))
	query = query.where((place.lft >= rate.lft) & (place.rgt <= rate.rgt))
	if rate.residence_class:
		query = query.where(award.residence_class == rate.residence_class)
	query.select(
		ValueWrapper(scope.name),
		key,
		award.name,
		award.household,
		person,
		award.scheme,
		award.division,
		ValueWrapper(rate.amount),
	).orderby(award.name).run()


def _with_people(query: QueryBuilder, award: Any, month: Month) -> tuple[QueryBuilder, Term]:
	"""The people whom an award covers in the month, without those who died."""
	covered, person = frappe.qb.DocType("Award Person"), frappe.qb.DocType("Registry Person")
	joined = (
		query.join(covered)
		.on(
			(covered.parent == award.name)
			& (covered.from_month <= str(month))
			& match_not_over(covered.to_month, str(month))
		)
		.join(person)
		.on((person.name == covered.person) & (person.is_deceased == 0))
	)
	return joined, covered.person


def _is_covered(award: Any, month: Month) -> Criterion:
	"""Awards of the month; a recognition whose validity is over counts no more."""
	is_valid = award.valid_until.isnull() | (award.valid_until >= month.first_day)
	return (award.start_month <= str(month)) & match_not_over(award.end_month, str(month)) & is_valid


def summarise_category(scope: RunScope) -> dict[str, Any]:
	"""Ground and classes of a category run, for the form, the approver and the print."""
	ground = category_rates.describe_ground(str(scope.category_rule), scope.month)
	return {"ground": ground, "classes": _by_class(scope)}


def _by_class(scope: RunScope) -> list[dict[str, Any]]:
	"""Shares of a run by class and sum: recipients, yuan each, yuan together."""
	scheme = frappe.qb.DocType("Assistance Scheme")
	rows = (
		frappe.qb.from_(SHARE)
		.join(scheme)
		.on(scheme.name == SHARE.scheme)
		.select(scheme.scheme_name, SHARE.amount, Count("*"), sum_in_fen(SHARE.amount))
		.select(Sum(Case().when(SHARE.person.isnull(), 0).else_(1)))
		.where(SHARE.payment_run == scope.name)
		.groupby(scheme.sort_order, scheme.scheme_name, SHARE.amount)
		.orderby(scheme.sort_order, SHARE.amount)
		.run()
	)
	return [
		{
			"scheme_name": name,
			"each": float(from_storage(each)),
			"recipients": int(count),
			"unit": PERSON if people else HOUSEHOLD,
			"amount": int(fen) / 100,
		}
		for name, each, count, fen, people in rows
	]
