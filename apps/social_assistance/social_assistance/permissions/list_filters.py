"""List hooks, one per scoped DocType: Frappe calls them with the user only, so each knows its own table."""

from social_assistance.permissions.region_scope import condition


def registry_person(user: str | None = None) -> str:
	"""Rows of Registry Person inside the user's divisions."""
	return condition("Registry Person", user)


def registry_household(user: str | None = None) -> str:
	"""Rows of Registry Household inside the user's divisions."""
	return condition("Registry Household", user)


def assistance_application(user: str | None = None) -> str:
	"""Rows of Assistance Application inside the user's divisions."""
	return condition("Assistance Application", user)


def application_step(user: str | None = None) -> str:
	"""Rows of Application Step inside the user's divisions."""
	return condition("Application Step", user)


def case_snapshot(user: str | None = None) -> str:
	"""Rows of Case Snapshot inside the user's divisions."""
	return condition("Case Snapshot", user)


def public_notice(user: str | None = None) -> str:
	"""Rows of Public Notice inside the user's divisions."""
	return condition("Public Notice", user)


def application_decision(user: str | None = None) -> str:
	"""Rows of Application Decision inside the user's divisions."""
	return condition("Application Decision", user)


def means_assessment(user: str | None = None) -> str:
	"""Rows of Means Assessment inside the user's divisions."""
	return condition("Means Assessment", user)


def home_visit(user: str | None = None) -> str:
	"""Rows of Home Visit inside the user's divisions."""
	return condition("Home Visit", user)


def self_care_assessment(user: str | None = None) -> str:
	"""Rows of Self-care Assessment inside the user's divisions."""
	return condition("Self-care Assessment", user)


def evidence_claim(user: str | None = None) -> str:
	"""Rows of Evidence Claim inside the user's divisions."""
	return condition("Evidence Claim", user)


def screening_candidate(user: str | None = None) -> str:
	"""Rows of Screening Candidate inside the user's divisions."""
	return condition("Screening Candidate", user)


def screening_run(user: str | None = None) -> str:
	"""Rows of Screening Run inside the user's divisions."""
	return condition("Screening Run", user)


def benefit_award(user: str | None = None) -> str:
	"""Rows of Benefit Award inside the user's divisions."""
	return condition("Benefit Award", user)


def payment_line(user: str | None = None) -> str:
	"""Rows of Payment Line inside the user's divisions."""
	return condition("Payment Line", user)


def payment_difference(user: str | None = None) -> str:
	"""Rows of Payment Difference inside the user's divisions."""
	return condition("Payment Difference", user)


def award_change(user: str | None = None) -> str:
	"""Rows of Award Change inside the user's divisions."""
	return condition("Award Change", user)


def payment_hold(user: str | None = None) -> str:
	"""Rows of Payment Hold inside the user's divisions."""
	return condition("Payment Hold", user)
