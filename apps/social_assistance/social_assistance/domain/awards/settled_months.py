"""What was due month by month once an event is known: the means test of each month, not a share of the former amount."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from social_assistance.domain.means.household import ExpenseLine, HouseholdFacts, IncomeLine
from social_assistance.domain.means.results import AmountPart
from social_assistance.domain.periods import Month

Parts = tuple[AmountPart, ...]


@dataclass(frozen=True)
class SettledSpan:
	"""Consecutive months with the same parts; without a last month it goes on."""

	first: Month
	last: Month | None
	parts: Parts


def facts_as_of(facts: HouseholdFacts, month: Month) -> HouseholdFacts:
	"""The same family on the first day of a month: ages, statuses and births of that day, income as it was found.

	Lines of income and spending move with the day, so that the window sees the same figures as the assessment did.
	"""
	day, moved = month.first_day, month.minus(Month.of(facts.assessed_on))
	there = tuple(member for member in facts.members if member.birth_date <= day)
	people = {member.key for member in there}
	return replace(
		facts,
		assessed_on=day,
		members=there,
		incomes=tuple(_moved_income(line, moved) for line in facts.incomes if line.member in people),
		assets=tuple(line for line in facts.assets if line.member in people),
		expenses=tuple(_moved_expense(line, moved) for line in facts.expenses if line.member in people),
		obligors=tuple(row for row in facts.obligors if row.member in people),
	)


def settle_months(
	first: Month, assessed: Month, of_month: Callable[[Month], Parts], found: Parts
) -> tuple[SettledSpan, ...]:
	"""Parts of every month from the first; from the month of the assessment on what it found itself."""
	months = [first.plus(offset) for offset in range(max(0, assessed.minus(first)))]
	by_month = [(month, of_month(month)) for month in months]
	return _joined([*by_month, (max(first, assessed), found)])


def _joined(by_month: Iterable[tuple[Month, Parts]]) -> tuple[SettledSpan, ...]:
	"""Equal neighbours as one span; each ends the month before the next."""
	spans: list[SettledSpan] = []
	for month, parts in by_month:
		if spans and spans[-1].parts == parts:
			continue
		if spans:
			spans[-1] = replace(spans[-1], last=month.plus(-1))
		spans.append(SettledSpan(month, None, parts))
	return tuple(spans)


def _moved_income(line: IncomeLine, months: int) -> IncomeLine:
	if line.first is None or line.last is None:
		return line
	return replace(line, first=line.first.plus(months), last=line.last.plus(months))


def _moved_expense(line: ExpenseLine, months: int) -> ExpenseLine:
	return replace(line, first=line.first.plus(months), last=line.last.plus(months))
