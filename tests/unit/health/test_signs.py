"""From which measure on a sign warns or fails."""

import pytest

from social_assistance.domain.health.signs import BOUNDS, Bound, Level, Sign, get_worst

CEILING, FLOOR = Bound(10, 20), Bound(0.2, 0.1, is_floor=True)


@pytest.mark.parametrize(
	("bound", "measure", "level"),
	[
		(CEILING, 9.9, Level.GOOD),
		(CEILING, 10, Level.WARNING),
		(CEILING, 20, Level.FAILURE),
		(FLOOR, 0.21, Level.GOOD),
		(FLOOR, 0.2, Level.WARNING),
		(FLOOR, 0.1, Level.FAILURE),
		(CEILING, None, Level.FAILURE),
		(Bound(1, 2, missing=Level.GOOD), None, Level.GOOD),
	],
)
def test_a_bound_itself_counts_as_reached(bound: Bound, measure: float | None, level: Level):
	assert bound.judge(measure) is level


@pytest.mark.parametrize("name", BOUNDS)
def test_each_bound_warns_before_it_fails(name: str):
	bound = BOUNDS[name]
	assert bound.judge(bound.warning) is Level.WARNING
	assert bound.judge(bound.failure) is Level.FAILURE


def test_the_worst_sign_tells_how_the_site_is():
	signs = [Sign("A", "", Level.WARNING, ""), Sign("B", "", Level.GOOD, "")]
	assert get_worst(signs) is Level.WARNING
	assert get_worst([]) is Level.GOOD
