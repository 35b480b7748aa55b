"""What was due month by month once an event is known."""

from datetime import date
from decimal import Decimal

from families import asset, expense, family, head, income, person

from social_assistance.domain.awards.settled_months import SettledSpan, facts_as_of, settle_months
from social_assistance.domain.means.results import AmountPart, PartKind
from social_assistance.domain.periods import Month


def month(text: str) -> Month:
	return Month.parse(text)


def base(amount: int) -> tuple[AmountPart, ...]:
	return (AmountPart(PartKind.BASE, Decimal(amount), "gap"),)


def test_equal_months_are_one_span_and_the_assessment_holds_from_its_own_month():
	amounts = {"2025-05": 690, "2025-06": 690, "2025-07": 794}
	spans = settle_months(
		month("2025-05"), month("2025-08"), lambda month: base(amounts[str(month)]), base(794)
	)
	assert spans == (
		SettledSpan(month("2025-05"), month("2025-06"), base(690)),
		SettledSpan(month("2025-07"), None, base(794)),
	)


def test_an_event_of_the_assessments_month_or_later_needs_no_other_month():
	assert settle_months(month("2025-09"), month("2025-08"), lambda month: base(1), base(794)) == (
		SettledSpan(month("2025-09"), None, base(794)),
	)


def test_who_was_not_born_yet_is_not_there_and_income_stays_what_was_found():
	facts = family(
		head(),
		person("baby", "Daughter", "2025-05-20"),
		incomes=[income("head", 7200, first="2024-08", last="2025-07")],
		day="2025-08-15",
	)
	may, june = facts_as_of(facts, month("2025-05")), facts_as_of(facts, month("2025-06"))
	assert [member.key for member in may.members] == ["head"]
	assert len(june.members) == 2
	assert june.assessed_on == date(2025, 6, 1)
	(line,) = june.incomes
	assert (str(line.first), str(line.last), line.amount) == ("2024-06", "2025-05", 7200)


def test_a_child_born_on_the_first_of_a_month_belongs_to_it_with_all_its_lines():
	facts = family(
		head(),
		person("baby", "Daughter", "2025-06-01"),
		assets=[asset("head", "Money", 900), asset("baby", "Money", 100)],
		expenses=[
			expense("head", "Medical", 1200, first="2024-08", last="2025-07"),
			expense("baby", "Medical", 600, first="2025-06", last="2025-07"),
		],
		day="2025-08-15",
	)
	may, june = facts_as_of(facts, month("2025-05")), facts_as_of(facts, month("2025-06"))
	assert [member.key for member in june.members] == ["head", "baby"]
	assert [line.value for line in may.assets] == [900]
	assert [line.value for line in june.assets] == [900, 100]
	assert [(line.member, str(line.first), str(line.last), line.amount) for line in may.expenses] == [
		("head", "2024-05", "2025-04", 1200)
	]
	assert [(line.member, str(line.first), str(line.last)) for line in june.expenses] == [
		("head", "2024-06", "2025-05"),
		("baby", "2025-04", "2025-05"),
	]


def test_kin_of_the_unborn_support_nobody_yet():
	facts = family(
		head(),
		person("baby", "Daughter", "2025-05-20"),
		obligors=[
			{"key": "uncle", "member": "head", "relation": "brother"},
			{"key": "father", "member": "baby", "relation": "father"},
		],
		day="2025-08-15",
	)
	assert [row.key for row in facts_as_of(facts, month("2025-05")).obligors] == ["uncle"]
	assert [row.key for row in facts_as_of(facts, month("2025-06")).obligors] == ["uncle", "father"]
