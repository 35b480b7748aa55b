"""Kin, appraisal, disclosure, likeness of people."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_assistance.domain.cases.appraisal import (
	AppraisalConclusion,
	AppraisalFacts,
	Attendee,
	Votes,
	conclude_appraisal,
	list_triggers,
)
from social_assistance.domain.cases.disclosure import build_published_item, is_protected
from social_assistance.domain.cases.kinship import (
	KinMatch,
	StaffRelative,
	list_recused_staff,
	list_undeclared_ties,
	match_kin,
	needs_district_visit,
)
from social_assistance.domain.errors import DisclosureError, ParameterError, ProcessError
from social_assistance.domain.policy.appraisal_rules import AppraisalRule, AppraisalTrigger, Fraction
from social_assistance.domain.policy.disclosure_rules import PUBLISHABLE, DisclosureRule
from social_assistance.domain.registry.likeness import (
	Identity,
	Likeness,
	MatchRule,
	compare_people,
	normalise_address,
	score_births,
	score_names,
)

# Kin

NATIONAL_WIDTH = ("Spouse", "Parent", "Child", "Sibling", "Grandparent", "Grandchild")
RELATIVES = (
	StaffRelative("clerk", "Self", "d-clerk"),
	StaffRelative("clerk", "Sibling", "d-brother"),
	StaffRelative("clerk", "Parent-in-law", "d-inlaw"),
	StaffRelative("cadre", "Child", "d-brother"),
)


def test_kin_are_found_by_digest():
	people = {"applicant": ["d-brother"], "wife": ["d-other"], "mother": ["d-inlaw"]}
	matches = match_kin(people, RELATIVES, NATIONAL_WIDTH, declared_staff={"clerk"})
	assert matches == (
		KinMatch("applicant", "clerk", "Sibling", True),
		KinMatch("applicant", "cadre", "Child", False),
	)
	assert list_undeclared_ties(matches) == matches[1:]
	assert list_recused_staff(matches, {"leader"}) == {"clerk", "cadre", "leader"}
	assert needs_district_visit(matches, False) and needs_district_visit((), True)
	assert not needs_district_visit((), False)


def test_width_of_the_kin_list_is_local():
	people = {"mother": ["d-inlaw"], "clerk himself": ["old-digest", "d-clerk"]}
	assert [match.person for match in match_kin(people, RELATIVES, NATIONAL_WIDTH)] == ["clerk himself"]
	wide = (*NATIONAL_WIDTH, "Parent-in-law")
	assert len(match_kin(people, RELATIVES, wide)) == 2


# Appraisal

RULE = AppraisalRule(min_attendees=9, representatives=Fraction(2, 3), majority=Fraction(2, 3))


def present(representatives, others, **last):
	people = [Attendee(f"r{n}", True) for n in range(representatives)]
	people += [Attendee(f"o{n}", False) for n in range(others)]
	if last:
		people[-1] = Attendee("last", people[-1].is_representative, **last)
	return people


def absent(count):
	return [Attendee(f"a{n}", True, is_present=False, has_signed=False) for n in range(count)]


def test_people_who_stayed_away_neither_sign_nor_vote():
	meeting = [*present(6, 3), *absent(4)]
	assert conclude_appraisal(meeting, Votes(7, 1, 1), RULE) is AppraisalConclusion.TRUE


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_conclusion_has_its_majority(true, untrue, unclear):
	rule = AppraisalRule(representatives=Fraction(1, 100))
	conclusion = conclude_appraisal(present(true + untrue + unclear, 0), Votes(true, untrue, unclear), rule)
	votes = {AppraisalConclusion.TRUE: true, AppraisalConclusion.UNTRUE: untrue}
	if conclusion in votes:
		assert 3 * votes[conclusion] >= 2 * (true + untrue + unclear)
	else:
		assert 3 * max(true, untrue) < 2 * (true + untrue + unclear)


@pytest.mark.parametrize(
	("facts", "expected"),
	[
		(AppraisalFacts(), ()),
		(AppraisalFacts(kin=True), ()),
		(AppraisalFacts(kin=True, undeclared_kin=True), (AppraisalTrigger.KIN_DOUBT,)),
		(AppraisalFacts(conflict=True), (AppraisalTrigger.CONFLICT,)),
		(AppraisalFacts(no_paper=True, kin=True), (AppraisalTrigger.NO_PAPER, AppraisalTrigger.KIN_DOUBT)),
		(
			AppraisalFacts(objection=True, complaint=True),
			(AppraisalTrigger.OBJECTION, AppraisalTrigger.COMPLAINT),
		),
	],
)
def test_only_a_dispute_calls_for_an_appraisal(facts, expected):
	assert list_triggers(facts, AppraisalRule()) == expected


def test_local_rule_may_ask_for_every_case():
	assert list_triggers(AppraisalFacts(), AppraisalRule(always=True)) == (AppraisalTrigger.ALWAYS,)


def test_shares_above_one_or_of_nothing_are_refused():
	for part, whole in ((3, 2), (0, 3), (1, 0)):
		with pytest.raises(ParameterError, match="must be a share between 0"):
			Fraction(part, whole)


@pytest.mark.parametrize(
	("votes", "conclusion"),
	[
		(Votes(6, 3), AppraisalConclusion.TRUE),
		(Votes(5, 4), AppraisalConclusion.REINVESTIGATE),
		(Votes(2, 6, 1), AppraisalConclusion.UNTRUE),
		(Votes(0, 0, 9), AppraisalConclusion.REINVESTIGATE),
		(Votes(5, 0, 4), AppraisalConclusion.REINVESTIGATE),
	],
)
def test_conclusions(votes, conclusion):
	assert conclude_appraisal(present(6, 3), votes, RULE) is conclusion


@pytest.mark.parametrize(
	("attendees", "votes", "code"),
	[
		(present(6, 2), Votes(6, 2), "appraisal_too_few"),
		([], Votes(0, 0), "appraisal_too_few"),
		(present(5, 4), Votes(9, 0), "appraisal_representatives"),
		(present(6, 3), Votes(7, 3), "appraisal_votes"),
		(present(6, 3), Votes(6, 2), "appraisal_votes"),
		([*present(6, 3), *absent(5)], Votes(9, 0), "appraisal_attendance"),
		(present(6, 3), Votes(7, -1), "appraisal_votes"),
		(present(6, 3, is_relative=True), Votes(9, 0), "appraisal_relative"),
		(present(6, 3, has_signed=False), Votes(9, 0), "appraisal_unsigned"),
		([*present(6, 3), Attendee("r0", True)], Votes(9, 0), "appraisal_twice"),
	],
)
def test_invalid_meetings(attendees, votes, code):
	with pytest.raises(ProcessError) as caught:
		conclude_appraisal(attendees, votes, RULE)
	assert caught.value.code == code and "{" not in str(caught.value)


# Disclosure

CASE = {
	"case_no": "SQ-2025-00001",
	"scheme": "城市低保",
	"applicant_name": "欧阳修",
	"member_count": 3,
	"covered_count": 3,
	"amount": "291.00",
	"office_phone": "13800138000",
	"id_number": "11010519491231002X",
	"phone": "13900139000",
	"bank_account": "6228480000000000018",
	"address": "幸福路 1 号",
	"cause": "illness",
}


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 9)), st.booleans())
def test_nothing_but_the_whitelist_is_published(extra, protected):
	assert set(build_published_item({**extra, **CASE}, DisclosureRule(), protected)) <= set(PUBLISHABLE)


def test_published_item():
	assert build_published_item(CASE, DisclosureRule(mask_names=True)) == {
		"case_no": "SQ-2025-00001",
		"scheme": "城市低保",
		"applicant_name": "欧阳**",
		"member_count": 3,
		"covered_count": 3,
		"amount": "291.00",
		"office_phone": "13800138000",
	}
	narrow = DisclosureRule(("applicant_name", "amount"))
	assert build_published_item(CASE, narrow) == {"applicant_name": "欧阳修", "amount": "291.00"}


def test_protected_people_are_a_number_and_a_count():
	assert set(build_published_item(CASE, DisclosureRule(), protected=True)) == {
		"case_no",
		"scheme",
		"member_count",
		"office_phone",
	}
	narrow = DisclosureRule(("applicant_name", "amount"))
	assert build_published_item(CASE, narrow, protected=True) == {
		"case_no": "SQ-2025-00001",
		"member_count": 3,
	}
	assert is_protected(17, 18, (), ())
	assert is_protected(40, 18, ("domestic_violence",), ("domestic_violence",))
	assert not is_protected(40, 18, ("single_parent_child",), ("domestic_violence",))


def test_a_policy_cannot_widen_the_list():
	with pytest.raises(ParameterError, match=r"publish_fields is address\. Allowed: case_no"):
		DisclosureRule(("applicant_name", "address"))


@pytest.mark.parametrize(
	("field", "value"),
	[
		("applicant_name", "张三 11010519491231002x"),
		("village", "电话13900139000"),
		("office_phone", "11010519491231002X"),
	],
)
def test_hidden_personal_numbers_are_refused(field, value):
	with pytest.raises(DisclosureError, match="personal number"):
		build_published_item({**CASE, field: value}, DisclosureRule())


# Likeness

BORN = date(1970, 3, 12)


@pytest.mark.parametrize(
	("left", "right", "likeness"),
	[
		(Identity("张伟", BORN, "幸福路1号"), Identity("张 伟", BORN, "幸福路一号"), Likeness.SAME),
		(Identity("张伟", BORN), Identity("章伟", BORN), Likeness.LIKELY),
		(Identity("张伟", BORN), Identity("张伟", date(1970, 12, 3)), Likeness.LIKELY),
		(Identity("张伟", BORN), Identity("李强", date(1985, 1, 1)), Likeness.DIFFERENT),
		(Identity("张伟"), Identity("张伟"), Likeness.SAME),
		(
			Identity("张伟", BORN, "甲村1号"),
			Identity("张伟", date(1970, 3, 13), "乙镇人民大街88栋"),
			Likeness.POSSIBLE,
		),
		(Identity("", BORN), Identity("张伟", BORN), Likeness.DIFFERENT),
	],
)
def test_likeness(left, right, likeness):
	assert compare_people(left, right, MatchRule()).likeness is likeness
	assert compare_people(left, right, MatchRule()).total == compare_people(right, left, MatchRule()).total


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("浙江省嘉兴市平湖市当湖街道幸福路１２号", "平湖市当湖街道幸福路12"),
		("当湖街道 幸福小区 三幢 十二室", "当湖街道幸福小区3栋12"),
		("幸福小区二十号楼", "幸福小区20栋"),
	],
)
def test_addresses(text, expected):
	assert normalise_address(text) == expected


def test_parts_of_likeness():
	assert score_names("买买提·艾力", "买买提•艾力") == 100
	assert score_names("单雄信", "善雄信") == 90
	assert score_births(BORN, date(1970, 3, 13)) == 80
	assert score_births(BORN, date(1971, 4, 13)) == 0
	assert score_births(BORN, None) is None
