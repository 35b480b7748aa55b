"""Receipts of donations that were recorded before there was a book of receipts."""

from social_assistance.engines.charity import legacy_donations


def execute() -> None:
	"""Enter the receipts that stand only on their donations; a number that is in the book is left alone, so it may run twice."""
	legacy_donations.create_missing_receipts()
