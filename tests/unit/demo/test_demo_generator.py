"""The demo generator: figures of the report to the cent, valid numbers, families that can be true, repeatable."""

from collections import Counter
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from social_assistance.demo import amounts, names
from social_assistance.demo.district import RURAL, URBAN, build_demo_district, build_synthetic_district
from social_assistance.demo.households import (
	CENTRALISED,
	CHUNK,
	Household,
	draw_household_sizes,
	get_demo_chunk,
	iter_households,
	iter_synthetic_chunks,
)
from social_assistance.demo.numbers import CitizenIds, build_bank_card, build_mobile
from social_assistance.demo.people import AS_OF
from social_assistance.demo.report import DIBAO_LEVELS, GROUPS, Group
from social_assistance.domain.registry.divisions import DivisionLevel, parse_division
from social_assistance.domain.registry.identifiers import (
	AccountKind,
	parse_account,
	parse_citizen_id,
	parse_phone,
)
from social_assistance.domain.registry.names import build_name_pinyin, is_plausible_name


@pytest.fixture(scope="module")
def demo() -> list[Household]:
	return list(iter_households(build_demo_district(), get_demo_chunk()))


def by_scheme(demo: list[Household], scheme: str) -> list[Household]:
	return [household for household in demo if household.scheme == scheme]


def persons(chosen: list[Household]) -> int:
	return sum(len(household.members) for household in chosen)


@pytest.mark.parametrize(
	("scheme", "expected_households", "expected_persons"),
	[
		("DIBAO-URBAN", 832, 1155),
		("DIBAO-RURAL", 1040, 1256),
		("TEKUN", 198, 198),
		("DIBIAN", 347, 541),
		("GANGZHI", 102, 169),
	],
)
def test_households_and_persons_are_those_of_the_report(demo, scheme, expected_households, expected_persons):
	chosen = by_scheme(demo, scheme)
	assert (len(chosen), persons(chosen)) == (expected_households, expected_persons)


@pytest.mark.parametrize(
	("scheme", "before", "after"),
	[("DIBAO-URBAN", "322.50", "348.50"), ("DIBAO-RURAL", "227.50", "261.50")],
)
def test_average_is_exact_before_and_after_july(demo, scheme, before, after):
	chosen = by_scheme(demo, scheme)
	assert sum(h.before for h in chosen) == Decimal(before) * persons(chosen)
	assert sum(h.after for h in chosen) == Decimal(after) * persons(chosen)


def test_every_award_is_a_gap_between_nothing_and_the_standard(demo):
	for scheme, (former, present) in DIBAO_LEVELS.items():
		for household in by_scheme(demo, scheme):
			size = len(household.members)
			assert 0 < household.before < former.standard * size
			assert 0 < household.after < present.standard * size


def test_extreme_difficulty_is_four_urban_people_and_thirty_in_institutions(demo):
	chosen = by_scheme(demo, "TEKUN")
	assert Counter(h.residence_class for h in chosen) == {RURAL: 194, URBAN: 4}
	assert Counter(h.care_form for h in chosen)[CENTRALISED] == 30
	assert {(h.residence_class, h.before * 12, h.after * 12) for h in chosen} == {
		(RURAL, Decimal(7140), Decimal(8160)),
		(URBAN, Decimal(10080), Decimal(10920)),
	}


def test_numbers_are_valid_and_belong_to_one_person_each(demo):
	people = [person for household in demo for person in household.members]
	for person in people:
		parsed = parse_citizen_id(person.id_number, as_of=AS_OF)
		assert (parsed.birth_date, parsed.sex.name == "MALE") == (person.birth_date, person.is_male)
	assert len({person.id_number for person in people}) == len(people)
	for household in demo:
		assert parse_account(household.bank_account, AccountKind.CARD) == household.bank_account
		assert parse_phone(household.phone) == household.phone


def test_parents_are_older_and_couples_of_two_sexes(demo):
	for household in demo:
		head = household.members[0]
		assert [person.relation for person in household.members].count("Head") == 1
		for person in household.members[1:]:
			years = (person.birth_date - head.birth_date).days / 365.25
			if person.relation in ("Son", "Daughter"):
				assert years >= 17
				assert person.is_male == (person.relation == "Son")
			elif person.relation == "Grandchild":
				assert years >= 40
			elif person.relation == "Parent":
				assert years <= -17
			elif person.relation == "Spouse":
				assert person.is_male != head.is_male


def test_study_work_and_health_fit_the_age(demo):
	for person in (person for household in demo for person in household.members):
		if person.study_stage:
			assert 3 <= person.age <= 22
		if person.employment_status == "Child":
			assert person.age < 16
		assert bool(person.disability_type) == bool(person.disability_level)
		assert all(person.birth_date <= row.diagnosed_on <= AS_OF for row in person.illnesses)


def test_disability_illness_and_study_occur_in_plausible_shares(demo):
	people = [person for household in demo for person in household.members]
	shares = {
		"disabled": sum(bool(p.disability_type) for p in people) / len(people),
		"ill": sum(bool(p.illnesses) for p in people) / len(people),
		"student": sum(bool(p.study_stage) for p in people) / len(people),
	}
	assert 0.15 < shares["disabled"] < 0.35
	assert 0.15 < shares["ill"] < 0.45
	assert 0.04 < shares["student"] < 0.25


def test_pinyin_is_that_of_the_registry(demo):
	for person in (person for household in demo[:400] for person in household.members):
		assert is_plausible_name(person.person_name)
		assert person.name_pinyin == build_name_pinyin(person.person_name)


def test_every_given_name_has_one_reading():
	drawn = {given for generation in names.GENERATIONS.values() for group in generation for given in group}
	for given in drawn:
		assert names.build_pinyin("王", given) == build_name_pinyin("王" + given), given


def test_the_same_seed_gives_the_same_district(demo):
	assert demo == list(iter_households(build_demo_district(), get_demo_chunk()))


def test_places_are_ten_townships_and_104_villages_with_fitting_codes():
	district = build_demo_district()
	villages = [place for place in district.places if place.level == "Village"]
	assert (len(district.townships), len(villages)) == (10, 104)
	assert len({place.name for place in villages}) == 104
	for place in district.places:
		code = parse_division(place.code)
		assert code.level == DivisionLevel[place.level.upper()]
		assert (code.parent.value if code.parent else None) == place.parent


def test_a_synthetic_million_has_unique_places_and_covers_every_serial():
	district = build_synthetic_district(1_000_000)
	assert len({place.code for place in district.places}) == len(district.places)
	chunks = list(iter_synthetic_chunks(1_000_000))
	assert sum(chunk.size for chunk in chunks) == 1_000_000
	assert [chunk.first for chunk in chunks] == list(range(1, 1_000_001, CHUNK))
	assert len({chunk.county for chunk in chunks}) == len(chunks)


@pytest.mark.parametrize("size", [1, 7, 999, 2519, 5000])
def test_a_synthetic_district_of_any_size_is_whole(size):
	made = [
		h
		for chunk in iter_synthetic_chunks(size)
		for h in iter_households(build_synthetic_district(size), chunk)
	]
	assert [household.serial for household in made] == list(range(1, size + 1))
	ids = [person.id_number for household in made for person in household.members]
	assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group.scheme} {group.residence_class}")
def test_sizes_give_the_persons_exactly(group: Group):
	sizes = draw_household_sizes(Random(1), group)
	assert (len(sizes), sum(sizes)) == (group.households, group.persons)
	assert set(sizes) <= {1, 2, 3, 4}


def test_temporary_aid_adds_up():
	grants = amounts.draw_temporary_aid(Random(1))
	assert (len(grants), sum(grant.amount for grant in grants)) == (250, Decimal("303700.00"))
	advanced = [grant for grant in grants if grant.from_advance]
	assert sum(grant.amount for grant in advanced) == Decimal("165000.00")
	assert {grant.month for grant in advanced} == {"2025-02"}
	assert all(Decimal(300) <= grant.amount <= Decimal(3000) for grant in grants)


def test_a_county_runs_out_of_numbers_with_a_clear_error():
	ids = CitizenIds("419802")
	given = {ids.next(date(1980, 1, 1), True) for _ in range(500)}
	assert len(given) == 500
	with pytest.raises(OverflowError, match="419802"):
		ids.next(date(1980, 1, 1), True)


def test_cards_and_phones_of_the_largest_district_pass():
	assert parse_account(build_bank_card("621700", 1_000_000), AccountKind.CARD)
	assert parse_phone(build_mobile(1_999_999))
