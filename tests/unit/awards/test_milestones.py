"""Ages of the policy at which something begins or ends, and who reaches them when."""

from datetime import date

import pytest
from policies import district_d, policy

from social_assistance.domain.awards.milestones import Milestone, milestones
from social_assistance.domain.vocabulary import Scheme


def test_ages_come_from_the_policy():
	content = district_d()
	content["topups"] = {
		"citation": {"document": "细则"},
		"rules": [
			{"code": "minor", "share": "0.3", "max_age": 17},
			{"code": "old", "share": "0.1", "min_age": 60},
			{"code": "older", "share": "0.2", "min_age": 70},
		],
	}
	found = {row.age: row.schemes for row in milestones(policy(content))}
	assert set(found) == {18, 60, 70}
	assert {Scheme.ORPHAN, Scheme.UNSUPPORTED_CHILD, Scheme.TEKUN, Scheme.DIBAO_URBAN} <= set(found[18])
	assert Scheme.TEKUN not in found[70]


@pytest.mark.parametrize(
	("born", "day"),
	[
		(date(2008, 3, 15), date(2026, 3, 15)),
		(date(2008, 2, 29), date(2026, 3, 1)),
		(date(2008, 12, 31), date(2026, 12, 31)),
	],
)
def test_the_birthday_is_the_day_on_which_the_age_is_completed(born, day):
	assert Milestone(18, ()).reached_on(born) == day
