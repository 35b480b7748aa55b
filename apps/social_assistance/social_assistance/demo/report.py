"""The figures of the district report (social assistance in 2025) that the demo district reproduces exactly."""

from dataclasses import dataclass
from decimal import Decimal

from social_assistance.demo.district import RURAL, URBAN


@dataclass(frozen=True)
class Group:
	"""Households and persons of one scheme and residence class, as the report counts them."""

	scheme: str
	residence_class: str
	households: int
	persons: int


@dataclass(frozen=True)
class Level:
	"""A standard and the average paid per person and month under it, in yuan."""

	standard: Decimal
	average: Decimal


GROUPS = (
	Group("DIBAO-URBAN", URBAN, 832, 1155),
	Group("DIBAO-RURAL", RURAL, 1040, 1256),
	Group("TEKUN", RURAL, 194, 194),
	Group("TEKUN", URBAN, 4, 4),
	Group("DIBIAN", URBAN, 150, 232),
	Group("DIBIAN", RURAL, 197, 309),
	Group("GANGZHI", URBAN, 48, 79),
	Group("GANGZHI", RURAL, 54, 90),
)
CENTRALISED_SUPPORT = 30
CHANGE_OF_STANDARDS = "2025-07"
FIRST_POLICY_MONTH = "2024-07"
# Before and from July 2025. The average 补差 is half of the standard in each of the four.
DIBAO_LEVELS = {
	"DIBAO-URBAN": (Level(Decimal("645.00"), Decimal("322.50")), Level(Decimal("697.00"), Decimal("348.50"))),
	"DIBAO-RURAL": (Level(Decimal("455.00"), Decimal("227.50")), Level(Decimal("523.00"), Decimal("261.50"))),
}
TEKUN_MONTHLY = {
	URBAN: (Decimal("840.00"), Decimal("910.00")),
	RURAL: (Decimal("595.00"), Decimal("680.00")),
}
TEMPORARY_AID_PERSONS = 250
TEMPORARY_AID_TOTAL = Decimal("303700.00")
RESERVE_ADVANCE = ("2025-02", Decimal("165000.00"))
