"""What the scheduler calls; each function hands over to a service or engine."""

from social_assistance.engines import payments
from social_assistance.services import staff_facts


def resume_payment_runs() -> None:
	"""Continue the runs whose worker was killed."""
	payments.resume_interrupted()


def refresh_staff_areas() -> None:
	"""Give and take the areas of assignments that begin or end today."""
	staff_facts.refresh_areas()
