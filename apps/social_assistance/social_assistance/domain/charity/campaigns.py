"""Dates that the law sets for a campaign: filing, longest period, publication, final report (慈善法, 公开募捐管理办法)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from social_assistance.domain.periods import add_months


@dataclass(frozen=True)
class FundraisingTerms:
	"""The terms of one kind of campaign; 0 means that the law sets no such term."""

	filing_required: bool = False
	license_required: bool = False
	days_before_start: int = 0
	days_after_start: int = 0
	longest_months: int = 0
	publish_days: int = 0
	publish_months: int = 0
	publish_over_months: int = 0
	report_months: int = 0
	change_days: int = 0
	remind_days: int = 0


class Duty(Enum):
	"""What an organiser owes by a day."""

	FILING = "filing"
	PUBLICATION = "publication"
	REPORT = "report"


@dataclass(frozen=True)
class CampaignStanding:
	"""How far a campaign has come, as far as its duties go."""

	status: str
	starts_on: date
	filed_on: date | None = None
	next_publication_on: date | None = None
	report_due_on: date | None = None


def compute_filing_deadline(terms: FundraisingTerms, starts_on: date) -> date:
	"""Last day for filing the plan: days before the start, or, where filing may follow, days after it."""
	if terms.days_after_start:
		return starts_on + timedelta(days=terms.days_after_start)
	return starts_on - timedelta(days=terms.days_before_start)


def compute_latest_end(terms: FundraisingTerms, starts_on: date) -> date | None:
	"""Last day on which the campaign may end; None without a limit."""
	if not terms.longest_months:
		return None
	return add_months(starts_on, terms.longest_months) - timedelta(days=1)


def compute_change_deadline(terms: FundraisingTerms, changed_on: date) -> date | None:
	"""Last day for filing a change of the plan; None without such a duty."""
	return changed_on + timedelta(days=terms.change_days) if terms.change_days else None


def may_accept_donations(terms: FundraisingTerms, starts_on: date, filed_on: date | None, day: date) -> bool:
	"""Whether donations may be taken on a day: filed, or no filing needed, or filing may still follow."""
	if filed_on or not terms.filing_required:
		return True
	return bool(terms.days_after_start) and day <= compute_filing_deadline(terms, starts_on)


def compute_next_publication(
	terms: FundraisingTerms, starts_on: date, ends_on: date, published_on: date | None
) -> date | None:
	"""Day by which the running campaign publishes its figures again; None when the final report comes first."""
	last = published_on or starts_on
	due = last + timedelta(days=terms.publish_days) if terms.publish_days else None
	if due is None and terms.publish_months and ends_on > add_months(starts_on, terms.publish_over_months):
		due = add_months(last, terms.publish_months)
	return due if due is None or due <= ends_on else None


def compute_report_deadline(terms: FundraisingTerms, ends_on: date) -> date | None:
	"""Last day for the full report; None without such a duty."""
	return add_months(ends_on, terms.report_months) if terms.report_months else None


def list_duties(terms: FundraisingTerms, standing: CampaignStanding) -> Iterator[tuple[Duty, date]]:
	"""What is owed now, and by which day; a report is owed once the campaign is over."""
	is_unfiled = terms.filing_required and not standing.filed_on
	if is_unfiled and standing.status in ("Draft", "Running"):
		yield Duty.FILING, compute_filing_deadline(terms, standing.starts_on)
	if standing.next_publication_on and standing.status == "Running":
		yield Duty.PUBLICATION, standing.next_publication_on
	if standing.report_due_on and standing.status == "Closed":
		yield Duty.REPORT, standing.report_due_on


def is_due_soon(terms: FundraisingTerms, due_on: date, today: date) -> bool:
	"""Whether a day that is not over yet is near enough to be reminded of."""
	return due_on - timedelta(days=terms.remind_days) <= today <= due_on
