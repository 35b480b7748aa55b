"""Medical costs of a person in a year: bills checked once, the line of the rule, and the second person's decision."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Sum
from frappe.utils import getdate

from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.payments.medical_caps import (
	CapLine,
	YearSoFar,
	compute_cap,
	compute_coverage_rate,
)
from social_assistance.services import clock
from social_assistance.services.awards import granted_sums
from social_assistance.services.awards.granted_sums import GRANTED, GrantedSum, refuse_sum
from social_assistance.services.policy import dated_rules

DOCTYPE, BILL, RULE, SCHEME = "Medical Cost Cap", "Medical Cap Bill", "Medical Cap Rule", "MEDICAL-CAP"
DRAFT = "Draft"
# What others paid of a bill.
PAID_BY_OTHERS = ("basic_paid", "serious_paid", "aid_paid", "other_paid")
SUMMED = ("total_cost", "in_policy_cost", *PAID_BY_OTHERS, "own_share")


def check_cap_rule(doc: Document) -> None:
	"""Shares and classes of a rule; called by its controller."""
	dated_rules.refuse_class_twice(doc.classes)
	for row in doc.classes:
		if not ZERO < from_storage(row.share_above) <= 100:
			dated_rules.refuse_row(row, _("Enter the share that is paid above the line, usually 100 %."))


def compute_medical_cap(doc: Document) -> None:
	"""Fill in a record that is not decided yet; called by the controller."""
	if doc.cap_status != DRAFT:
		return
	_check_bills(doc)
	for field in SUMMED:
		doc.set(field, sum((from_storage(row.get(field)) for row in doc.bills), ZERO))
	line = _find_line(doc)
	granted_sums.note_author(doc)
	before = _year_so_far(doc)
	granted = compute_cap(doc.own_share, line, before)
	doc.update(
		{
			"earlier_own_share": before.own_share,
			"threshold": line.threshold,
			"share_above": line.share_above,
			"granted_amount": granted,
			"own_left": doc.own_share - granted,
			"coverage_rate": compute_coverage_rate(doc.in_policy_cost, doc.own_share - granted),
		}
	)


def decide_medical_cap(name: str, *, granted: bool, reason: str = "") -> None:
	"""Grant or refuse as a second person; the sums are worked out anew under the lock of the patient."""
	doc = granted_sums.get_undecided(DOCTYPE, name, "cap_status", DRAFT)
	frappe.db.get_value("Registry Person", doc.person, "name", for_update=True)
	author = doc.prepared_by
	compute_medical_cap(doc)
	doc.prepared_by = author
	if granted and doc.granted_amount <= 0:
		refuse_sum(
			_("The own share of the year, {0} yuan, does not pass {1} yuan; there is nothing to pay.").format(
				doc.own_share + doc.earlier_own_share, doc.threshold
			)
		)
	if not granted:
		_free_bills(doc)
	granted_sums.store_decision(doc, "cap_status", "YLJ", _granted(doc) if granted else None, reason)


def _free_bills(doc: Document) -> None:
	"""Bills of a refused record may be handed in again."""
	for row in doc.bills:
		row.bill_key = None


def _granted(doc: Document) -> GrantedSum:
	return GrantedSum(doc, SCHEME, doc.household, frappe.db.get_value(RULE, doc.cap_rule, "citation"))


def _check_bills(doc: Document) -> None:
	"""Every bill adds up, is of one year, and was counted nowhere else."""
	doc.person_name = frappe.db.get_value("Registry Person", doc.person, "person_name")
	years = {getdate(row.settled_on).year for row in doc.bills}
	if len(years) > 1:
		refuse_sum(_("Bills of {0} stand here; make a record of its own for each year.").format(_join(years)))
	doc.bill_year = years.pop()
	for row in doc.bills:
		_check_bill(row)
	_refuse_counted_bills(doc)


def _check_bill(row: Document) -> None:
	if getdate(row.settled_on) > clock.today():
		_refuse_bill(row, _("the date lies in the future"))
	paid = sum((from_storage(row.get(field)) for field in PAID_BY_OTHERS), ZERO)
	total, in_policy = from_storage(row.total_cost), from_storage(row.in_policy_cost)
	if in_policy > total:
		_refuse_bill(row, _("the in-policy cost is more than the total cost"))
	if paid > in_policy:
		_refuse_bill(row, _("others paid {0} yuan of {1} yuan in-policy cost").format(paid, in_policy))
	row.own_share = in_policy - paid
	row.bill_key = "".join((row.bill_no or "").upper().split())


def _refuse_counted_bills(doc: Document) -> None:
	"""A bill is counted once, in this record or another; the unique key decides at one moment."""
	keys = [row.bill_key for row in doc.bills]
	for row in doc.bills:
		if keys.count(row.bill_key) > 1:
			_refuse_bill(row, _("the bill stands here twice"))
	others = frappe.get_all(
		BILL, {"bill_key": ("in", keys), "parent": ("!=", doc.name or "")}, ["bill_no", "parent"], limit=1
	)
	if others:
		refuse_sum(_("Bill {0} is counted in {1} already.").format(others[0].bill_no, others[0].parent))


def _find_line(doc: Document) -> CapLine:
	"""Rule and class on the day of the last bill; fills in whose costs are capped and why."""
	day = max(getdate(row.settled_on) for row in doc.bills)
	found = granted_sums.find_class(RULE, doc.person, day)
	if not found:
		refuse_sum(
			_("{0} was in no class on {1} whose medical costs a rule caps.").format(
				doc.person_name, frappe.format(day, "Date")
			)
		)
	row = found.row
	doc.update({"cap_rule": found.rule.name, "scheme": row.scheme, "household": found.award.household})
	doc.division = found.award.division
	most = from_storage(row.yearly_cap)
	return CapLine(from_storage(row.threshold), from_storage(row.share_above), most or None)


def _year_so_far(doc: Document) -> YearSoFar:
	"""Own share of every decided record of the year, and what was granted on them."""
	cap = frappe.qb.DocType(DOCTYPE)
	own, granted = (
		frappe.qb.from_(cap)
		.select(Sum(cap.own_share), Sum(cap.granted_amount))
		.where((cap.person == doc.person) & (cap.bill_year == doc.bill_year) & (cap.cap_status == GRANTED))
		.where(cap.name != (doc.name or ""))
		.run()[0]
	)
	return YearSoFar(from_storage(own), from_storage(granted))


def _join(years: Iterable[int]) -> str:
	return ", ".join(str(year) for year in sorted(years))


def _refuse_bill(row: Document, problem: str) -> None:
	refuse_sum(_("Row {0} of {1}: {2}").format(row.idx, _("Bills"), problem))
