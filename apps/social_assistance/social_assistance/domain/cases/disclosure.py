"""Public notices: only whitelisted fields leave the case, a policy may narrow the list, never widen it."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from social_assistance.domain.errors import DisclosureError
from social_assistance.domain.policy.disclosure_rules import PUBLISHABLE, DisclosureRule
from social_assistance.domain.privacy.masking import mask_name

# Of a protected person these alone; number and count are told even where the policy does not list them.
_PROTECTED = (
	"case_no",
	"scheme",
	"member_count",
	"office_phone",
	"complaint_phone",
)
_NUMBER_AND_COUNT = ("case_no", "member_count")
_OFFICE_PHONES = frozenset({"office_phone", "complaint_phone"})
_CITIZEN_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)", re.ASCII)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{11,19}(?!\d)", re.ASCII)


def is_protected(
	applicant_age: int, adult_age: int, circumstances: Collection[str], protected: Collection[str]
) -> bool:
	"""Minors and people in circumstances that the policy protects are published by number and count only."""
	return applicant_age < adult_age or bool(set(circumstances) & set(protected))


def build_published_item(
	case: Mapping[str, Any], rule: DisclosureRule, protected: bool = False
) -> dict[str, Any]:
	"""The published item of a case; refuses values in which a personal number hides."""
	wanted = {*rule.fields, *_NUMBER_AND_COUNT} & set(_PROTECTED) if protected else set(rule.fields)
	allowed = [name for name in PUBLISHABLE if name in wanted]
	item = {name: case[name] for name in allowed if case.get(name) not in (None, "")}
	if rule.mask_names and "applicant_name" in item:
		item["applicant_name"] = mask_name(str(item["applicant_name"]))
	for name, value in item.items():
		_require_no_personal_number(name, str(value))
	return item


def has_personal_number(text: str) -> bool:
	"""Whether something like an ID number, a phone or a bank account stands in a text."""
	return bool(_CITIZEN_ID.search(text) or _LONG_NUMBER.search(text))


def _require_no_personal_number(name: str, text: str) -> None:
	is_office_number = name in _OFFICE_PHONES or name == "case_no"
	if _CITIZEN_ID.search(text) or (not is_office_number and has_personal_number(text)):
		raise DisclosureError("personal_number_published", name)
