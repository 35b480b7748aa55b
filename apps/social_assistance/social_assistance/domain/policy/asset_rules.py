"""Policy parameters: limits of money, vehicles, homes and business capital by class of client."""

from dataclasses import dataclass
from decimal import Decimal

from social_assistance.domain.codec import Record
from social_assistance.domain.errors import ParameterError
from social_assistance.domain.policy.income_rules import Citation
from social_assistance.domain.vocabulary import ClientClass, Period


@dataclass(frozen=True)
class MoneyLimit(Record):
	"""Money per head: a multiple of the monthly or yearly standard; `inclusive` allows exactly the limit."""

	multiple: Decimal
	base: Period
	inclusive: bool = False


@dataclass(frozen=True)
class VehicleLimit(Record):
	"""How many vehicles, each worth at most a multiple of the yearly standard; none given: any value."""

	max_count: int
	value_multiple: Decimal | None = None


@dataclass(frozen=True)
class HomeLimit(Record):
	"""How many homes; one more is allowed when all together stay within an area per head."""

	max_count: int
	extra_home_area_per_head: Decimal | None = None


@dataclass(frozen=True)
class AssetLimits(Record):
	"""The limits of one class of client; a limit that is not given is not tested."""

	client_class: ClientClass
	money: MoneyLimit | None = None
	vehicles: VehicleLimit | None = None
	homes: HomeLimit | None = None
	max_non_residential: int | None = None
	max_business_capital: Decimal | None = None
	citation: Citation | None = None


@dataclass(frozen=True)
class AssetRules(Record):
	"""Limits by class and the items that never count (necessary for work and life, 民发〔2021〕57号 art. 14)."""

	citation: Citation
	limits: tuple[AssetLimits, ...]
	exempt_items: tuple[str, ...] = ()

	def __post_init__(self) -> None:
		classes = [row.client_class for row in self.limits]
		for number, row in enumerate(self.limits, start=1):
			if classes.count(row.client_class) > 1:
				raise ParameterError(
					"asset_class_twice", f"limits[{number}]", {"name": row.client_class.value}
				)

	def limits_for(self, client_class: ClientClass) -> AssetLimits | None:
		"""The limits of a class, none when the policy sets none."""
		return next((row for row in self.limits if row.client_class is client_class), None)
