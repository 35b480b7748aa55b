"""Numbers as people type them at a counter: full-width digits, thousands in groups, the unit behind the sum."""

import re
import unicodedata

from social_assistance.domain.errors import InvalidAmount

_UNITS = re.compile(r"^[¥￥]|(元整|元|圆|%)$")
_PLAIN = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", re.ASCII)
_FRACTION = re.compile(r"\.0*[1-9]", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(\.\d+)?|[+-]?\d{1,3}(?: \d{3})+(\.\d+)?", re.ASCII)


def read_typed_number(text: str, field: str = "amount", *, is_count: bool = False) -> str:
	"""The number of a text in plain ASCII digits, empty for an empty text; raises InvalidAmount for anything else.

	A count is a whole number: of 1.5 nothing is cut off.
	"""
	plain = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
	plain = _UNITS.sub("", _UNITS.sub("", plain).strip()).strip()
	if not plain and not text.strip():
		return ""
	if _GROUPED.fullmatch(plain):
		plain = plain.replace(",", "").replace(" ", "")
	if not _PLAIN.fullmatch(plain) or (is_count and _FRACTION.search(plain)):
		raise InvalidAmount("amount_format", field)
	return plain
