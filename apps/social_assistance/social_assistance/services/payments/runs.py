"""The Payment Run as a document: what it covers, and who may move it from which state to which."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import DISTRICT_APPROVER, FINANCE_OFFICER
from social_assistance.domain.periods import Month
from social_assistance.exceptions import PaymentRunStateError
from social_assistance.services import clock
from social_assistance.services.awards.exceptions import PaymentMonthInvalidError
from social_assistance.services.awards.grants import parse_month_field
from social_assistance.services.payments import category_rates
from social_assistance.services.payments.exceptions import MonthAlreadyPaidError
from social_assistance.services.run_states import Move, RunStates

DOCTYPE = "Payment Run"
DRAFT, PREVIEWED, APPROVED, RUNNING = "Draft", "Previewed", "Approved", "Running"
STOPPED, EXECUTED, FILED, DISCARDED = "Stopped", "Executed", "Filed", "Discarded"
RECONCILED, CLOSED = "Reconciled", "Closed"
# What is due is kept ready while a run is in one of these.
KEEPS_DUE = (PREVIEWED, APPROVED, RUNNING, STOPPED)
REGULAR, SUPPLEMENTARY, CATEGORY = "Regular", "Supplementary", "Category Payment"
# Before its lines are written; another run for the same cause would preview the same people.
OPEN = (DRAFT, *KEEPS_DUE)
# A month further ahead than this is a typing error.
MONTHS_AHEAD = 1


STATES = RunStates(
	DOCTYPE,
	{
		"preview": Move((DRAFT, PREVIEWED, APPROVED, STOPPED), PREVIEWED, FINANCE_OFFICER),
		"approve": Move((PREVIEWED,), APPROVED, DISTRICT_APPROVER),
		"start": Move((APPROVED, STOPPED, RUNNING), RUNNING, FINANCE_OFFICER),
		"stop": Move((RUNNING,), STOPPED, FINANCE_OFFICER),
		"finish": Move((RUNNING,), EXECUTED, FINANCE_OFFICER),
		"file": Move((EXECUTED,), FILED, FINANCE_OFFICER),
		"reconcile": Move((FILED,), RECONCILED, ""),
		"close": Move((RECONCILED,), CLOSED, FINANCE_OFFICER),
		"discard": Move((DRAFT, PREVIEWED, APPROVED, STOPPED), DISCARDED, FINANCE_OFFICER),
	},
)
move, approve = STATES.move, STATES.approve
require_role, require_state = STATES.require_role, STATES.require_state


@dataclass(frozen=True)
class RunScope:
	"""What a run covers, for the engines."""

	name: str
	month: Month
	scheme: str | None
	lft: int
	rgt: int
	is_regular: bool = True
	category_rule: str | None = None


def create_payment_run(
	month: str,
	scheme: str | None = None,
	division: str | None = None,
	kind: str = REGULAR,
	category_rule: str | None = None,
) -> str:
	"""Create a run in state Draft as the session's user; returns its name."""
	run = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"payment_month": month,
			"scheme": scheme,
			"division": division,
			"run_kind": kind,
			"category_rule": category_rule,
		}
	)
	try:
		run.insert()
	except frappe.UniqueValidationError:
		_refuse_month(run, None)
	return str(run.name)


def initialise_payment_run(run: Document) -> None:
	"""Fill in and check a new run; called by the controller."""
	month = parse_month_field(run.payment_month, "Payment Month")
	latest = Month.of(clock.today()).plus(MONTHS_AHEAD)
	if month > latest:
		frappe.throw(
			_("Payment Month {0} lies too far ahead; the latest is {1}.").format(month, latest),
			PaymentMonthInvalidError,
		)
	run.payment_month, run.run_status, run.prepared_by = str(month), DRAFT, frappe.session.user
	run.division = run.division or _usual_division(run)
	run.run_key = None
	if run.run_kind == REGULAR:
		_refuse_overlap(run)
		run.run_key = "|".join((run.payment_month, run.scheme or "*", run.division or ""))
	if run.run_kind == CATEGORY:
		category_rates.check_category_run(run)
		_refuse_open_run(run)
	else:
		run.category_rule = None


def _usual_division(run: Document) -> str | None:
	"""Where a category rule pays, else the whole district."""
	if run.run_kind == CATEGORY and run.category_rule:
		return frappe.db.get_value("Category Payment Rule", run.category_rule, "division")
	return frappe.db.get_single_value("Assistance Settings", "district")


def discard_payment_run(run: str) -> None:
	"""Give up a run that has paid nobody yet, so that its month can be prepared again."""
	if frappe.db.exists("Payment Line", {"payment_run": run}):
		frappe.throw(
			_("Run {0} has payment lines and cannot be discarded. Start it again to finish it.").format(run),
			PaymentRunStateError,
		)
	move(run, "discard", run_key=None)


def get_run_scope(run: Any) -> RunScope:
	"""Month, scheme and subtree of a run, given as document or row."""
	lft, rgt = frappe.db.get_value("Administrative Division", run.division, ["lft", "rgt"])
	month = Month.parse(run.payment_month)
	rule = run.get("category_rule") or None
	return RunScope(str(run.name), month, run.scheme or None, lft, rgt, run.run_kind == REGULAR, rule)


def list_runs_of_month(month: Month) -> list[str]:
	"""Names of all runs of a month: every line but one issued anew is of its run's month."""
	return frappe.get_all(DOCTYPE, {"payment_month": str(month)}, pluck="name", limit_page_length=0)


def _refuse_overlap(run: Document) -> None:
	"""A regular run for the month that shares a scheme and a place with this one."""
	other = frappe.qb.DocType(DOCTYPE)
	theirs = frappe.qb.DocType("Administrative Division").as_("theirs")
	ours = frappe.qb.DocType("Administrative Division").as_("ours")
	query = (
		frappe.qb.from_(other)
		.join(theirs)
		.on(theirs.name == other.division)
		.join(ours)
		.on((ours.name == run.division) & (ours.lft <= theirs.rgt) & (theirs.lft <= ours.rgt))
		.select(other.name)
		.where((other.payment_month == run.payment_month) & (other.run_kind == REGULAR))
		.where((other.run_status != DISCARDED) & (other.name != (run.name or "")))
	)
	if run.scheme:
		query = query.where(other.scheme.isnull() | other.scheme.isin(["", run.scheme]))
	found = query.limit(1).run()
	if found:
		_refuse_month(run, found[0][0])


def _refuse_open_run(run: Document) -> None:
	"""A run of the same rule and month that has not written its lines yet."""
	filters = {
		"category_rule": run.category_rule,
		"payment_month": run.payment_month,
		"run_status": ("in", OPEN),
	}
	other = frappe.db.get_value(DOCTYPE, filters, ["name", "run_status"])
	if other:
		frappe.throw(
			_("Run {0} ({1}) pays {2} of {3} already. Finish or discard it first.").format(
				other[0], _(other[1]), category_rates.get_cause(run.category_rule), run.payment_month
			),
			MonthAlreadyPaidError,
		)


def _refuse_month(run: Document, other: str | None) -> None:
	which = other or {"run_key": run.run_key}
	# With a lock, which reads what another clerk has committed a moment ago.
	other, status = frappe.db.get_value(DOCTYPE, which, ["name", "run_status"], for_update=True)
	frappe.throw(
		_(
			"Payment Month {0} is already covered by run {1} ({2}). For awards that it missed, prepare a supplementary run."
		).format(run.payment_month, other, _(status)),
		MonthAlreadyPaidError,
	)
