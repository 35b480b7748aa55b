"""Price Index Readings: one for each month and each month of publication; they start and stop the price subsidy."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import from_storage
from social_assistance.domain.payments.category_payments import IndexReading, PriceRule, is_subsidy_due
from social_assistance.domain.periods import Month
from social_assistance.services.awards.grants import parse_month_field
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.payments.category_rules import ENTRY, PRICE
from social_assistance.services.payments.exceptions import CategoryNotDueError, CategoryRuleInvalidError

READING = "Price Index Reading"
FIELDS = (
	"index_month",
	"published_on",
	"consumer_rise",
	"food_rise",
	"has_low_income_rise",
	"low_income_rise",
)


def check_reading(doc: Document) -> None:
	"""One reading of a month, published after it; called by the controller."""
	month = parse_month_field(doc.index_month, "Index Month")
	published = Month.of(getdate(doc.published_on))
	if published <= month:
		_refuse(_("The index of {0} is published after that month.").format(month))
	doc.reading_key, doc.published_key = str(month), str(published)
	others = {"docstatus": ("<", 2), "name": ("!=", doc.name or "")}
	same = {"reading_key": doc.reading_key, "published_key": doc.published_key}
	found = frappe.get_all(READING, others, or_filters=same, pluck="name", limit=1)
	if found:
		_refuse(_("Reading {0} stands for this month already; withdraw it to correct it.").format(found[0]))


def refuse_withdrawal(doc: Document) -> None:
	"""What was paid stays explained by its reading; called before a reading is cancelled."""
	entry, rule = frappe.qb.DocType(ENTRY), frappe.qb.DocType("Category Payment Rule")
	paid = frappe.qb.from_(entry).join(rule).on((rule.name == entry.category_rule) & (rule.method == PRICE))
	found = paid.select(entry.payment_run).where(entry.payment_month == doc.published_key).limit(1).run()
	if found:
		_refuse(
			_("Run {0} paid the price subsidy by this reading; it cannot be withdrawn any more.").format(
				found[0][0]
			)
		)


def free_month(doc: Document) -> None:
	"""Make room for the right reading; called once a wrong one is cancelled."""
	frappe.db.set_value(READING, doc.name, {"reading_key": None, "published_key": None})


def get_reading_due(rule: PriceRule, month: Month) -> IndexReading:
	"""The reading published in a month of payment; CategoryNotDueError without one, or when it starts no subsidy."""
	rows = frappe.get_all(READING, {"docstatus": 1}, FIELDS, order_by="index_month")
	published = [row for row in rows if Month.of(getdate(row.published_on)) == month]
	if not published:
		frappe.throw(
			_("No price index in force was published in {0}. Enter it and have it put into force.").format(
				month
			),
			CategoryNotDueError,
		)
	last = _reading(published[0])
	known = [reading for reading in map(_reading, rows) if reading.month <= last.month]
	if not _is_due(rule, known):
		frappe.throw(
			_(
				"The price subsidy is not due in {0}: in {1} consumer prices rose by {2} % (start {3} %), food by {4} % (start {5} %)."
			).format(
				month, last.month, last.consumer_rise, rule.start_rise, last.food_rise, rule.start_food_rise
			),
			CategoryNotDueError,
		)
	return last


def _is_due(rule: PriceRule, known: list[IndexReading]) -> bool:
	try:
		return is_subsidy_due(rule, known)
	except DomainError as error:
		throw_domain_error(error, "Index Month", CategoryNotDueError)


def _reading(row: Any) -> IndexReading:
	own = from_storage(row.low_income_rise) if row.has_low_income_rise else None
	return IndexReading(
		Month.parse(row.index_month), from_storage(row.consumer_rise), from_storage(row.food_rise), own
	)


def _refuse(message: str) -> None:
	frappe.throw(message, CategoryRuleInvalidError)
