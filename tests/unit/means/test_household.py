"""Facts that contradict each other, who counts, and signs of a split."""

from datetime import date

import pytest
from families import DAY, asset, family, head, income, person
from policies import policy

from social_assistance.domain.codec import from_plain, to_plain
from social_assistance.domain.errors import DomainError
from social_assistance.domain.labels import GROUND_LABELS
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.membership import FormerMember, assess_membership, find_splitting_signs
from social_assistance.domain.vocabulary import PersonStatus, Scheme

POLICY = policy()


def refusal(call, *args, **kwargs) -> tuple[str, str]:
	with pytest.raises(DomainError) as caught:
		call(*args, **kwargs)
	assert "{" not in str(caught.value)
	return caught.value.code, caught.value.field


@pytest.mark.parametrize(
	("members", "tables", "refused"),
	[
		([person("a", "Spouse")], {}, ("applicant_missing", "members")),
		([head("a"), head("b")], {}, ("applicant_twice", "members")),
		([head("a"), person("a", "Son")], {}, ("member_twice", "members[2]")),
		([head("a"), person("b", "Son", "2025-08-01")], {}, ("born_later", "members[2].birth_date")),
		(
			[head("a", statuses=[{"status": "Deceased", "first_day": "2025-07-01"}])],
			{},
			("applicant_dead", "members"),
		),
		(
			[
				head(
					"a",
					statuses=[{"status": "Imprisoned", "first_day": "2025-07-01", "last_day": "2025-06-01"}],
				)
			],
			{},
			("date_order", "members[1].statuses[1].last_day"),
		),
		([head("a", birth="2025-02-30")], {}, ("parameter_date", "members[1].birth_date")),
		([head("a", failed_care_items=7)], {}, ("care_items", "members[1].failed_care_items")),
		(
			[head("a", disabilities=[{"type": "4", "grade": 5}])],
			{},
			("disability_card_grade", "members[1].disabilities[1].grade"),
		),
		([head("a")], {"incomes": [income("b", 1)]}, ("member_unknown", "incomes[1].member")),
		(
			[head("a")],
			{"incomes": [income("a", 1, first=None)]},
			("income_without_period", "incomes[1].first"),
		),
		([head("a")], {"incomes": [income("a", 1, last="2024-12")]}, ("month_order", "incomes[1].months")),
		([head("a")], {"incomes": [income("a", -1)]}, ("parameter_negative", "incomes[1].amount")),
		([head("a")], {"incomes": [income("a", 10**12)]}, ("amount_limit", "incomes[1]")),
		([head("a")], {"assets": [asset("x", "Money")]}, ("member_unknown", "assets[1].member")),
		(
			[head("a")],
			{"asset_judgements": [{"kind": "Vehicle", "accepted": True, "reason": " "}]},
			("judgement_without_reason", "asset_judgements[1].reason"),
		),
		(
			[head("a")],
			{"obligors": [{"key": "o", "member": "a", "relation": "son", "household_persons": 0}]},
			("count_positive", "obligors[1].household_persons"),
		),
	],
)
def test_contradictions(members, tables, refused):
	assert refusal(family, *members, **tables) == refused


def test_facts_survive_storage():
	facts = family(
		head(disabilities=[{"type": "5", "grade": 1}], schemes=["TEKUN"], care_form="Dispersed"),
		incomes=[income("head", "10.50")],
		assets=[asset("head", "House", area="80.5")],
	)
	assert from_plain(HouseholdFacts, to_plain(facts)) == facts


def status(name: str, first: str, last: str | None = None) -> dict[str, object]:
	return {"statuses": [{"status": name, "first_day": first, "last_day": last}]}


@pytest.mark.parametrize(
	("member", "ground"),
	[
		(person("x", "Spouse"), "spouse"),
		(person("x", "Son", "2010-01-01"), "minor_child"),
		(person("x", "Son", "2007-07-16"), "minor_child"),
		(person("x", "Daughter", "2007-07-15", legal_duty=False), ""),
		(person("x", "Daughter", "2007-07-15"), "support_duty"),
		(person("x", "Daughter", "2004-01-01", study="Bachelor", lives_together=False), "student_child"),
		(person("x", "Daughter", "2001-01-01", study="Postgraduate", lives_together=False), ""),
		(person("x", "Son", "1990-01-01", can_live_independently=False), "dependent_child"),
		(person("x", "Son", "1990-01-01", lives_together=False), ""),
		(person("x", "Parent", "1950-01-01"), "support_duty"),
		(person("x", "Parent", "1950-01-01", lives_together=False), ""),
		(person("x", "Sibling", "1980-01-01"), ""),
		(person("x", "Sibling", "1980-01-01", legal_duty=True), "support_duty"),
		(person("x", "Spouse", **status("Imprisoned", "2025-07-01")), "!status_Imprisoned"),
		(person("x", "Spouse", **status("Imprisoned", "2020-07-01", "2025-07-14")), "spouse"),
		(
			person("x", "Son", "2010-01-01", **status("Compulsory Rehabilitation", "2025-07-15")),
			"!status_Compulsory Rehabilitation",
		),
		(person("x", "Spouse", **status("Declared Missing", "2024-01-01")), "!status_Declared Missing"),
		(
			person("x", "Son", "2000-01-01", **status("Resident Clergy", "2022-07-15")),
			"!status_Resident Clergy",
		),
		(person("x", "Spouse", **status("Resident Clergy", "2022-07-16")), "spouse"),
		(person("x", "Spouse", **status("Serving Soldier", "2020-01-01")), "spouse"),
		(person("x", "Parent", "1950-01-01", schemes=["TEKUN"]), "!has_TEKUN"),
	],
)
def test_who_counts(member, ground):
	row = assess_membership(family(head(), member), POLICY, Scheme.DIBAO_URBAN)[1]
	assert (row.counts, row.ground) == (
		bool(ground) and ground[0] != "!",
		ground.lstrip("!") or "no_support_duty",
	)
	assert row.ground in GROUND_LABELS


def test_every_ground_has_a_label():
	assert {f"status_{status.value}" for status in PersonStatus} <= set(GROUND_LABELS)


def test_split_households():
	rules = POLICY.household
	old = family(head("old", "1950-01-01"), day=DAY)
	former = [FormerMember("old", 75, False), FormerMember("son", 45, True, same_address=True)]
	assert find_splitting_signs(old, date(2025, 3, 1), former, rules) == (
		"formed_shortly_before",
		"only_dependants_left",
		"earner_at_same_address",
	)
	assert find_splitting_signs(old, date(2024, 7, 15), former, rules) == ()
	assert find_splitting_signs(old, date(2025, 3, 1), former[:1], rules) == ()
	worker = family(head("old", "1985-01-01"), day=DAY)
	assert find_splitting_signs(worker, date(2025, 3, 1), former, rules)[:2] == (
		"formed_shortly_before",
		"earner_at_same_address",
	)
