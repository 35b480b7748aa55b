"""Overpayments: worked out from facts, decided by a second person, repaid, offset by consent; what is written off
stands in `recovery_write_offs.py`.

Money is never netted silently: an offset needs the household's written consent and is shown on the payment line.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import ZERO, from_storage, parse_amount
from social_assistance.domain.payments import overpayment
from social_assistance.domain.periods import Month
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import changes
from social_assistance.services.awards.grants import parse_month_field
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.funds.ledger import (
	EXPENSE,
	RECEIVABLE,
	Place,
	Reference,
	make_credit,
	make_debit,
	post_voucher,
)
from social_assistance.services.numbering import take_number
from social_assistance.services.payments import category_recoveries
from social_assistance.services.payments import lines as payment_lines
from social_assistance.services.payments.category_recoveries import ONE_MEMBER
from social_assistance.services.payments.exceptions import RecoveryInvalidError

DOCTYPE = "Overpayment Recovery"
DRAFT, DECIDED, RECOVERING = "Draft", "Decided", "Recovering"
RECOVERED, WRITTEN_OFF_STATE = "Recovered", "Written Off"
OPEN = (DECIDED, RECOVERING)
ONE_PAYMENT, INSTALMENTS, OFFSET = "One Payment", "Instalments", "Offset"


def compute_recovery(recovery: Document) -> None:
	"""Fill in award and months of a recovery that is not decided yet; called by the controller."""
	if recovery.recovery_status != DRAFT:
		return
	if getdate(recovery.event_date) > clock.today():
		_refuse(_("The date of the event lies in the future."))
	award = frappe.get_doc("Benefit Award", recovery.award)
	recovery.update({name: award.get(name) for name in ("payee_name", "scheme", "division")})
	recovery.prepared_by = recovery.prepared_by or frappe.session.user
	rows = [row for row in _overpaid_months(recovery, award).months if row.overpaid > 0]
	if not rows:
		_refuse(
			_("Nothing was paid for months after {0}; there is nothing to recover.").format(
				Month.of(getdate(recovery.event_date))
			)
		)
	if not recovery.category_entry:
		_refuse_months_in_recovery(recovery, [str(row.month) for row in rows])
	recovery.set("months", [])
	for row in rows:
		recovery.append(
			"months",
			{
				"payment_month": str(row.month),
				"paid_amount": row.paid,
				"due_amount": row.due,
				"overpaid_amount": row.overpaid,
			},
		)
	recovery.overpaid_amount = recovery.outstanding_amount = sum((row.overpaid for row in rows), ZERO)


def decide_recovery(name: str) -> None:
	"""A second person orders the repayment; from here on the sum is a claim in the books."""
	doc = get_locked_recovery(name, DISTRICT_APPROVER, (DRAFT,))
	require_other_person(doc.prepared_by)
	compute_recovery(doc)
	save_recovery(
		doc,
		{
			"recovery_status": DECIDED,
			"decided_by": frappe.session.user,
			"decided_on": clock.today(),
			"decision_no": take_number("ZHJ", clock.today()),
		},
	)
	amount, place = from_storage(doc.overpaid_amount), get_ledger_place(doc)
	_post("Overpayment", doc, RECEIVABLE, EXPENSE, amount, place)


def agree_repayment(name: str, mode: str, monthly: str = "", first_month: str = "") -> None:
	"""Record how the sum comes back: at once, in instalments, or offset against following payments by consent."""
	doc = get_locked_recovery(name, FINANCE_OFFICER, OPEN)
	values: dict[str, Any] = {
		"repayment_mode": mode,
		"recovery_status": RECOVERING,
		"monthly_amount": 0,
		"first_month": None,
	}
	doc.set("instalments", [])
	doc.update({"offset_award": None, "offset_key": None})
	if mode != ONE_PAYMENT:
		first = parse_month_field(first_month, "First Month")
		values |= {
			"monthly_amount": parse_positive_amount(monthly, doc.meta.get_label("monthly_amount")),
			"first_month": str(first),
		}
		_plan(doc, first, values["monthly_amount"])
	if mode == OFFSET:
		_require_consent(doc)
		values |= {"offset_award": doc.award, "offset_key": doc.award}
	save_recovery(doc, values)


def refer_to_authorities(name: str, to: str, remark: str) -> None:
	"""Pass a suspected offence on to discipline inspection or the police; done once, the recovery itself goes on."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if doc.lead_to:
		_refuse(_("{0} was handed over to {1} before.").format(doc.name, doc.lead_to))
	if not to.strip() or not remark.strip():
		_refuse(_("Enter whom the lead goes to and what it says."))
	save_recovery(doc, {"lead_to": to.strip(), "lead_on": clock.today(), "lead_remark": remark.strip()})


def get_ledger_place(doc: Document) -> Place:
	"""Township and scheme of the ledger's entries."""
	row = frappe.db.get_value("Administrative Division", doc.division, ["lft", "rgt"], as_dict=True)
	filters = {"division_level": "Township", "lft": ("<=", row.lft), "rgt": (">=", row.rgt)}
	return Place(frappe.db.get_value("Administrative Division", filters), doc.scheme)


def _overpaid_months(recovery: Document, award: Document) -> overpayment.Balance:
	"""Of a category payment its one entry, else every month of the award."""
	recovery.category_cause = None
	if recovery.category_entry:
		return category_recoveries.compute_category_recovery(recovery, getdate(recovery.event_date))
	_require_survivors_settled(recovery, award)
	return _balance(recovery)


def _balance(recovery: Document) -> overpayment.Balance:
	"""What was paid for each month beside what was due once the event is known."""
	lines = payment_lines.select_lines_sent_to_bank(recovery.award).run(as_dict=True)
	paid: dict[Month, Decimal] = {}
	for line in lines:
		month = Month.parse(line.payment_month)
		amount = from_storage(line.amount) + from_storage(line.offset_amount)
		paid[month] = paid.get(month, ZERO) + amount
	after = {month: _due_after(recovery, month) for month in paid}
	return overpayment.compare_months(
		paid, overpayment.list_due_until(paid, getdate(recovery.event_date), after)
	)


def _due_after(recovery: Document, month: Month) -> Decimal:
	"""What the award owes for a month after the event: as it was decided since, else the amount entered."""
	settled = _settled_from(recovery)
	if settled and settled <= month:
		return changes.get_due_amount(frappe.get_doc("Benefit Award", recovery.award), month)
	return from_storage(recovery.due_after)


def _settled_from(recovery: Document) -> Month | None:
	"""The first month that a decision after the event has worked out anew; a new standard is no such decision."""
	first = str(overpayment.get_first_month_not_due(getdate(recovery.event_date)))
	found = frappe.get_all(
		changes.DOCTYPE,
		filters={
			"award": recovery.award,
			"from_month": (">=", first),
			"change_kind": ("!=", "Standard Change"),
			"decided_on": (">=", recovery.event_date),
		},
		order_by="from_month",
		pluck="from_month",
		limit=1,
	)
	return Month.parse(found[0]) if found else None


def _require_survivors_settled(recovery: Document, award: Document) -> None:
	"""One member's death or imprisonment ends his share only: the others' is worked out by a review first."""
	if recovery.cause not in ONE_MEMBER or (award.covered_persons or 1) < 2:
		return
	if not recovery.due_after and not _settled_from(recovery):
		_refuse(
			_(
				"Award {0} covers {1} persons. Decide the review of the event first: what the others are due is not recovered."
			).format(award.award_no, award.covered_persons)
		)


def _refuse_months_in_recovery(recovery: Document, months: list[str]) -> None:
	row, other = frappe.qb.DocType("Recovery Month"), frappe.qb.DocType(DOCTYPE)
	found = (
		frappe.qb.from_(row)
		.join(other)
		.on(other.name == row.parent)
		.select(row.payment_month, other.name)
		.where((other.award == recovery.award) & (other.name != (recovery.name or "")))
		.where(other.category_entry.isnull())
		.where(row.payment_month.isin(months))
		.orderby(row.payment_month)
		.limit(1)
		.run()
	)
	if found:
		_refuse(_("Month {0} of this award is already in recovery {1}.").format(*found[0]))


def _plan(doc: Document, first: Month, monthly: Decimal) -> None:
	for row in overpayment.plan_instalments(from_storage(doc.outstanding_amount), first, monthly):
		doc.append("instalments", {"due_month": str(row.month), "amount": row.amount})


def _require_consent(doc: Document) -> None:
	if doc.category_entry:
		_refuse(_("A category payment is booked apart from the award's months. Agree on repayment in money."))
	if not doc.offset_consent:
		_refuse(_("Attach the household's written consent first: payments are never reduced without it."))
	other = frappe.db.get_value(DOCTYPE, {"offset_key": doc.award})
	if other and other != doc.name:
		_refuse(_("Recovery {0} is being offset against this award already.").format(other))


def get_locked_recovery(name: str, role: str, states: tuple[str, ...]) -> Document:
	"""The stored recovery under lock, for somebody with the role and while it stands in one of the states."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if role not in frappe.get_roles():
		frappe.throw(_("This action needs the role {0}.").format(_(role)), StepNotAllowedError)
	if doc.recovery_status not in states:
		_refuse(_("Recovery {0} is {1}; this is not possible any more.").format(name, _(doc.recovery_status)))
	return doc


def require_other_person(first: str) -> None:
	"""Refuse the one who took the step before."""
	if frappe.session.user == first:
		frappe.throw(_("Another person than {0} must decide this.").format(first), SeparationOfDutiesError)


def save_recovery(doc: Document, values: dict) -> None:
	"""Store what a step changes."""
	doc.update(values)
	with allow_transition(DOCTYPE, doc.name):
		doc.save()


def _post(kind: str, doc: Document, left: str, right: str, amount: Decimal, place: Place) -> None:
	day: date = clock.today()
	post_voucher(
		kind,
		[make_debit(left, amount, place), make_credit(right, amount, place)],
		Reference(DOCTYPE, doc.name),
		day,
	)


def parse_positive_amount(text: str, label: str) -> Decimal:
	"""A typed sum of more than zero."""
	try:
		return parse_amount(str(text), "amount", allow_zero=False)
	except DomainError as error:
		throw_domain_error(error, label, RecoveryInvalidError)


def _refuse(message: str) -> None:
	frappe.throw(message, RecoveryInvalidError)
