from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.charity.campaigns import (
	CampaignStanding,
	Duty,
	FundraisingTerms,
	compute_change_deadline,
	compute_filing_deadline,
	compute_latest_end,
	compute_next_publication,
	compute_report_deadline,
	is_due_soon,
	list_duties,
	may_accept_donations,
)

PUBLIC = FundraisingTerms(
	filing_required=True,
	license_required=True,
	days_before_start=10,
	longest_months=36,
	publish_months=3,
	publish_over_months=6,
	report_months=3,
)
EMERGENCY = FundraisingTerms(
	filing_required=True,
	license_required=True,
	days_after_start=10,
	longest_months=12,
	publish_days=5,
	report_months=3,
)
TARGETED = FundraisingTerms()
days = st.dates(date(2024, 9, 5), date(2040, 12, 31))


def test_a_public_campaign_is_filed_ten_days_before_and_an_emergency_may_follow():
	assert compute_filing_deadline(PUBLIC, date(2026, 3, 11)) == date(2026, 3, 1)
	assert compute_filing_deadline(EMERGENCY, date(2026, 3, 1)) == date(2026, 3, 11)


def test_three_years_and_one_year_are_counted_to_the_day_before():
	assert compute_latest_end(PUBLIC, date(2026, 3, 1)) == date(2029, 2, 28)
	assert compute_latest_end(EMERGENCY, date(2026, 3, 1)) == date(2027, 2, 28)
	assert compute_latest_end(TARGETED, date(2026, 3, 1)) is None


def test_publication_every_three_months_only_beyond_six():
	start = date(2026, 1, 1)
	assert compute_next_publication(PUBLIC, start, date(2026, 7, 1), None) is None
	assert compute_next_publication(PUBLIC, start, date(2026, 7, 2), None) == date(2026, 4, 1)
	assert compute_next_publication(PUBLIC, start, date(2026, 7, 2), date(2026, 6, 30)) is None
	assert compute_next_publication(EMERGENCY, start, date(2026, 2, 1), date(2026, 1, 6)) == date(2026, 1, 11)


def test_the_report_is_due_three_months_after_the_end():
	assert compute_report_deadline(PUBLIC, date(2026, 11, 30)) == date(2027, 2, 28)
	assert compute_report_deadline(TARGETED, date(2026, 11, 30)) is None


@given(days, st.integers(-400, 400))
def test_unfiled_public_campaigns_never_take_gifts_and_targeted_always_may(start, offset):
	day = start + timedelta(days=offset)
	assert not may_accept_donations(PUBLIC, start, None, day)
	assert may_accept_donations(PUBLIC, start, start, day)
	assert may_accept_donations(TARGETED, start, None, day)
	assert may_accept_donations(EMERGENCY, start, None, day) == (offset <= 10)


@given(days, st.integers(0, 1200), st.integers(0, 1200))
def test_publications_lie_after_the_last_one_and_never_after_the_end(start, length, since):
	end, last = start + timedelta(days=length), start + timedelta(days=min(since, length))
	for terms in (PUBLIC, EMERGENCY, TARGETED):
		due = compute_next_publication(terms, start, end, last)
		assert due is None or last < due <= end


def test_what_is_owed_follows_the_campaigns_state():
	filed = {"starts_on": date(2026, 3, 1), "filed_on": date(2026, 2, 1)}
	later = {"next_publication_on": date(2026, 6, 1), "report_due_on": date(2026, 12, 31)}
	cases = (
		(PUBLIC, CampaignStanding("Draft", date(2026, 3, 1)), [(Duty.FILING, date(2026, 2, 19))]),
		(EMERGENCY, CampaignStanding("Running", date(2026, 3, 1)), [(Duty.FILING, date(2026, 3, 11))]),
		(TARGETED, CampaignStanding("Draft", date(2026, 3, 1)), []),
		(PUBLIC, CampaignStanding("Plan Filed", **filed, **later), []),
		(PUBLIC, CampaignStanding("Running", **filed, **later), [(Duty.PUBLICATION, date(2026, 6, 1))]),
		(PUBLIC, CampaignStanding("Closed", **filed, **later), [(Duty.REPORT, date(2026, 12, 31))]),
		(PUBLIC, CampaignStanding("Reported", **filed, **later), []),
	)
	for terms, standing, expected in cases:
		assert list(list_duties(terms, standing)) == expected, standing


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(-40, 40), st.integers(0, 30))
def test_a_day_is_near_from_so_many_days_before_until_it_is_over(due_on, ahead, days):
	today = due_on - timedelta(days=ahead)
	assert is_due_soon(FundraisingTerms(remind_days=days), due_on, today) == (0 <= ahead <= days)


def test_a_change_is_filed_within_days_of_it_where_the_law_says_so():
	assert compute_change_deadline(FundraisingTerms(change_days=10), date(2026, 2, 25)) == date(2026, 3, 7)
	assert compute_change_deadline(TARGETED, date(2026, 2, 25)) is None
