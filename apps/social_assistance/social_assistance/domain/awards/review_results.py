"""复核: when the next review is due, what a result asks for, and what a change adds or takes in months already paid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from social_assistance.domain.errors import ReviewError
from social_assistance.domain.means.household import HouseholdFacts, LabourAbility, Member
from social_assistance.domain.money import ZERO
from social_assistance.domain.payments.overpayment import Balance, compare_months, get_first_month_not_due
from social_assistance.domain.periods import Month
from social_assistance.domain.policy.parameters import Administration
from social_assistance.domain.vocabulary import IncomeKind

UNSTABLE_INCOME = frozenset({IncomeKind.WAGES, IncomeKind.BUSINESS})


class ReviewResult(Enum):
	"""What a review ends with (民发〔2021〕57号 art. 32)."""

	MAINTAIN = "Maintain"
	INCREASE = "Increase"
	DECREASE = "Decrease"
	GRADUAL_EXIT = "Gradual Exit"
	STOP = "Stop"


# Ends that follow from an event or a wish, not from the family's means.
EVENT_REASONS = frozenset(
	{
		"Voluntary",
		"Death",
		"Moved Away",
		"Imprisonment",
		"Refused Review",
		"False Statement",
		"Age Reached",
		"Expired",
		"Other",
	}
)
# Ends that take effect with the month after the event, whenever they become known.
DATED_REASONS = frozenset({"Death", "Imprisonment", "Age Reached"})
# The day is what the overpayment hangs on.
DAY_REQUIRED = frozenset({"Death", "Imprisonment"})
# Changes of the family that are settled from the month after the event; income and property change from the usual month.
DATED_CHANGES = frozenset(
	{
		"Members",
		"Birth",
		"Return",
		"Disability",
		"Marriage",
		"Residence",
		"End of School",
		"Age Reached",
		"Death",
		"Imprisonment",
	}
)


@dataclass(frozen=True)
class Assessed:
	"""What the new means test found: the monthly amount in yuan, nothing when the family has no right any more."""

	is_eligible: bool
	amount: Decimal


@dataclass(frozen=True)
class ReviewSheet:
	"""What a township puts before the district; `assessed` is None while there is no new means test."""

	result: ReviewResult
	amount_before: Decimal
	assessed: Assessed | None = None
	exit_reason: str = ""
	is_verified: bool = False
	is_visited: bool = False
	changed_on: date | None = None
	change_kind: str = ""
	needs_assessment: bool = True


def is_unstable(facts: HouseholdFacts, rules: Administration) -> bool:
	"""Unstable income, or members able to work: such families are reviewed sooner (民发〔2021〕57号 art. 31)."""
	working = any(line.kind in UNSTABLE_INCOME for line in facts.incomes)
	return working or any(_is_able(member, facts.assessed_on, rules) for member in facts.members)


def require_complete_sheet(sheet: ReviewSheet) -> None:
	"""Refuse a proposal that its own sheet does not carry; ReviewError names what is missing or contradicts."""
	if sheet.result is ReviewResult.STOP and not sheet.exit_reason:
		raise ReviewError("review_exit_reason", "exit_reason")
	if sheet.result is ReviewResult.STOP and sheet.exit_reason in EVENT_REASONS:
		if sheet.exit_reason in DAY_REQUIRED and not sheet.changed_on:
			raise ReviewError("review_event_day", "changed_on")
		return
	if sheet.change_kind in DAY_REQUIRED and not sheet.changed_on:
		raise ReviewError("review_event_day", "changed_on")
	if not sheet.is_verified:
		raise ReviewError("review_verification", "verification_no")
	if not sheet.is_visited:
		raise ReviewError("review_visit", "visited_on")
	_require_means(sheet)


def compute_first_month_changed(
	result: ReviewResult, exit_reason: str, changed_on: date | None, usual: Month, change_kind: str = ""
) -> Month:
	"""From which month the new amount holds: the month after an event of a member, otherwise the policy's month."""
	dated = exit_reason in DATED_REASONS if result is ReviewResult.STOP else change_kind in DATED_CHANGES
	return min(usual, get_first_month_not_due(changed_on)) if dated and changed_on else usual


def compute_settlement(
	paid: Iterable[Month], before: Mapping[Month, Decimal], after: Mapping[Month, Decimal]
) -> Balance:
	"""Arrears and overpayment of months that have a payment line: what they paid against what is now due."""
	months = tuple(paid)
	return compare_months(
		{month: before.get(month, ZERO) for month in months},
		{month: after.get(month, ZERO) for month in months},
	)


def _require_means(sheet: ReviewSheet) -> None:
	"""The result must be what the new means test says; aid is not stopped, cut or raised on a guess.

	Whatever is not maintained needs the means test, with the kind of the change and its day: from when it counts hangs on it.
	"""
	found, is_maintained = sheet.assessed, sheet.result is ReviewResult.MAINTAIN
	if found is None:
		if sheet.needs_assessment or not is_maintained:
			raise ReviewError("review_assessment", "means_assessment")
		return
	if not is_maintained:
		_require_change(sheet)
	details = {"before": sheet.amount_before, "found": found.amount if found.is_eligible else ZERO}
	fits = {
		ReviewResult.MAINTAIN: found.is_eligible,
		ReviewResult.INCREASE: found.is_eligible and found.amount > sheet.amount_before,
		ReviewResult.DECREASE: found.is_eligible and found.amount < sheet.amount_before,
		ReviewResult.GRADUAL_EXIT: not found.is_eligible,
		ReviewResult.STOP: not found.is_eligible,
	}
	if not fits[sheet.result]:
		raise ReviewError("review_contradicts_means", "proposed_result", details)


def _require_change(sheet: ReviewSheet) -> None:
	if not sheet.change_kind:
		raise ReviewError("review_change_kind", "change_kind")
	if not sheet.changed_on:
		raise ReviewError("review_change_day", "changed_on")


def _is_able(member: Member, day: date, rules: Administration) -> bool:
	of_age = rules.working_age_from <= member.age(day) < rules.working_age_below
	return of_age and member.labour_ability is not LabourAbility.NONE and member.study is None
