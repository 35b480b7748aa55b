"""Yuan and fen as Decimal: strict reading, stated rounding, exact division, amounts in words."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import Enum

import cn2an

from social_assistance.domain.errors import InvalidAmount

FEN = Decimal("0.01")
MILL = Decimal("0.001")
FINE = Decimal("0.00001")
ZERO = Decimal("0.00")
# A typing error, not a rule of law: no district pays or counts a billion yuan in one figure.
LARGEST_AMOUNT = Decimal("999999999.99")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)


class Rounding(Enum):
	"""How a final amount is rounded; NONE keeps fen."""

	NONE = "none"
	CEIL_YUAN = "ceil_yuan"
	HALF_UP_YUAN = "half_up_yuan"
	CEIL_5 = "ceil_5"


def parse_amount(
	value: str | int | Decimal | None,
	field: str = "amount",
	*,
	allow_negative: bool = False,
	allow_zero: bool = True,
	allow_thousands: bool = False,
	limit: Decimal = LARGEST_AMOUNT,
	places: int = 2,
) -> Decimal:
	"""Read a sum in yuan; full-width digits are normalised, thousands separators refused unless allowed."""
	number = _to_decimal(value, field, allow_thousands)
	if not number.is_finite():
		raise InvalidAmount("amount_not_finite", field)
	if number < 0 and not allow_negative:
		raise InvalidAmount("amount_negative", field)
	if number == 0 and not allow_zero:
		raise InvalidAmount("amount_zero", field)
	if abs(number) > limit:
		raise InvalidAmount("amount_limit", field, {"limit": limit})
	rounded = number.quantize(Decimal(1).scaleb(-places))
	if rounded != number:
		raise InvalidAmount("amount_places", field, {"places": places})
	return rounded + 0  # turns -0.00 into 0.00


def _to_decimal(value: object, field: str, allow_thousands: bool) -> Decimal:
	if value is None or (isinstance(value, str) and not value.strip()):
		raise InvalidAmount("amount_missing", field)
	if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
		raise InvalidAmount("amount_type", field, {"kind": type(value).__name__})
	if not isinstance(value, str):
		return Decimal(value)
	text = unicodedata.normalize("NFKC", value).strip()
	if _GROUPED.fullmatch(text):
		if not allow_thousands:
			raise InvalidAmount("amount_thousands", field)
		text = text.replace(",", "")
	if not _PLAIN.fullmatch(text):
		raise InvalidAmount("amount_format", field)
	return Decimal(text)


def from_storage(value: float | int | str | Decimal | None, places: int = 2) -> Decimal:
	"""A decimal column as database drivers hand it over (often float) back to Decimal; not for input."""
	if value is None:
		return Decimal(0).scaleb(-places)
	return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def format_plain_yuan(value: float | int | str | Decimal | None) -> str:
	"""A stored amount as letters print it: yuan with two places, no separators, no sign."""
	return f"{from_storage(value):.2f}"


def to_fen(amount: Decimal) -> Decimal:
	"""Two decimal places, half up."""
	return amount.quantize(FEN, ROUND_HALF_UP)


def to_fine(amount: Decimal) -> Decimal:
	"""A thousandth of a fen, half up: what single figures keep until they are summed and rounded once."""
	return amount.quantize(FINE, ROUND_HALF_UP)


def to_mill(amount: Decimal) -> Decimal:
	"""厘, a tenth of a fen: what is compared with a limit, so that yearly figures at the line decide as they stand."""
	return amount.quantize(MILL, ROUND_HALF_UP)


def round_amount(amount: Decimal, rounding: Rounding) -> Decimal:
	"""Apply a rounding rule to an amount that is exact in fen; a part of a fen is first rounded half up."""
	exact = to_fen(amount)
	if rounding is Rounding.CEIL_YUAN:
		return to_fen(exact.to_integral_value(ROUND_CEILING))
	if rounding is Rounding.HALF_UP_YUAN:
		return to_fen(exact.to_integral_value(ROUND_HALF_UP))
	if rounding is Rounding.CEIL_5:
		return to_fen((exact / 5).to_integral_value(ROUND_CEILING) * 5)
	return exact


def format_chinese_capitals(amount: Decimal) -> str:
	"""The amount in financial capitals, such as 贰佰玖拾壹元整, as receipts and bank lists ask."""
	return str(cn2an.an2cn(f"{to_fen(amount):f}", "rmb"))


def split_amount(total: Decimal, weights: Sequence[Decimal | int]) -> tuple[Decimal, ...]:
	"""Divide a total by weights so that the parts, in fen, sum exactly; leftover fen go to the largest remainders."""
	weight_sum = sum((Decimal(weight) for weight in weights), Decimal(0))
	if weight_sum <= 0 or any(weight < 0 for weight in weights):
		raise InvalidAmount("split_weights")
	fen = int(to_fen(total) * 100)
	exact = [Decimal(fen) * Decimal(weight) / weight_sum for weight in weights]
	parts = [int(share.to_integral_value(ROUND_FLOOR)) for share in exact]
	by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
	for index in by_remainder[: fen - sum(parts)]:
		parts[index] += 1
	return tuple(to_fen(Decimal(part) / 100) for part in parts)
