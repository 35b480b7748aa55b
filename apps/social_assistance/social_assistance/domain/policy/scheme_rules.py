"""Policy parameters of the schemes: conditions, amounts, top-ups."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from social_assistance.domain.codec import Record
from social_assistance.domain.errors import ParameterError
from social_assistance.domain.money import Rounding
from social_assistance.domain.policy.income_rules import Citation, DisabilityMatch
from social_assistance.domain.vocabulary import (
	CareForm,
	CareLevel,
	ExpenseKind,
	Measure,
	ParentStatus,
	Scope,
	StudyStage,
)


class AmountMethod(Enum):
	"""补差, or 分档."""

	GAP = "gap"
	TIERS = "tiers"


class FloorKind(Enum):
	"""Whether a small amount is raised, to yuan or to a share of the standard."""

	NONE = "none"
	AMOUNT = "amount"
	STANDARD_SHARE = "standard_share"


@dataclass(frozen=True)
class Floor(Record):
	"""Lowest monthly amount of an eligible household, per household or per person."""

	kind: FloorKind = FloorKind.NONE
	value: Decimal = Decimal(0)
	per: Scope = Scope.HOUSEHOLD

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.kind is FloorKind.STANDARD_SHARE and self.value > 1:
			raise ParameterError("parameter_share", "value")


@dataclass(frozen=True)
class Tier(Record):
	"""Class A, B, C …: per-capita income below a share of the standard pays an amount, or a share, per person."""

	code: str
	income_below_share: Decimal
	amount: Decimal | None = None
	standard_share: Decimal | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if (self.amount is None) == (self.standard_share is None):
			raise ParameterError("parameter_one_of", "amount", {"other": "standard_share"})


@dataclass(frozen=True)
class DibaoRules(Record):
	"""Income test and amount of 低保; `inclusive` lets income equal to the standard in (law: strictly below)."""

	citation: Citation
	method: AmountMethod = AmountMethod.GAP
	inclusive: bool = False
	floor: Floor = Floor()
	rounding: Rounding = Rounding.NONE
	tiers: tuple[Tier, ...] = ()

	def __post_init__(self) -> None:
		if self.method is AmountMethod.GAP:
			return
		shares = [tier.income_below_share for tier in self.tiers]
		if not shares or shares != sorted(set(shares)) or shares[-1] < 1:
			raise ParameterError("tiers_order", "tiers")
		for values in ([t.amount for t in self.tiers], [t.standard_share for t in self.tiers]):
			if any(value is None for value in values) and any(value is not None for value in values):
				raise ParameterError("tiers_mixed", "tiers")
			numbers = [value for value in values if value is not None]
			if numbers != sorted(numbers, reverse=True):
				raise ParameterError("tiers_pay_order", "tiers")


class Stacking(Enum):
	"""取最高一项，不叠加, or the sum."""

	HIGHEST = "highest"
	SUM = "sum"


@dataclass(frozen=True)
class TopupRule(Record):
	"""Who gets a classified top-up (all given criteria must hold) and which share of the standard."""

	code: str
	share: Decimal
	min_age: int | None = None
	max_age: int | None = None
	disabilities: tuple[DisabilityMatch, ...] = ()
	seriously_ill: bool = False
	circumstances: tuple[str, ...] = ()
	for_single_filers: bool = True
	citation: Citation | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		has_age = self.min_age is not None or self.max_age is not None
		if not (has_age or self.disabilities or self.seriously_ill or self.circumstances):
			raise ParameterError("topup_for_everybody", "code", {"code": self.code})


@dataclass(frozen=True)
class TopupRules(Record):
	"""分类施保: the rules, how several for one person combine, and the highest share for one person."""

	citation: Citation
	rules: tuple[TopupRule, ...] = ()
	stacking: Stacking = Stacking.HIGHEST
	cap_share: Decimal | None = None
	rounding: Rounding = Rounding.NONE


class SingleAmount(Enum):
	"""What a single filer gets."""

	GAP = "gap"
	FULL_STANDARD = "full_standard"


@dataclass(frozen=True)
class SinglePersonRules(Record):
	"""单人户: who of a low-margin household may file alone, and the amount (民发〔2021〕57号 art. 8)."""

	citation: Citation
	disabilities: tuple[DisabilityMatch, ...]
	seriously_ill: bool = True
	clergy: bool = True
	amount: SingleAmount = SingleAmount.GAP
	exempt_obligor_age: int | None = None
	exempt_obligor_relations: tuple[str, ...] = ()


class BasicMethod(Enum):
	"""Whether the 特困 basic standard is set by itself or derived from the 低保 standard."""

	INDEPENDENT = "independent"
	MULTIPLE = "multiple"


@dataclass(frozen=True)
class CareRate(Record):
	"""Monthly care standard of a level and form, in yuan or as a share of the minimum wage."""

	level: CareLevel
	form: CareForm
	amount: Decimal | None = None
	minimum_wage_share: Decimal | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if (self.amount is None) == (self.minimum_wage_share is None):
			raise ParameterError("parameter_one_of", "amount", {"other": "minimum_wage_share"})


@dataclass(frozen=True)
class InabilityRule(Record):
	"""A recorded reason why an obligor cannot support, with the age that it presupposes."""

	reason: str
	min_age: int | None = None
	citation: Citation | None = None


@dataclass(frozen=True)
class TekunRules(Record):
	"""特困: ages and disabilities without labour ability, basic standard, care bands (民发〔2021〕43号)."""

	citation: Citation
	min_age: int
	below_age: int
	disabilities: tuple[DisabilityMatch, ...]
	inability: tuple[InabilityRule, ...]
	basic_method: BasicMethod = BasicMethod.INDEPENDENT
	basic_multiple: Decimal = Decimal(1)
	basic_rounding: Rounding = Rounding.NONE
	inclusive: bool = False
	care: tuple[CareRate, ...] = ()
	care_rounding: Rounding = Rounding.NONE
	partial_from: int = 1
	full_from: int = 4
	minor_until: int = 18
	prolonging_study: tuple[StudyStage, ...] = ()

	def __post_init__(self) -> None:
		super().__post_init__()
		if not 1 <= self.partial_from < self.full_from <= 6:
			raise ParameterError("care_thresholds", "full_from")
		keys = [(rate.level, rate.form) for rate in self.care]
		if len(set(keys)) != len(keys):
			raise ParameterError("care_twice", "care")


@dataclass(frozen=True)
class ChildRules(Record):
	"""孤儿 and 事实无人抚养儿童: age, statuses of the parents, and the stages of study that prolong the right."""

	citation: Citation
	below_age: int
	orphan_statuses: tuple[ParentStatus, ...]
	unsupported_statuses: tuple[ParentStatus, ...]
	prolonging_study: tuple[StudyStage, ...] = ()


@dataclass(frozen=True)
class LowMarginRules(Record):
	"""低边: per-capita income below a multiple of the standard, at most a quoted figure (minimum wage)."""

	citation: Citation
	multiple: Decimal
	inclusive: bool = False
	cap: Measure | None = None


@dataclass(frozen=True)
class SpendingRule(Record):
	"""How one kind of rigid spending counts: caps per person in yuan a year or as monthly multiple of the standard."""

	kind: ExpenseKind
	yearly_cap: Decimal | None = None
	monthly_cap_multiple: Decimal | None = None


@dataclass(frozen=True)
class RigidSpendingRules(Record):
	"""刚性支出: spending of the window over household income above a ratio; recognised for some months."""

	citation: Citation
	ratio: Decimal
	window_months: int
	validity_months: int
	kinds: tuple[SpendingRule, ...]
	inclusive: bool = False

	def __post_init__(self) -> None:
		super().__post_init__()
		if not 1 <= self.window_months <= 36:
			raise ParameterError("parameter_window", "window_months")


@dataclass(frozen=True)
class DifficultyScale(Record):
	"""Monthly multiple of the standard for a degree of difficulty."""

	code: str
	multiple: Decimal


@dataclass(frozen=True)
class AidScale(Record):
	"""Amounts of one kind of temporary aid in multiples of the monthly standard per head."""

	scales: tuple[DifficultyScale, ...]
	cap_multiple: Decimal
	hard_case_cap_multiple: Decimal | None = None
	max_months: int = 12


@dataclass(frozen=True)
class TemporaryAidRules(Record):
	"""临时救助: scales of both kinds, what a township may grant, how often for the same reason."""

	citation: Citation
	emergency: AidScale
	expense: AidScale
	minimum_amount: Decimal = Decimal(0)
	rounding: Rounding = Rounding.NONE
	township_limit_multiple: Decimal | None = None
	township_limit_amount: Decimal | None = None
	same_reason_months: int = 12
	expense_income_limit: Measure | None = Measure.DISPOSABLE_INCOME
