"""What the scheduler calls; each function hands over to a service or engine."""

from social_assistance.engines import payments


def resume_payment_runs() -> None:
	"""Continue the runs whose worker was killed."""
	payments.resume_interrupted()
