"""Check that no work for a background worker stands still."""

from collections.abc import Iterator

from social_assistance.engines.runs import standing
from social_assistance.engines.verify.invariants import Check, expect_none


def check_standing_runs() -> Iterator[Check]:
	"""Every document that a worker has to finish is under way, or was stopped by a person."""
	yield expect_none("RUN-01", "Runs that stand still, and since when", list(standing.list_stuck()))
