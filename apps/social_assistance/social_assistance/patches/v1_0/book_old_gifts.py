"""Vouchers of donations, disbursements and losses that were recorded before they were in the fund ledger."""

from social_assistance.engines.charity import legacy_donations
from social_assistance.setup.seed_funds import seed_accounts


def execute() -> None:
	"""Book what has no voucher; what is booked is left alone, so it may run twice."""
	seed_accounts()
	legacy_donations.post_missing_vouchers()
