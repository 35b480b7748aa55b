"""Support that relatives outside the household owe, as counted income."""

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.household import Obligor
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.money import ZERO
from social_assistance.domain.policy.income_rules import ObligorRules, SupportMethod
from social_assistance.domain.vocabulary import Scheme

_PATH = "obligors"


def count_support(case: Assessment) -> list[str]:
	"""Figures of monthly support for the people tested; awarded or agreed sums come before the formula."""
	rules = case.policy.obligors
	people = {member.key for member in case.members}
	rows = [(n, row) for n, row in enumerate(case.facts.obligors, start=1) if row.member in people]
	return [_support(case, f"support.{number}", row, rules) for number, row in rows]


def _support(case: Assessment, key: str, row: Obligor, rules: ObligorRules | None) -> str:
	citation = rules.citation if rules else None
	if row.awarded_amount is not None:
		return case.sheet.given(key, row.awarded_amount, "support_awarded", _PATH, citation, row.key)
	exempt = rules is None or rules.method is SupportMethod.NONE or _is_exempt(case, row, rules)
	if rules is None or exempt:
		return case.sheet.given(key, ZERO, "support_exempt", _PATH, citation, row.key)
	return _by_formula(case, key, row, rules)


def _is_exempt(case: Assessment, row: Obligor, rules: ObligorRules) -> bool:
	if row.unable_reason or row.relation in rules.exempt_relations:
		return True
	if rules.exempt_age is not None and row.age is not None and row.age >= rules.exempt_age:
		return True
	return case.scheme is Scheme.DIBAO_SINGLE and _is_exempt_for_single(case, row)


def _is_exempt_for_single(case: Assessment, row: Obligor) -> bool:
	"""Siblings, and relatives from a certain age, may be exempted for single filers (民发〔2022〕83号)."""
	rules = case.policy.single_person
	if rules is None:
		return False
	old = rules.exempt_obligor_age is not None and row.age is not None and row.age >= rules.exempt_obligor_age
	return old or row.relation in rules.exempt_obligor_relations


def _by_formula(case: Assessment, key: str, row: Obligor, rules: ObligorRules) -> str:
	sheet, citation = case.sheet, rules.citation
	threshold = _threshold(case, key, rules)
	sheet.given(f"{key}.income", row.household_income, "support_income", "facts", None, row.key)
	sheet.given(f"{key}.persons", row.household_persons, "support_persons", "facts")
	if rules.method is SupportMethod.PER_CAPITA_EXCESS:
		sheet.given(f"{key}.one", 1, "one", _PATH, citation)
		operands = (f"{key}.income", f"{key}.one", f"{key}.persons")
		left = sheet.compute(
			f"{key}.per_capita", Operation.PORTION, operands, "support_per_capita", _PATH, citation
		)
		right = threshold
	else:
		left = f"{key}.income"
		right = sheet.compute(
			f"{key}.kept", Operation.PRODUCT, (threshold, f"{key}.persons"), "support_kept", _PATH, citation
		)
	sheet.compute(f"{key}.excess", Operation.EXCESS, (left, right), "support_excess", _PATH, citation)
	rate = rules.rate_for(row.obligors_together)
	sheet.given(f"{key}.rate", rate, "support_rate", f"{_PATH}.rates", citation)
	sheet.given(f"{key}.supported", row.supported_persons, "support_supported", "facts")
	operands = (f"{key}.excess", f"{key}.rate", f"{key}.supported")
	return sheet.compute(key, Operation.PORTION, operands, "support", _PATH, citation, subject=row.key)


def _threshold(case: Assessment, key: str, rules: ObligorRules) -> str:
	if rules.threshold_amount is not None:
		return case.sheet.given(
			f"{key}.threshold", rules.threshold_amount, "support_threshold", _PATH, rules.citation
		)
	multiple = f"{key}.multiple"
	case.sheet.given(
		multiple, rules.threshold_multiple or ZERO, "support_threshold_multiple", _PATH, rules.citation
	)
	operands = ("standard", multiple)
	return case.sheet.compute(
		f"{key}.threshold", Operation.PRODUCT, operands, "support_threshold", _PATH, rules.citation
	)
