"""Receipts of gifts that were recorded before there was a book of receipts."""

from social_assistance.engines import old_gifts


def execute() -> None:
	"""Enter the receipts that stand only on their gifts; a number that is in the book is left alone, so it may run twice."""
	old_gifts.enter_receipts()
