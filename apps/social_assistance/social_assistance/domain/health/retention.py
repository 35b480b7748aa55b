"""Which old backups may go."""

from collections.abc import Mapping
from datetime import datetime, timedelta

# However old they are: a machine that stood still must not lose its last ones.
KEEP_LEAST = 3


def list_expired(made: Mapping[str, datetime], now: datetime, keep_days: int) -> list[str]:
	"""Names of backups older than so many days, the oldest first; never the newest three."""
	by_age = sorted(made, key=lambda name: (made[name], name))
	limit = now - timedelta(days=keep_days)
	return [name for name in by_age[:-KEEP_LEAST] if made[name] < limit]
