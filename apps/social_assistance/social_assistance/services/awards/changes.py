"""Changes of one award by decision: parts from a month on, the entry that says why, and what paid months come to.

Callers have checked role and decision; set-based changes of a standard are `engines.rerating`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe
from frappe.model.document import Document

from social_assistance.domain.awards.gradual_exit import ExitMonth
from social_assistance.domain.awards.review_results import compute_settlement
from social_assistance.domain.money import ZERO, from_storage
from social_assistance.domain.periods import Month
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.awards import coverage, grants

DOCTYPE = "Award Change"
PAID_KINDS = ("Regular", "One-off")


@dataclass(frozen=True)
class ChangeGround:
	"""Why an award changes: kind of the Award Change, the reason in words, the rules it rests on."""

	kind: str
	reason: str
	policy_version: str | None = None


def replace_parts(
	award: str,
	first: Month,
	parts: Iterable[Mapping[str, Any]],
	ground: ChangeGround,
	covered: Iterable[str] | None = None,
) -> Document:
	"""Pay these parts from a month on, for these people, instead of those so far; returns the Award Change."""
	doc = grants.get_locked_award(award)
	before = _due_by_month(doc, first)
	_close_parts(doc, first)
	for part in parts:
		doc.append("amounts", {"from_month": str(first), "to_month": doc.end_month, **part})
	doc.monthly_amount = _latest_amount(doc, first)
	if covered is not None:
		coverage.cover(doc, covered, first)
	if ground.policy_version:
		doc.policy_version = ground.policy_version
	grants.save_award(doc)
	return _enter(doc, first, before, ground)


def start_gradual_exit(award: str, schedule: tuple[ExitMonth, ...], ground: ChangeGround) -> Document:
	"""Gradual exit: the schedule's amounts month by month, then nothing (民发〔2022〕83号)."""
	doc = grants.get_locked_award(award)
	first = schedule[0].month
	before = _due_by_month(doc, first)
	_close_parts(doc, first)
	for step in schedule:
		month = str(step.month)
		row = {"part": "Gradual Exit", "amount": step.amount, "from_month": month, "to_month": month}
		doc.append("amounts", row | {"rule": f"{step.rate:.0%}", "citation": ground.policy_version})
	doc.end_month, doc.monthly_amount = str(schedule[-1].month), schedule[0].amount
	doc.award_status, doc.stop_reason = grants.GRADUAL_EXIT, ground.reason
	grants.save_award(doc)
	return _enter(doc, first, before, ground)


def end_award(award: str, first_without: Month, reason: str, ground: ChangeGround) -> Document:
	"""End the award before a month; what later months paid already is overpaid."""
	doc = grants.get_locked_award(award)
	before = _due_by_month(doc, first_without)
	grants.stop_award(award, str(max(first_without.plus(-1), Month.parse(doc.start_month).plus(-1))), reason)
	return _enter(grants.get_locked_award(award), first_without, before, ground)


def _latest_amount(award: Document, first: Month) -> Decimal:
	"""What the award pays from now on: of its last part, where months before have amounts of their own."""
	starts = [Month.parse(row.from_month) for row in award.amounts if row.from_month > str(first)]
	return get_due_amount(award, max([first, *starts]))


def get_due_amount(award: Document, month: Month) -> Decimal:
	"""What the award pays in a month: nothing after its last one."""
	if award.end_month and str(month) > award.end_month:
		return ZERO
	key = str(month)
	held = (
		row.amount
		for row in award.amounts
		if row.from_month <= key and (not row.to_month or row.to_month >= key)
	)
	return sum((from_storage(amount) for amount in held), ZERO)


def _close_parts(award: Document, first: Month) -> None:
	"""Parts that reach into the new months end before them; one that had not begun then pays nothing at all."""
	last = str(first.plus(-1))
	for row in award.amounts:
		if not row.to_month or row.to_month > last:
			row.to_month = last


def _due_by_month(award: Document, first: Month) -> dict[Month, Decimal]:
	"""Due amounts so far of the first month and of every later one that has its payment line."""
	return {month: get_due_amount(award, month) for month in {first, *_paid_months(str(award.name), first)}}


def _paid_months(award: str, first: Month) -> list[Month]:
	rows = frappe.get_all(
		"Payment Line",
		filters={"award": award, "payment_month": (">=", str(first)), "line_kind": ("in", PAID_KINDS)},
		pluck="payment_month",
		distinct=True,
	)
	return sorted(map(Month.parse, rows))


def _enter(award: Document, first: Month, before: Mapping[Month, Decimal], ground: ChangeGround) -> Document:
	paid = _paid_months(str(award.name), first)
	balance = compute_settlement(paid, before, {month: get_due_amount(award, month) for month in paid})
	change = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"award": award.name,
			"household": award.household,
			"scheme": award.scheme,
			"division": award.division,
			"payee_name": award.payee_name,
			"application": award.application,
			"change_kind": ground.kind,
			"from_month": str(first),
			"amount_before": before[first],
			"amount_after": get_due_amount(award, first),
			"reason": ground.reason,
			"policy_version": ground.policy_version,
			"decided_on": clock.today(),
			"decided_by": frappe.session.user,
			"arrears_amount": balance.underpaid,
			"overpaid_amount": balance.overpaid,
		}
	)
	with allow_transition(DOCTYPE):
		change.insert(  # allow: PERM-ignore-permissions nobody may write entries by hand; a checked decision leads here
			ignore_permissions=True
		)
	return change
