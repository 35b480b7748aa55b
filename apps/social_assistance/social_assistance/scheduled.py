"""What the scheduler calls; each function hands over to a service or engine."""

from social_assistance.domain.periods import Month
from social_assistance.engines.awards import funeral_aid_openings, paid_once
from social_assistance.engines.cases import notice_takedown, step_reminders
from social_assistance.engines.charity import campaign_reminders, lapsed_claims
from social_assistance.engines.payments import due_table
from social_assistance.engines.reviews import dated_changes, due_reviews
from social_assistance.engines.runs import handing_over
from social_assistance.services import clock
from social_assistance.services.charity import campaign_moves
from social_assistance.services.clocks import holidays
from social_assistance.services.procedure import template_versions
from social_assistance.services.registry import staff_facts
from social_assistance.services.reviews import review_decisions
from social_assistance.setup import backup


def resume_runs() -> None:
	"""Continue whatever a worker left that was killed."""
	handing_over.resume_abandoned_works()


def clear_due_rows() -> None:
	"""What finished runs had to pay is kept by their lines alone."""
	due_table.delete_finished_rows()


def refresh_staff_areas() -> None:
	"""Give and take the areas of assignments that begin or end today."""
	staff_facts.refresh_work_areas()


def remind_of_missing_calendars() -> None:
	"""Tell the policy administrators which year's holidays are not on file."""
	holidays.remind_administrators()


def take_down_notices() -> None:
	"""Take notices down whose period or benefit has ended."""
	notice_takedown.take_down_expired_notices(clock.today())


def open_due_reviews() -> None:
	"""Open reviews that fall due, end suspensions after their one period and gradual exits after their last month."""
	today = clock.today()
	due_reviews.insert_due_reviews(today)
	review_decisions.end_expired_suspensions(today)
	due_reviews.end_gradual_exits(str(Month.of(today)))


def open_funeral_aid() -> None:
	"""Funeral aid of deaths that came with imports, or before the rule was put into force."""
	funeral_aid_openings.open_missing()


def close_paid_awards() -> None:
	"""Temporary aid that the bank has paid is closed."""
	paid_once.close_paid_awards()


def settle_dated_changes() -> None:
	"""What begins or ends by age, date or validity: announced before, ended on its day."""
	dated_changes.run(clock.today())


def retire_replaced_templates() -> None:
	"""Process templates whose successor holds from today."""
	template_versions.retire_replaced_versions()


def remind_of_due_steps() -> None:
	"""Messages about steps that are due soon or overdue."""
	step_reminders.send_step_reminders()


def lapse_wish_claims() -> None:
	"""Open wishes again whose claimants let their time pass."""
	lapsed_claims.lapse_expired_claims(clock.today())


def open_and_close_campaigns() -> None:
	"""Campaigns begin to take donations on their first day and stop after their last; organisers hear what is due."""
	campaign_moves.open_and_close_due_campaigns()
	campaign_reminders.send_campaign_reminders()


def back_up_site() -> None:
	"""Write the nightly backup where the site's configuration asks for one."""
	backup.back_up_nightly()


def copy_binary_logs() -> None:
	"""Copy what changed since the last copy, where the site is backed up nightly."""
	backup.copy_logs_regularly()
