"""The list for the finance bureau: a run by township, scheme and source, approved before any bank file is written
(财办〔2020〕37号: the business department makes the list, finance checks it and pays).
"""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import DISTRICT_APPROVER
from social_assistance.domain.money import ZERO, format_chinese_capitals, from_storage
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.payments import runs
from social_assistance.services.payments.exceptions import FinanceListError

DOCTYPE = "Finance List"
PREPARED, APPROVED, REFUSED = "Prepared", "Approved", "Refused"


def check_finance_list(doc: Document) -> None:
	"""One list per executed run that is not refused; called by the controller before the engine fills it."""
	run = frappe.get_doc(runs.DOCTYPE, doc.payment_run)
	runs.require_state(run, "file")
	doc.update({"payment_month": run.payment_month, "list_status": PREPARED, "list_key": run.name})
	other = frappe.db.get_value(DOCTYPE, {"list_key": run.name})
	if other:
		frappe.throw(_("Run {0} has finance list {1} already.").format(run.name, other), FinanceListError)


def set_finance_list_totals(doc: Document) -> None:
	"""Totals of the rows; they must be the run's."""
	doc.total_count = sum(row.row_count for row in doc.rows)
	doc.total_amount = sum((from_storage(row.amount) for row in doc.rows), ZERO)
	doc.amount_in_capitals = format_chinese_capitals(doc.total_amount)
	expected: Decimal = from_storage(frappe.db.get_value(runs.DOCTYPE, doc.payment_run, "line_amount"))
	if doc.total_amount != expected:
		frappe.throw(
			_("The list sums to {0} yuan, the lines of run {1} to {2} yuan.").format(
				doc.total_amount, doc.payment_run, expected
			),
			FinanceListError,
		)


def answer_finance_list(name: str, *, approved: bool, remark: str = "") -> None:
	"""Another person than the one who prepared the list approves or refuses it, once."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if DISTRICT_APPROVER not in frappe.get_roles():
		frappe.throw(_("This action needs the role {0}.").format(_(DISTRICT_APPROVER)), StepNotAllowedError)
	if frappe.session.user == doc.owner:
		frappe.throw(
			_("Another person than {0} must decide this.").format(doc.owner), SeparationOfDutiesError
		)
	if doc.list_status != PREPARED:
		frappe.throw(_("List {0} is {1} already.").format(name, _(doc.list_status)), FinanceListError)
	if not approved and not remark.strip():
		frappe.throw(_("Say why the list is refused."), FinanceListError)
	doc.update(
		{
			"list_status": APPROVED if approved else REFUSED,
			"approved_by": frappe.session.user,
			"approved_on": clock.now(),
			"remark": remark.strip(),
			"list_key": doc.list_key if approved else None,
		}
	)
	with allow_transition(DOCTYPE, doc.name):
		doc.save()


def require_approved_list(run: str) -> None:
	"""Refuse bank files of a run whose list nobody approved."""
	if not frappe.db.exists(DOCTYPE, {"payment_run": run, "list_status": APPROVED}):
		frappe.throw(
			_(
				"Run {0} has no approved finance list. Prepare one and have it approved by another person."
			).format(run),
			FinanceListError,
		)
