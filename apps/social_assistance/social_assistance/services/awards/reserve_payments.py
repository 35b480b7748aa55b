"""Aid that a township pays out of its reserve on the day: the sum of one award, which no payment run pays any more."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.money import from_storage
from social_assistance.domain.periods import Month
from social_assistance.services.awards import coverage, grants
from social_assistance.services.awards.exceptions import ReservePaymentError
from social_assistance.services.funds.allocations import USE
from social_assistance.services.policy.schemes import is_paid_once
from social_assistance.services.registry.divisions import get_township

# Why the award is stopped.
PAID_FROM_RESERVE = "Paid from the Township Reserve"


def check_reserve_payment(allocation: Document) -> None:
	"""Take amount, township, scheme and case over from the award that is paid; called by the controller."""
	if not allocation.award:
		return
	if allocation.allocation_kind != USE:
		_refuse(_("Only a use of the reserve pays an award."))
	award = frappe.get_doc(grants.DOCTYPE, allocation.award)
	award.check_permission("read")
	due, township = from_storage(award.monthly_amount), get_township(award.division)
	if allocation.amount and from_storage(allocation.amount) != due:
		_refuse(_("Award {0} is of {1} yuan; it is paid whole.").format(award.award_no, due))
	if allocation.division and allocation.division != township:
		_refuse(_("Award {0} belongs to another township; its own reserve pays it.").format(award.award_no))
	allocation.update(
		{
			"amount": due,
			"division": township,
			"scheme": award.scheme,
			"application": award.application,
		}
	)


def pay_from_reserve(allocation: Document) -> None:
	"""Close the award of a booked use of the reserve, so that no run pays it; called on submit."""
	if not allocation.award:
		return
	award = grants.get_locked_award(allocation.award)
	_require_unpaid(award)
	award.reserve_use = allocation.name
	grants.save_award(award)
	before = Month.parse(award.start_month).plus(-1)
	grants.stop_award(award.name, str(before), PAID_FROM_RESERVE)


def undo_reserve_payment(allocation: Document) -> None:
	"""Open the award again for the payment runs when the use of the reserve is cancelled."""
	if not allocation.award:
		return
	award = grants.get_locked_award(allocation.award)
	award.update(
		{
			"award_status": grants.ACTIVE,
			"stop_reason": None,
			"end_month": award.start_month,
			"reserve_use": None,
			"open_award_key": grants.build_open_key(award),
		}
	)
	people = [row.person for row in award.covered]
	award.set("covered", [])
	coverage.cover(award, people, Month.parse(award.start_month))
	grants.save_award(award)


def _require_unpaid(award: Document) -> None:
	"""A sum that is paid once, running, and in no run; held and returned lines are the runs' matter too."""
	if not is_paid_once(award.scheme) or award.award_status != grants.ACTIVE:
		_refuse(
			_("Award {0} is no sum that is paid once and still open; the reserve does not pay it.").format(
				award.award_no
			)
		)
	run = frappe.db.get_value("Payment Line", {"award": award.name}, "payment_run")
	if run:
		_refuse(_("Run {0} pays award {1}; it is not paid a second time.").format(run, award.award_no))


def _refuse(message: str) -> None:
	frappe.throw(message, ReservePaymentError)
