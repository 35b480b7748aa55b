"""What the scheduler calls."""

from social_assistance_erpnext.services import posting


def post_ledger() -> None:
	"""Post what the fund ledger booked since the last time; nothing while the bridge is switched off."""
	if posting.is_enabled():
		posting.post_pending()
