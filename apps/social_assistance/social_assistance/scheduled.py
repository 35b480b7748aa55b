"""What the scheduler calls; each function hands over to a service or engine."""

from social_assistance.engines import payments
from social_assistance.services import holidays, staff_facts


def resume_payment_runs() -> None:
	"""Continue the runs whose worker was killed."""
	payments.resume_interrupted()


def refresh_staff_areas() -> None:
	"""Give and take the areas of assignments that begin or end today."""
	staff_facts.refresh_areas()


def remind_of_missing_calendars() -> None:
	"""Tell the policy administrators which year's holidays are not on file."""
	holidays.remind()
