"""Counted incomes that make the district's average come out to the cent, and the temporary aid of the year."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from social_assistance.demo.report import (
	RESERVE_ADVANCE,
	TEMPORARY_AID_PERSONS,
	TEMPORARY_AID_TOTAL,
	Level,
)

# Awards are drawn in steps of half a yuan, counted in these steps.
STEP = Decimal("0.50")
LEAST_SHARE, GREATEST_SHARE = 0.12, 0.88


def draw_gap_amounts(rng: Random, sizes: list[int], level: Level) -> list[Decimal]:
	"""Monthly 补差 of each household: above zero, below the standard, averaging exactly the level's per person."""
	full = [int(level.standard * size / STEP) for size in sizes]
	drawn = [int(steps * (LEAST_SHARE + (GREATEST_SHARE - LEAST_SHARE) * rng.random())) for steps in full]
	_settle(drawn, full, int(level.average * sum(sizes) / STEP))
	return [steps * STEP for steps in drawn]


def scale_amounts(amounts: list[Decimal], sizes: list[int], former: Level, present: Level) -> list[Decimal]:
	"""What the same households had under the former standard, averaging exactly its own level."""
	full = [int(former.standard * size / STEP) for size in sizes]
	steps = [int(amount * former.standard / present.standard / STEP) for amount in amounts]
	_settle(steps, full, int(former.average * sum(sizes) / STEP))
	return [count * STEP for count in steps]


def _settle(drawn: list[int], full: list[int], total: int) -> None:
	"""Spread the difference to the total evenly over the households that have room for it."""
	while missing := total - sum(drawn):
		sign = 1 if missing > 0 else -1
		room = [i for i, steps in enumerate(drawn) if 1 < steps + sign < full[i] - 1]
		share = max(1, abs(missing) // len(room))
		for index in room:
			if not missing:
				break
			limit = full[index] - 2 - drawn[index] if sign > 0 else drawn[index] - 2
			step = min(share, abs(missing), max(0, limit))
			drawn[index] += sign * step
			missing -= sign * step


@dataclass(frozen=True)
class TemporaryAid:
	"""One grant of temporary aid: scheme, month, yuan, and whether it came out of the reserve advanced in February."""

	scheme: str
	month: str
	amount: Decimal
	from_advance: bool


def draw_temporary_aid(rng: Random) -> list[TemporaryAid]:
	"""The year's 250 grants, 303,700.00 yuan in all, 165,000.00 of it from the reserve advanced in the cold wave."""
	month, advance = RESERVE_ADVANCE
	urgent = TEMPORARY_AID_PERSONS * 11 // 20
	first = _hundreds(rng, urgent, advance)
	rest = _hundreds(rng, TEMPORARY_AID_PERSONS - urgent, TEMPORARY_AID_TOTAL - advance)
	months = [f"2025-{number:02d}" for number in range(3, 12)]
	return [
		*(TemporaryAid("TEMP-EMERGENCY", month, amount, True) for amount in first),
		*(TemporaryAid("TEMP-EXPENSE", rng.choice(months), amount, False) for amount in rest),
	]


def _hundreds(rng: Random, count: int, total: Decimal) -> list[Decimal]:
	"""Sums of whole hundreds between 300 and 3,000 yuan that add up to the total."""
	drawn = [rng.randint(5, 15) for _ in range(count)]
	_settle(drawn, [31] * count, int(total / 100))
	return [Decimal(100 * hundreds).quantize(Decimal("0.01")) for hundreds in drawn]
