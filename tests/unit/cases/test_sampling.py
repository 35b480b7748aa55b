"""Spot-check draws."""

from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.cases.sampling import draw_sample
from social_assistance.domain.errors import ParameterError

populations = st.dictionaries(
	st.sampled_from(["East", "West", "North"]), st.sets(st.integers(0, 400).map(str), max_size=60), min_size=1
)
ratios = st.integers(1, 100).map(lambda percent: Decimal(percent) / 100)


@given(populations, ratios, st.text(min_size=1), st.sets(st.integers(0, 400).map(str), max_size=20))
def test_draws_are_repeatable_large_enough_and_mandatory_cases_are_on_top(population, ratio, seed, mandatory):
	draw = draw_sample(population, ratio, seed, mandatory)
	again = {name: list(cases) for name, cases in reversed(population.items())}
	assert draw_sample(again, ratio, seed, mandatory) == draw
	for row in draw.strata:
		cases = population[row.stratum]
		free = cases - mandatory
		assert set(row.mandatory) == cases & mandatory
		assert set(row.drawn) <= free
		assert len(row.drawn) == min(len(free), ceil(len(cases) * ratio))
	assert len(set(draw.cases)) == len(draw.cases) or len(population) > 1


def test_thirty_percent_of_ten():
	population = {"East": [f"case {number}" for number in range(10)]}
	draw = draw_sample(population, Decimal("0.30"), "2025-07", {"case 3"})
	assert len(draw.strata[0].drawn) == 3 and draw.strata[0].mandatory == ("case 3",)
	other = draw_sample(population, Decimal("0.30"), "2025-08", {"case 3"})
	assert draw.strata != other.strata
	larger = {"East": [*population["East"], "case 10"]}
	assert draw_sample(larger, Decimal("0.30"), "2025-07", {"case 3"}) != draw


def test_draws_are_fair():
	"""Over many seeds each case is drawn about as often as the ratio says."""
	population = {"East": [f"case {number}" for number in range(20)]}
	counts = dict.fromkeys(population["East"], 0)
	for seed in range(400):
		for case in draw_sample(population, Decimal("0.30"), str(seed)).cases:
			counts[case] += 1
	assert all(80 <= count <= 160 for count in counts.values())


@pytest.mark.parametrize(("ratio", "seed"), [("0", "x"), ("1.1", "x"), ("0.3", "")])
def test_impossible_draws(ratio, seed):
	with pytest.raises(ParameterError, match=r"must be a share between 0|is missing"):
		draw_sample({"East": ["a"]}, Decimal(ratio), seed)
