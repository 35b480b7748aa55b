"""Which old backups go, and that the last ones never do."""

from datetime import datetime, timedelta

from social_assistance.domain.health.retention import KEEP_LEAST, list_expired

NOW = datetime(2026, 11, 30, 2, 0)


def made(*days: int) -> dict[str, datetime]:
	return {f"{age:03}": NOW - timedelta(days=age) for age in days}


def test_what_is_older_than_the_days_goes_the_oldest_first():
	assert list_expired(made(0, 1, 2, 36, 40), NOW, 35) == ["040", "036"]


def test_the_day_itself_is_kept():
	assert list_expired(made(0, 1, 2, 35), NOW, 35) == []


def test_the_newest_stay_however_old_they_are():
	assert list_expired(made(100, 200, 300), NOW, 35) == []
	assert list_expired(made(100, 200, 300, 400), NOW, 35) == ["400"]
	assert KEEP_LEAST == 3
