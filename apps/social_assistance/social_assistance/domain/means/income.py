"""Counted income: lines within the window, employment cost, exclusions, support owed by relatives, deductions."""

from collections.abc import Iterable

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.household import IncomeLine, Member
from social_assistance.domain.means.obligors import count_support
from social_assistance.domain.means.spending import Spending, compute_monthly_spending
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.money import ZERO
from social_assistance.domain.periods import Month, MonthSpan
from social_assistance.domain.policy.income_rules import (
	Averaging,
	EmploymentCostMethod,
	IncomeItemRule,
	SpendingDeduction,
)
from social_assistance.domain.vocabulary import IncomeKind, Measure, Scheme

# The figure that is compared with limits: a tenth of a fen finer than what is paid.
TESTED = "income_tested"
_RECIPIENT_SCHEMES = frozenset({Scheme.DIBAO_URBAN, Scheme.DIBAO_RURAL, Scheme.DIBAO_SINGLE})


def count_income(case: Assessment, window_months: int | None = None, with_support: bool = True) -> None:
	"""Work out `income` and `per_capita` of the people tested; a window given overrides those of the policy."""
	figures = [figure for member in case.members for figure in _member_income(case, member, window_months)]
	if with_support:
		figures += count_support(case)
	sheet, rules = case.sheet, case.policy.income
	sheet.compute("gross_income", Operation.SUM, figures, "gross_income", "income", rules.citation)
	months = window_months or rules.window_months
	deductions = [
		_deduction(case, number, rule, months) for number, rule in enumerate(rules.deductions, start=1)
	]
	sheet.compute("deductions", Operation.SUM, deductions, "deductions", "income.deductions", rules.citation)
	left = ("gross_income", "deductions")
	sheet.compute("income_left", Operation.EXCESS, left, "income_left", "income", rules.citation)
	sheet.compute("income", Operation.FEN, ("income_left",), "income", "income", rules.citation)
	sheet.compute(TESTED, Operation.MILL, ("income_left",), TESTED, "income", rules.citation)
	sheet.given("one", 1, "one", "income", rules.citation)
	sheet.compute(
		"per_capita",
		Operation.SHARE,
		("income_left", "one", "persons"),
		"per_capita",
		"income",
		rules.citation,
	)


def _member_income(case: Assessment, member: Member, window_months: int | None) -> list[str]:
	"""Figures of one person's counted income a month."""
	figures: list[str] = []
	wages: list[str] = []
	new_wages: list[str] = []
	declared: list[str] = []
	for number, line in enumerate(case.facts.incomes, start=1):
		if line.member != member.key:
			continue
		counted = _line_income(case, number, line, window_months)
		if counted is None:
			continue
		if line.kind is not IncomeKind.WAGES:
			figures.append(counted)
			continue
		(new_wages if _is_disregarded(case, line) else wages).append(counted)
		declared += _declared_cost(case, number, line, window_months)
	if wages or new_wages:
		figures.append(_wages(case, member, wages, new_wages, declared))
	return figures


def _line_income(case: Assessment, number: int, line: IncomeLine, window_months: int | None) -> str | None:
	"""The counted monthly figure of a line, none when it is excluded or outside the window."""
	rule = _item_rule(case, line)
	citation = (rule.citation if rule else None) or case.policy.income.citation
	key, path = f"income.{number}", f"income.items.{line.item}" if rule else "income"
	share = rule.counted_share if rule else None
	window = _window(case, line, window_months)
	months = line.span.overlap(window)
	if share == 0 or months == 0:
		subject = line.excluded_reason or line.item or line.kind.value
		case.sheet.given(key, line.amount, "income_excluded", path, citation, subject)
		if months == 0:
			case.notice("outside_window", subject=line.member)
		return None
	if line.is_imputed:
		case.notice("imputed_income", subject=line.member)
	net = _net(case, key, line)
	monthly = _monthly(case, key, net, line.span, window, _averaging(case, rule))
	if share is None or share == 1:
		return monthly
	case.sheet.given(f"{key}.share", share, "income_share", path, citation)
	operands = (monthly, f"{key}.share")
	return case.sheet.compute(f"{key}.counted", Operation.PART, operands, "income_counted", path, citation)


def _item_rule(case: Assessment, line: IncomeLine) -> IncomeItemRule | None:
	"""The rule for the line's item; a clerk's exclusion holds only when the policy knows its reason."""
	rules, day = case.policy.income, case.facts.assessed_on
	if line.excluded_reason:
		rule = rules.item_rule(line.excluded_reason, case.client_class, day)
		if rule:
			return rule
		case.notice("exclusion_not_in_policy", subject=line.excluded_reason)
	return rules.item_rule(line.item, case.client_class, day)


def _net(case: Assessment, key: str, line: IncomeLine) -> str:
	"""Gross less costs; the cost of working is taken off later, per person."""
	rules = case.policy.income
	gross = case.sheet.given(f"{key}.amount", line.amount, "income_amount", "facts", None, line.member)
	if line.kind is IncomeKind.WAGES or line.costs == ZERO:
		return gross
	costs = case.sheet.given(f"{key}.costs", line.costs, "income_costs", "facts")
	return case.sheet.compute(
		f"{key}.net", Operation.EXCESS, (gross, costs), "income_net", "income", rules.citation
	)


def _monthly(
	case: Assessment, key: str, net: str, span: MonthSpan, window: MonthSpan, averaging: Averaging
) -> str:
	"""The share of the line that lies in the window, per month of the window or of those received."""
	overlap = span.overlap(window)
	divisor = window.count if averaging is Averaging.WINDOW else overlap
	sheet, rules = case.sheet, case.policy.income
	sheet.given(f"{key}.months", overlap, "income_months", "income.window_months", rules.citation)
	divided = span.count * divisor
	sheet.given(f"{key}.divisor", divided, "income_divisor", "income.window_months", rules.citation)
	operands = (net, f"{key}.months", f"{key}.divisor")
	return sheet.compute(
		f"{key}.monthly", Operation.PORTION, operands, "income_monthly", "income", rules.citation
	)


def _averaging(case: Assessment, rule: IncomeItemRule | None) -> Averaging:
	return (rule.averaging if rule else None) or case.policy.income.averaging


def _window(case: Assessment, line: IncomeLine, window_months: int | None) -> MonthSpan:
	months = window_months or case.policy.income.window_for(line.kind)
	return MonthSpan.ending_before(Month.of(case.facts.assessed_on), months)


def _is_disregarded(case: Assessment, line: IncomeLine) -> bool:
	"""Newly earned wages of a recipient, as long as the policy leaves them out (浙江省社会救助条例 art. 50 type)."""
	rule = case.policy.income.disregard
	if rule is None or line.new_job_since is None or not _RECIPIENT_SCHEMES & set(case.facts.schemes):
		return False
	return Month.of(case.facts.assessed_on) < line.new_job_since.plus(rule.months)


def _declared_cost(case: Assessment, number: int, line: IncomeLine, window_months: int | None) -> list[str]:
	if case.policy.income.employment_cost.method is not EmploymentCostMethod.DECLARED or line.costs == ZERO:
		return []
	key = f"cost.{number}"
	case.sheet.given(f"{key}.amount", line.costs, "income_costs", "facts")
	window = _window(case, line, window_months)
	return [_monthly(case, key, f"{key}.amount", line.span, window, _averaging(case, _item_rule(case, line)))]


def _wages(
	case: Assessment, member: Member, wages: list[str], new_wages: list[str], declared: list[str]
) -> str:
	"""Wages of one person after the disregard of new wages and the cost of working."""
	sheet, rules, key = case.sheet, case.policy.income, member.key
	if new_wages and rules.disregard:
		citation = rules.disregard.citation or rules.citation
		sheet.compute(
			f"new_wages.{key}",
			Operation.SUM,
			new_wages,
			"new_wages",
			"income.disregard",
			citation,
			subject=key,
		)
		cap = case.standard * rules.disregard.cap_multiple
		sheet.given(f"new_wages.{key}.cap", cap, "new_wages_cap", "income.disregard", citation)
		operands = (f"new_wages.{key}", f"new_wages.{key}.cap")
		wages = [
			*wages,
			sheet.compute(
				f"new_wages.{key}.counted",
				Operation.EXCESS,
				operands,
				"new_wages_counted",
				"income.disregard",
				citation,
			),
		]
	total = sheet.compute(
		f"wages.{key}", Operation.SUM, wages, "wages", "income", rules.citation, subject=key
	)
	cost = _employment_cost(case, member, total, declared)
	if cost is None:
		return total
	rule = "income.employment_cost"
	return sheet.compute(
		f"wages.{key}.net", Operation.EXCESS, (total, cost), "wages_net", rule, rules.citation, subject=key
	)


def _employment_cost(case: Assessment, member: Member, wages: str, declared: list[str]) -> str | None:
	"""The cost of working of one person a month, none when the policy or the person knows none."""
	rule, sheet, key = case.policy.income.employment_cost, case.sheet, f"cost.{member.key}"
	path, citation = "income.employment_cost", case.policy.income.citation
	if rule.method is EmploymentCostMethod.NONE:
		return None
	if rule.method is EmploymentCostMethod.DECLARED:
		cost = sheet.compute(key, Operation.SUM, declared, "cost_declared", path, citation)
	else:
		of_wages = rule.method is EmploymentCostMethod.SHARE_OF_WAGES
		operands = (wages if of_wages else "standard", f"{key}.rate")
		sheet.given(f"{key}.rate", rule.rate, "cost_rate", path, citation)
		operation = Operation.PART if of_wages else Operation.PRODUCT
		cost = sheet.compute(key, operation, operands, "cost", path, citation)
	if rule.disabled_minimum_wage_share is not None and member.disabilities:
		wage = case.policy.standards.monthly(Measure.MINIMUM_WAGE, case.residence)
		sheet.given(f"{key}.minimum_wage", wage, "cost_minimum_wage", path, citation)
		sheet.given(
			f"{key}.disabled_share", rule.disabled_minimum_wage_share, "cost_disabled_share", path, citation
		)
		operands = (f"{key}.minimum_wage", f"{key}.disabled_share")
		other = sheet.compute(f"{key}.by_wage", Operation.PRODUCT, operands, "cost_disabled", path, citation)
		cost = sheet.compute(
			f"{key}.disabled", Operation.MAXIMUM, (cost, other), "cost_disabled", path, citation
		)
	if rule.cap is None:
		return cost
	sheet.given(f"{key}.cap_multiple", rule.cap, "cost_cap_multiple", path, citation)
	sheet.compute(
		f"{key}.cap", Operation.PRODUCT, ("standard", f"{key}.cap_multiple"), "cost_cap", path, citation
	)
	return sheet.compute(
		f"{key}.allowed", Operation.MINIMUM, (cost, f"{key}.cap"), "cost_allowed", path, citation
	)


def _deduction(case: Assessment, number: int, rule: SpendingDeduction, window_months: int) -> str:
	"""One deduction of extra spending from household income, of the same months, for all people tested together."""
	sheet, key, path = case.sheet, f"deduction.{number}", f"income.deductions[{number}]"
	citation = rule.citation or case.policy.income.citation
	spending = Spending(rule.kinds, window_months, path, citation)
	lines: Iterable[str] = compute_monthly_spending(case, spending, key)
	sheet.compute(f"{key}.base", Operation.SUM, lines, "deduction_base", path, citation)
	sheet.given(f"{key}.share", rule.share, "deduction_share", path, citation)
	deduction = sheet.compute(
		key, Operation.PART, (f"{key}.base", f"{key}.share"), "deduction", path, citation
	)
	if rule.cap_multiple is None:
		return deduction
	sheet.given(f"{key}.cap_multiple", rule.cap_multiple, "deduction_cap_multiple", path, citation)
	operands = ("standard", f"{key}.cap_multiple")
	cap = sheet.compute(f"{key}.cap", Operation.PRODUCT, operands, "deduction_cap", path, citation)
	return sheet.compute(
		f"{key}.allowed", Operation.MINIMUM, (deduction, cap), "deduction_allowed", path, citation
	)
