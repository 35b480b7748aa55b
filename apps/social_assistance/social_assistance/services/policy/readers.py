"""How values of the Policy Version form become the plain values that the domain reads."""

import re
import unicodedata
from datetime import date
from typing import Any

from social_assistance.domain.money import from_storage
from social_assistance.domain.registry.disability import DisabilityType

Plain = Any


def read_text(value: Any) -> Plain:
	"""Words as they are stored; empty counts as not given."""
	return (value or "").strip() or None


def read_code(value: Any) -> Plain:
	"""The option of a list as the domain spells it: `Share of Wages` is share_of_wages."""
	return (value or "").strip().lower().replace(" ", "_").replace("-", "_") or None


def read_whole(value: Any) -> Plain:
	"""A whole number, empty is 0."""
	return int(value or 0)


def read_whole_or_none(value: Any) -> Plain:
	"""A whole number for which 0 means that nothing is set."""
	return int(value or 0) or None


def read_decimal(value: Any) -> Plain:
	"""A share or multiple to four places, as text."""
	return f"{from_storage(value, 4).normalize():f}"


def read_decimal_or_none(value: Any) -> Plain:
	"""A share, multiple or amount for which 0 means that nothing is set."""
	return read_decimal(value) if value else None


def read_fraction(value: Any) -> Plain:
	"""A share written as 2/3, in full or half width; anything else goes on as it is and is refused by the domain."""
	written = unicodedata.normalize("NFKC", str(value or "")).strip()
	match = re.fullmatch(r"(\d+)\s*/\s*(\d+)", written, re.ASCII)
	return {"part": int(match[1]), "whole": int(match[2])} if match else written or None


def read_flag(value: Any) -> Plain:
	"""A check box."""
	return bool(int(value or 0))


def read_day(value: Any) -> Plain:
	"""A date in ISO form, or nothing."""
	return value.isoformat() if isinstance(value, date) else value or None


def read_citation(value: Any) -> Plain:
	"""A citation in one line."""
	return {"document": value.strip()} if value and value.strip() else None


def read_single(value: Any) -> Plain:
	"""A list of the one value given, or an empty one."""
	return [value] if value else []


def read_single_code(value: Any) -> Plain:
	"""A list of the one option given, as the domain spells it."""
	return read_single(read_code(value))


def read_list(value: Any) -> Plain:
	"""A list written in one line with commas between."""
	return [part.strip() for part in re.split("[,，、]", value or "") if part.strip()]


def read_disability_type(value: Any) -> Plain:
	"""The digit of one disability type in a list; empty stands for any type."""
	return [DisabilityType[value.upper()].value] if value else []


def read_disability_criterion(row: Any) -> Plain:
	"""The disability criterion of a top-up row; grade 0 asks for none."""
	if not row.disability_grade:
		return []
	return [{"max_grade": row.disability_grade, "types": read_disability_type(row.disability_type)}]
