"""How alike two people look on paper: name, pinyin, birth date and address, for duplicates that digests do not find."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from rapidfuzz import fuzz

from social_assistance.domain.codec import Record
from social_assistance.domain.registry.names import build_name_pinyin, tidy_name

_REGION = re.compile(r"^.*?(?:省|自治区|特别行政区)|^.*?(?:市|自治州|地区|盟)(?=.*?(?:区|县|市|旗))")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")
_UNITS = {
	"幢": "栋",
	"号楼": "栋",
	"座": "栋",
	"门牌": "",
	"室": "",
	"之": "-",
	"—": "-",
	"－": "-",
	"#": "号",
}


class Likeness(Enum):
	"""What a score suggests; a person decides."""

	SAME = "Same"
	LIKELY = "Likely"
	POSSIBLE = "Possible"
	DIFFERENT = "Different"


@dataclass(frozen=True)
class MatchRule(Record):
	"""Weights of the comparisons (any whole numbers) and the scores from which a likeness begins, of 100."""

	name_weight: int = 50
	birth_weight: int = 30
	address_weight: int = 20
	same_from: int = 95
	likely_from: int = 85
	possible_from: int = 70


@dataclass(frozen=True)
class Identity:
	"""What is compared of a person; unknown parts are left out of the score."""

	name: str
	birth_date: date | None = None
	address: str = ""


@dataclass(frozen=True)
class MatchScore:
	"""Scores of 0 to 100 by part (none when a side lacks it), together, and what they suggest."""

	name: int
	birth: int | None
	address: int | None
	total: int
	likeness: Likeness


def normalise_address(text: str) -> str:
	"""Without blanks and the larger regions; numerals as digits; building words alike."""
	plain = unicodedata.normalize("NFKC", text).replace(" ", "")
	plain = _REGION.sub("", _REGION.sub("", plain))
	plain = plain.translate(_DIGITS)
	plain = _TENS.sub(lambda match: f"{match[1] or 1}{match[2] or 0}", plain)
	for word, common in _UNITS.items():
		plain = plain.replace(word, common)
	return plain.rstrip("号")


def score_names(left: str, right: str) -> int:
	"""Likeness of two names: by characters, or by sound at a discount, since homophones are common."""
	one, other = tidy_name(left), tidy_name(right)
	if not one or not other:
		return 0
	written = fuzz.ratio(one, other)
	spoken = fuzz.ratio(build_name_pinyin(one).split(" ")[0], build_name_pinyin(other).split(" ")[0])
	return round(max(written, 0.9 * spoken))


def score_addresses(left: str, right: str) -> int | None:
	"""Likeness of two addresses, none when one is missing."""
	one, other = normalise_address(left), normalise_address(right)
	return round(fuzz.ratio(one, other)) if one and other else None


def score_births(left: date | None, right: date | None) -> int | None:
	"""100 the same day, 80 day and month exchanged or one part mistyped, 0 otherwise; none when one is missing."""
	if left is None or right is None:
		return None
	if left == right:
		return 100
	parts = [(left.year, right.year), (left.month, right.month), (left.day, right.day)]
	exchanged = left.year == right.year and (left.month, left.day) == (right.day, right.month)
	return 80 if exchanged or sum(a == b for a, b in parts) == 2 else 0


def compare_people(left: Identity, right: Identity, rule: MatchRule) -> MatchScore:
	"""Weighted likeness of two people over the parts that both have."""
	name = score_names(left.name, right.name)
	birth = score_births(left.birth_date, right.birth_date)
	address = score_addresses(left.address, right.address)
	weighted = [(name, rule.name_weight), (birth, rule.birth_weight), (address, rule.address_weight)]
	known = [(score, weight) for score, weight in weighted if score is not None]
	total = round(sum(score * weight for score, weight in known) / max(1, sum(weight for _, weight in known)))
	return MatchScore(name, birth, address, total, _likeness(total, rule))


def _likeness(total: int, rule: MatchRule) -> Likeness:
	steps = (
		(rule.same_from, Likeness.SAME),
		(rule.likely_from, Likeness.LIKELY),
		(rule.possible_from, Likeness.POSSIBLE),
	)
	return next((likeness for limit, likeness in steps if total >= limit), Likeness.DIFFERENT)
