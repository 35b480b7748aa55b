"""Policy parameters: standards, who counts, what counts as income, support owed by relatives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from social_assistance.domain.codec import Record
from social_assistance.domain.errors import ParameterError
from social_assistance.domain.money import to_fen
from social_assistance.domain.registry.disability import Disability, DisabilityType
from social_assistance.domain.vocabulary import (
	CareForm,
	ClientClass,
	ExpenseKind,
	IncomeKind,
	Measure,
	Period,
	PersonStatus,
	Relation,
	ResidenceClass,
	StudyStage,
)


@dataclass(frozen=True)
class Citation(Record):
	"""Document and article that a rule rests on."""

	document: str
	article: str = ""

	def __str__(self) -> str:
		return f"{self.document} {self.article}".strip()


@dataclass(frozen=True)
class DisabilityMatch(Record):
	"""Disabilities of the given types (none given: any) up to a grade, 1 being the most severe."""

	max_grade: int
	types: tuple[DisabilityType, ...] = ()

	def matches(self, disability: Disability) -> bool:
		"""Whether one recorded disability falls under the rule."""
		return disability.grade <= self.max_grade and (not self.types or disability.type in self.types)


@dataclass(frozen=True)
class Standard(Record):
	"""One figure in yuan for a month or year."""

	measure: Measure
	amount: Decimal
	residence_class: ResidenceClass = ResidenceClass.ANY
	period: Period = Period.MONTH
	care_form: CareForm | None = None


@dataclass(frozen=True)
class Standards(Record):
	"""The figures of a policy version; a row of class Any serves town and country alike."""

	citation: Citation
	rows: tuple[Standard, ...]

	def __post_init__(self) -> None:
		seen: set[tuple[object, ...]] = set()
		for number, row in enumerate(self.rows, start=1):
			key = (row.measure, row.residence_class, row.care_form)
			if key in seen:
				raise ParameterError("standard_twice", f"rows[{number}]", {"measure": row.measure.value})
			seen.add(key)

	def monthly(self, measure: Measure, residence: ResidenceClass, form: CareForm | None = None) -> Decimal:
		"""The monthly figure in yuan, exact class and form before Any; a yearly one divided by twelve, fen half up."""
		fitting = [
			row
			for row in self.rows
			if row.measure is measure
			and row.residence_class in (residence, ResidenceClass.ANY)
			and row.care_form in (form, None)
		]
		if not fitting:
			details = {"measure": measure.value, "residence": residence.value}
			raise ParameterError("standard_missing", "standards.rows", details)
		row = max(fitting, key=lambda row: (row.residence_class is residence, row.care_form is not None))
		return to_fen(row.amount / 12) if row.period is Period.YEAR else row.amount


@dataclass(frozen=True)
class ExcludedStatus(Record):
	"""A status that keeps a person out of the household, after so many months of it."""

	status: PersonStatus
	months: int = 0


@dataclass(frozen=True)
class HouseholdRules(Record):
	"""Who belongs to the household that is tested (民发〔2021〕57号 art. 7)."""

	citation: Citation
	adult_age: int
	study_stages: tuple[StudyStage, ...]
	excluded_statuses: tuple[ExcludedStatus, ...]
	duty_relations: tuple[Relation, ...]
	splitting_months: int = 0
	splitting_old_age: int = 0


class Averaging(Enum):
	"""WINDOW divides by all months of the window, RECEIVED only by those in which the line ran."""

	WINDOW = "window"
	RECEIVED = "received"


@dataclass(frozen=True)
class IncomeItemRule(Record):
	"""How one item is counted: its share (0 leaves it out), for whom, and between which days."""

	item: str
	counted_share: Decimal
	client_classes: tuple[ClientClass, ...] = ()
	first_day: date | None = None
	last_day: date | None = None
	averaging: Averaging | None = None
	citation: Citation | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.counted_share > 1:
			raise ParameterError("parameter_share", "counted_share")
		if self.first_day and self.last_day and self.last_day < self.first_day:
			raise ParameterError("date_order", "last_day", {"first": self.first_day, "last": self.last_day})

	def holds(self, item: str, client_class: ClientClass, day: date) -> bool:
		"""Whether the rule speaks about this item of this class of client on this day."""
		return (
			self.item == item
			and (not self.client_classes or client_class in self.client_classes)
			and (self.first_day is None or self.first_day <= day)
			and (self.last_day is None or day <= self.last_day)
		)


class EmploymentCostMethod(Enum):
	"""How the necessary cost of working is taken off wages."""

	NONE = "none"
	SHARE_OF_WAGES = "share_of_wages"
	SHARE_OF_STANDARD = "share_of_standard"
	DECLARED = "declared"


@dataclass(frozen=True)
class EmploymentCostRule(Record):
	"""Employment cost per worker; `rate` is a share of wages or of the standard, `cap` a multiple of the standard."""

	method: EmploymentCostMethod
	rate: Decimal = Decimal(0)
	disabled_minimum_wage_share: Decimal | None = None
	cap: Decimal | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.method is EmploymentCostMethod.SHARE_OF_WAGES and self.rate > 1:
			raise ParameterError("parameter_share", "rate")


@dataclass(frozen=True)
class IncomeDisregard(Record):
	"""Newly earned wages of a recipient that are not counted: months, and a cap as multiple of the standard a month."""

	months: int
	cap_multiple: Decimal
	citation: Citation | None = None


@dataclass(frozen=True)
class SpendingDeduction(Record):
	"""Share of spending of these kinds that is taken off household income, capped at a multiple of the standard."""

	kinds: tuple[ExpenseKind, ...]
	share: Decimal
	cap_multiple: Decimal | None = None
	citation: Citation | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.share > 1:
			raise ParameterError("parameter_share", "share")


@dataclass(frozen=True)
class KindWindow(Record):
	"""A window of its own for one kind of income (farming: 12 months)."""

	kind: IncomeKind
	months: int


@dataclass(frozen=True)
class IncomeRules(Record):
	"""Which income counts, over which months before the application, after which deductions."""

	citation: Citation
	window_months: int
	employment_cost: EmploymentCostRule
	kind_windows: tuple[KindWindow, ...] = ()
	averaging: Averaging = Averaging.WINDOW
	items: tuple[IncomeItemRule, ...] = ()
	disregard: IncomeDisregard | None = None
	deductions: tuple[SpendingDeduction, ...] = ()

	def __post_init__(self) -> None:
		for name, months in (
			("window_months", self.window_months),
			*((f"kind_windows.{w.kind.value}", w.months) for w in self.kind_windows),
		):
			if not 1 <= months <= 36:
				raise ParameterError("parameter_window", name)

	def window_for(self, kind: IncomeKind) -> int:
		"""Months of the window for one kind of income."""
		return next(
			(window.months for window in self.kind_windows if window.kind is kind), self.window_months
		)

	def item_rule(self, item: str, client_class: ClientClass, day: date) -> IncomeItemRule | None:
		"""The rule for an item, a rule for this class of client before a general one."""
		holding = [rule for rule in self.items if rule.holds(item, client_class, day)]
		return max(holding, key=lambda rule: bool(rule.client_classes)) if holding else None


class SupportMethod(Enum):
	"""How the support that a relative owes is worked out."""

	NONE = "none"
	PER_CAPITA_EXCESS = "per_capita_excess"
	HOUSEHOLD_EXCESS = "household_excess"


@dataclass(frozen=True)
class SupportRate(Record):
	"""The share of the excess that is owed, for up to so many people who owe it together."""

	rate: Decimal
	up_to_obligors: int | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.rate > 1:
			raise ParameterError("parameter_share", "rate")


@dataclass(frozen=True)
class ObligorRules(Record):
	"""Support by relatives outside the household; the threshold is yuan a month or a multiple of the standard."""

	citation: Citation
	method: SupportMethod
	threshold_amount: Decimal | None = None
	threshold_multiple: Decimal | None = None
	rates: tuple[SupportRate, ...] = ()
	exempt_age: int | None = None
	exempt_relations: tuple[str, ...] = ()

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.method is SupportMethod.NONE:
			return
		if (self.threshold_amount is None) == (self.threshold_multiple is None):
			raise ParameterError("parameter_one_of", "threshold_amount", {"other": "threshold_multiple"})
		if not self.rates or self.rates[-1].up_to_obligors is not None:
			raise ParameterError("parameter_open_end", "rates")

	def rate_for(self, obligors: int) -> Decimal:
		"""The share for so many obligors of the same person."""
		fitting = (
			row.rate for row in self.rates if row.up_to_obligors is None or obligors <= row.up_to_obligors
		)
		return next(fitting)
