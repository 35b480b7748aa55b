"""Public notices: only whitelisted fields leave the case, a policy may narrow the list, never widen it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from social_assistance.domain.errors import DisclosureError
from social_assistance.domain.privacy.masking import mask_name

# 民发〔2021〕57号 art. 19 and 24: name, number of people, amount, programme, and whom to call.
PUBLISHABLE = (
	"case_no",
	"scheme",
	"applicant_name",
	"member_count",
	"covered_count",
	"amount",
	"village",
	"first_day",
	"last_day",
	"office",
	"office_phone",
	"complaint_phone",
)
_PROTECTED = (
	"case_no",
	"scheme",
	"member_count",
	"first_day",
	"last_day",
	"office",
	"office_phone",
	"complaint_phone",
)
_OFFICE_PHONES = frozenset({"office_phone", "complaint_phone"})
_CITIZEN_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)", re.ASCII)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{11,19}(?!\d)", re.ASCII)


@dataclass(frozen=True)
class DisclosureRule:
	"""Which of the publishable fields a place publishes, and whether names are masked."""

	fields: tuple[str, ...] = PUBLISHABLE
	mask_names: bool = False

	def __post_init__(self) -> None:
		for name in self.fields:
			if name not in PUBLISHABLE:
				raise DisclosureError("field_not_publishable", name)


def is_protected(
	applicant_age: int, adult_age: int, circumstances: Collection[str], protected: Collection[str]
) -> bool:
	"""Minors and people in circumstances that the policy protects are published by number and count only."""
	return applicant_age < adult_age or bool(set(circumstances) & set(protected))


def build_published_item(
	case: Mapping[str, Any], rule: DisclosureRule, protected: bool = False
) -> dict[str, Any]:
	"""The published item of a case; refuses values in which a personal number hides."""
	allowed = [name for name in rule.fields if not protected or name in _PROTECTED]
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
