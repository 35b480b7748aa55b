"""Short ways to write down people and families for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from social_assistance.domain.codec import from_plain
from social_assistance.domain.means.household import HouseholdFacts

DAY = "2025-07-15"
WINDOW = {"first": "2025-01", "last": "2025-06"}


def person(key: str, relation: str = "Other", birth: str = "1985-03-01", **more: Any) -> dict[str, Any]:
	"""A member as stored values."""
	return {"key": key, "relation": relation, "birth_date": birth, **more}


def head(key: str = "head", birth: str = "1985-03-01", **more: Any) -> dict[str, Any]:
	return person(key, "Head", birth, is_applicant=True, **more)


def income(
	member: str, amount: Any, kind: str = "Wages", first: str = "2025-01", last: str = "2025-06", **more: Any
) -> dict[str, Any]:
	"""A line over the six months before July 2025, gross total of the period."""
	return {"member": member, "kind": kind, "amount": str(amount), "first": first, "last": last, **more}


def monthly(member: str, amount: Any, kind: str = "Wages", **more: Any) -> dict[str, Any]:
	"""A line worth so much a month over the whole window."""
	return income(member, Decimal(str(amount)) * 6, kind, **more)


def asset(member: str, kind: str, value: Any = 0, **more: Any) -> dict[str, Any]:
	return {"member": member, "kind": kind, "value": str(value), **more}


def expense(
	member: str, kind: str, amount: Any, first: str = "2024-07", last: str = "2025-06", **more: Any
) -> dict[str, Any]:
	return {"member": member, "kind": kind, "amount": str(amount), "first": first, "last": last, **more}


def family(
	*members: dict[str, Any], residence: str = "Urban", day: str | date = DAY, **tables: Any
) -> HouseholdFacts:
	"""Checked facts of a household."""
	content = {
		"key": "H1",
		"residence_class": residence,
		"assessed_on": day,
		"members": list(members) or [head()],
		**tables,
	}
	return from_plain(HouseholdFacts, content)


def three_persons(**tables: Any) -> HouseholdFacts:
	"""Couple with a child of ten: nobody gets a top-up unless the policy gives one to minors."""
	return family(
		head(), person("wife", "Spouse", "1986-01-01"), person("son", "Son", "2015-05-05"), **tables
	)
