"""Necessary spending per month within a window: for deductions and for the rigid-spending test."""

from collections.abc import Collection
from dataclasses import dataclass

from social_assistance.domain.means.assessment import Assessment
from social_assistance.domain.means.household import ExpenseLine
from social_assistance.domain.means.worksheet import Operation
from social_assistance.domain.periods import Month, MonthSpan
from social_assistance.domain.policy.income_rules import Citation
from social_assistance.domain.vocabulary import ExpenseKind


@dataclass(frozen=True)
class Spending:
	"""Which spending a rule looks at: kinds, months before the assessment, and the rule itself."""

	kinds: Collection[ExpenseKind]
	window_months: int
	rule: str
	citation: Citation


def compute_monthly_spending(case: Assessment, wanted: Spending, prefix: str, member: str = "") -> list[str]:
	"""Figures of such spending by the people tested (or one of them), averaged over the window."""
	people = {member} if member else {person.key for person in case.members}
	window = MonthSpan.ending_before(Month.of(case.facts.assessed_on), wanted.window_months)
	return [
		_line(case, f"{prefix}.{number}", line, window, wanted)
		for number, line in enumerate(case.facts.expenses, start=1)
		if line.member in people and line.kind in wanted.kinds and line.span.overlap(window)
	]


def _line(case: Assessment, key: str, line: ExpenseLine, window: MonthSpan, wanted: Spending) -> str:
	sheet, rule, citation = case.sheet, wanted.rule, wanted.citation
	subject = f"{line.member}: {line.kind.value}"
	amount = sheet.given(f"{key}.amount", line.amount, "spending", "facts", None, subject)
	if line.public_fee is not None:
		fee = sheet.given(f"{key}.fee", line.public_fee, "spending_fee", "facts")
		operands: tuple[str, ...] = (amount, fee)
		amount = sheet.compute(
			f"{key}.capped", Operation.MINIMUM, operands, "spending_allowed", rule, citation
		)
	sheet.given(f"{key}.months", line.span.overlap(window), "spending_months", rule, citation)
	sheet.given(f"{key}.divisor", line.span.count * window.count, "spending_divisor", rule, citation)
	operands = (amount, f"{key}.months", f"{key}.divisor")
	return sheet.compute(f"{key}.monthly", Operation.PORTION, operands, "spending_monthly", rule, citation)
