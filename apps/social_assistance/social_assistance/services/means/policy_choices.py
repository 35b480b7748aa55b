"""What the policy of a case knows by name: items of income, property that never counts, degrees of difficulty."""

from collections.abc import Iterable
from typing import Any

from frappe import _

from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.services.policy import in_force

Choice = dict[str, str]


def list_choices(case: Any) -> dict[str, list[Choice]]:
	"""The names that lines of the assessment of a case or of a reviewed family may use, each with its words."""
	rules = in_force.get_case_policy(case)
	return {
		"incomes": _choices(rule.item for rule in rules.income.items),
		"assets": _choices(rules.assets.exempt_items),
		"difficulties": _choices(_degrees(rules)),
		"inabilities": _choices(row.reason for row in rules.tekun.inability) if rules.tekun else [],
	}


def _degrees(rules: PolicyParameters) -> Iterable[str]:
	aid = rules.temporary_aid
	return [row.code for scale in (aid.emergency, aid.expense) for row in scale.scales] if aid else []


def _choices(names: Iterable[str]) -> list[Choice]:
	return [{"value": name, "label": _(name)} for name in dict.fromkeys(names)]
