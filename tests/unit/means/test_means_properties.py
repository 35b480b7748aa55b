"""Properties of the means test over generated families and policies."""

import copy
from decimal import Decimal

import pytest
from families import asset, expense, family, head, monthly, person
from hypothesis import given
from hypothesis import strategies as st
from policies import district_a, district_d, policy

from social_assistance.domain.errors import IntegrityError
from social_assistance.domain.means.entitlement import evaluate_all_schemes, evaluate_scheme
from social_assistance.domain.means.results import Outcome, PartKind
from social_assistance.domain.means.worksheet import Line, replay_figures
from social_assistance.domain.vocabulary import Scheme

SIX_LINES = st.integers(0, 400_000).map(lambda fen: Decimal(fen) / 100)
ROUNDINGS = st.sampled_from(["none", "ceil_yuan", "half_up_yuan", "ceil_5"])
TIERS = {
	"method": "tiers",
	"tiers": [
		{"code": "A", "income_below_share": "0.4", "standard_share": "0.95"},
		{"code": "B", "income_below_share": "1", "standard_share": "0.45"},
	],
}
FLOORS = st.sampled_from(
	[{}, {"kind": "amount", "value": "60", "per": "Person"}, {"kind": "standard_share", "value": "0.2"}]
)
COSTS = st.sampled_from(
	[
		{"method": "none"},
		{"method": "share_of_wages", "rate": "0.3", "disabled_minimum_wage_share": "0.5"},
		{"method": "share_of_standard", "rate": "0.3"},
		{"method": "share_of_wages", "rate": "0.3", "cap": "0.4"},
	]
)


@st.composite
def policies(draw):
	"""Both districts under drawn methods, floors, roundings and employment costs."""
	content = copy.deepcopy(draw(st.sampled_from([district_a(), district_d()])))
	content["dibao"] |= {"rounding": draw(ROUNDINGS), "floor": draw(FLOORS)} | draw(
		st.sampled_from([{}, TIERS])
	)
	content["income"]["employment_cost"] = draw(COSTS)
	content["topups"]["stacking"] = draw(st.sampled_from(["highest", "sum"]))
	return policy(content)


@st.composite
def member(draw, key):
	"""A son or daughter of any age, sometimes disabled, ill, or at school."""
	year = draw(st.integers(1945, 2024))
	disabled = draw(st.sampled_from([[], [{"type": "4", "grade": 2}], [{"type": "5", "grade": 3}]]))
	return person(
		key,
		draw(st.sampled_from(["Son", "Daughter", "Parent", "Spouse"])),
		f"{year}-06-15",
		disabilities=disabled,
		seriously_ill=draw(st.booleans()),
	)


@st.composite
def households(draw):
	"""A head, up to four others, wages and transfers, some money, a relative who may owe support."""
	others = [draw(member(f"m{number}")) for number in range(draw(st.integers(0, 4)))]
	people = [head(), *others]
	lines = [
		monthly(one["key"], draw(SIX_LINES), draw(st.sampled_from(["Wages", "Net Transfer Income", "Other"])))
		for one in people
		if draw(st.booleans())
	]
	tables = {
		"incomes": lines,
		"assets": [asset("head", "Money", draw(st.integers(0, 90_000)))],
		"expenses": [expense("head", "Medical", draw(st.integers(0, 90_000)))],
		"obligors": [
			{
				"key": "o",
				"member": "head",
				"relation": "brother",
				"household_income": str(draw(st.integers(0, 20_000))),
				"household_persons": draw(st.integers(1, 5)),
			}
		],
	}
	return people, tables


def dibao(people, tables, compiled):
	return evaluate_scheme(family(*people, **tables), compiled, Scheme.DIBAO_URBAN)


@given(households(), policies(), st.integers(0, 4), st.integers(1, 200_000))
def test_more_income_never_gives_more(household, compiled, index, fen):
	people, tables = household
	before = dibao(people, tables, compiled)
	raised = copy.deepcopy(tables)
	if raised["incomes"]:
		line = raised["incomes"][index % len(raised["incomes"])]
		line["amount"] = str(Decimal(line["amount"]) + Decimal(fen) / 100)
	else:
		raised["incomes"] = [monthly("head", Decimal(fen) / 100)]
	after = dibao(people, raised, compiled)
	assert after.amount <= before.amount
	assert (after.figure("income") or 0) >= (before.figure("income") or 0)


@given(households(), policies())
def test_another_mouth_never_gives_less(household, compiled):
	people, tables = household
	before = dibao(people, tables, compiled)
	after = dibao([*people, person("baby", "Son", "2024-06-15")], tables, compiled)
	assert after.amount >= before.amount
	if before.is_eligible:
		assert after.is_eligible


@given(households(), policies())
def test_every_result_is_explained_bounded_and_whole(household, compiled):
	people, tables = household
	for result in evaluate_all_schemes(family(*people, **tables), compiled).results:
		values = replay_figures(result.lines)
		assert sum((part.amount for part in result.parts), Decimal(0)) == result.amount
		if result.parts:
			assert values["total"] == result.amount
		if result.outcome not in (Outcome.ELIGIBLE, Outcome.NEEDS_JUDGEMENT):
			assert (result.amount == 0 and result.reasons) or result.outcome in (
				Outcome.NOT_OFFERED,
				Outcome.NOT_APPLICABLE,
			)
		if result.scheme in (Scheme.DIBAO_URBAN, Scheme.DIBAO_SINGLE) and result.parts:
			assert result.part(PartKind.BASE) <= values["limit"]
			assert result.part(PartKind.BASE) > 0


@given(households(), policies())
def test_eligibility_is_income_below_the_standard(household, compiled):
	"""An oracle apart from the sheet: whoever is granted has less than the standard per head, and the reverse."""
	people, tables = household
	result = dibao(people, tables | {"assets": []}, compiled)
	income, count = result.figure("income"), result.figure("persons")
	assert result.is_eligible == (income < compiled.standard(result.residence_class) * count)


@given(households(), policies(), st.data())
def test_topups_go_to_those_who_match_and_to_nobody_else(household, compiled, data):
	"""An oracle written out by hand for the four categories of the example policy."""
	people, tables = household
	result = dibao(people, tables, compiled)
	if not result.parts:
		return
	standard = compiled.standard(result.residence_class)
	paid = {part.member: part.amount for part in result.parts if part.kind is PartKind.TOPUP}
	for one in people:
		if one["key"] not in result.covered:
			assert one["key"] not in paid
			continue
		age = 2025 - int(one["birth_date"][:4]) - (one["birth_date"][5:] > "07-15")
		shares = [Decimal("0.10")] * (age >= 70) + [Decimal("0.10")] * (age <= 17)
		shares += [Decimal("0.20")] * any(row["grade"] <= 2 for row in one.get("disabilities", []))
		shares += [Decimal("0.30")] * bool(one.get("seriously_ill"))
		taken = (sum(shares) if compiled.topups.stacking.value == "sum" else max(shares)) if shares else 0
		assert paid.get(one["key"], 0) == (standard * taken).quantize(Decimal("0.01"), "ROUND_HALF_UP")


@given(st.integers(0, 6), st.sampled_from(["Centralised", "Dispersed"]))
def test_more_failed_items_never_give_less_care(failed, form):
	def amount(items):
		someone = head("old", "1950-01-01", failed_care_items=items, care_form=form)
		return evaluate_scheme(family(someone), policy(), Scheme.TEKUN).amount

	assert amount(failed) >= amount(max(0, failed - 1))


@given(st.integers(1, 12), st.integers(1, 9), st.booleans(), st.sampled_from(["light", "heavy"]))
def test_aid_stays_within_its_cap(months, persons, hard, difficulty):
	aid = {
		"reason": "fire",
		"difficulty": difficulty,
		"months": months,
		"persons": persons,
		"is_hard_case": hard,
	}
	result = evaluate_scheme(family(aid_request=aid), policy(), Scheme.TEMP_EMERGENCY)
	assert 0 < result.amount <= 697 * (12 if hard else 6)


@pytest.mark.parametrize("change", ["value", "operand"])
def test_a_forged_sheet_is_noticed(change):
	lines = list(dibao([head()], {"incomes": [monthly("head", 100)]}, policy()).lines)
	index = next(n for n, line in enumerate(lines) if line.figure == "gap")
	gap = lines[index]
	forged = {"value": gap.value + 1} if change == "value" else {"operands": ("limit", "nowhere")}
	lines[index] = Line(**{**vars(gap), **forged})
	with pytest.raises(IntegrityError, match="gap does not follow"):
		replay_figures(lines)
