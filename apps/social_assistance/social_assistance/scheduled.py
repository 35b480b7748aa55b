"""What the scheduler calls; each function hands over to a service or engine."""

from social_assistance.domain.periods import Month
from social_assistance.engines import (
	campaign_reminders,
	due_table,
	notice_takedown,
	payments,
	reminders,
	reviews,
	wish_claims,
)
from social_assistance.services import (
	charity_campaign_moves,
	clock,
	holidays,
	process_versions,
	review_decisions,
	staff_facts,
)


def resume_payment_runs() -> None:
	"""Continue the runs whose worker was killed."""
	payments.resume_interrupted()


def clear_due_rows() -> None:
	"""What finished runs had to pay is kept by their lines alone."""
	due_table.forget_finished()


def refresh_staff_areas() -> None:
	"""Give and take the areas of assignments that begin or end today."""
	staff_facts.refresh_areas()


def remind_of_missing_calendars() -> None:
	"""Tell the policy administrators which year's holidays are not on file."""
	holidays.remind()


def take_down_notices() -> None:
	"""Take notices down whose period or benefit has ended."""
	notice_takedown.take_down(clock.today())


def open_due_reviews() -> None:
	"""Open reviews that fall due, end suspensions after their one period and gradual exits after their last month."""
	today = clock.today()
	reviews.open_due(today)
	review_decisions.end_suspensions(today)
	reviews.end_gradual_exits(str(Month.of(today)))


def retire_replaced_templates() -> None:
	"""Process templates whose successor holds from today."""
	process_versions.retire_replaced()


def remind_of_due_steps() -> None:
	"""Messages about steps that are due soon or overdue."""
	reminders.remind()


def lapse_wish_claims() -> None:
	"""Open wishes again whose claimants let their time pass."""
	wish_claims.lapse(clock.today())


def open_and_close_campaigns() -> None:
	"""Campaigns begin to take gifts on their first day and stop after their last; organisers hear what is due."""
	charity_campaign_moves.keep_to_the_calendar()
	campaign_reminders.remind()
