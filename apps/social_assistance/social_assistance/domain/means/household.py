"""Facts of a household as they stand on one day, and the contradictions that are refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from social_assistance.domain.codec import Record
from social_assistance.domain.errors import HouseholdError
from social_assistance.domain.money import LARGEST_AMOUNT
from social_assistance.domain.periods import Month, MonthSpan, age_on
from social_assistance.domain.registry.disability import Disability
from social_assistance.domain.vocabulary import (
	AssetKind,
	CareForm,
	ExpenseKind,
	IncomeKind,
	ParentStatus,
	PersonStatus,
	Relation,
	ResidenceClass,
	Scheme,
	StudyStage,
)


class LabourAbility(Enum):
	"""Ability to work as recorded or assessed."""

	FULL = "Full"
	PARTIAL = "Partial"
	NONE = "None"


@dataclass(frozen=True)
class StatusPeriod(Record):
	"""A status from a day, until a day when it has ended."""

	status: PersonStatus
	first_day: date
	last_day: date | None = None

	def __post_init__(self) -> None:
		if self.last_day and self.last_day < self.first_day:
			raise HouseholdError("date_order", "last_day", {"first": self.first_day, "last": self.last_day})

	def holds_on(self, day: date) -> bool:
		"""Whether the status lasts on a day."""
		return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Member(Record):
	"""One person of the household; `schemes` are those that the person has now."""

	key: str
	relation: Relation
	birth_date: date
	is_applicant: bool = False
	statuses: tuple[StatusPeriod, ...] = ()
	disabilities: tuple[Disability, ...] = ()
	seriously_ill: bool = False
	study: StudyStage | None = None
	can_live_independently: bool = True
	lives_together: bool = True
	legal_duty: bool | None = None
	labour_ability: LabourAbility = LabourAbility.FULL
	is_employed: bool = False
	circumstances: tuple[str, ...] = ()
	schemes: tuple[Scheme, ...] = ()
	father: ParentStatus | None = None
	mother: ParentStatus | None = None
	failed_care_items: int | None = None
	care_form: CareForm | None = None

	def __post_init__(self) -> None:
		super().__post_init__()
		if self.failed_care_items is not None and self.failed_care_items > 6:
			raise HouseholdError("care_items", "failed_care_items")

	def age(self, day: date) -> int:
		"""Completed years on a day."""
		return age_on(self.birth_date, day)

	def has_status(self, status: PersonStatus, day: date) -> bool:
		"""Whether a status lasts on a day."""
		return any(period.status is status and period.holds_on(day) for period in self.statuses)


@dataclass(frozen=True)
class IncomeLine(Record):
	"""Income of one person over whole months: gross total of the period and the costs that belong to it."""

	member: str
	kind: IncomeKind
	amount: Decimal
	first: Month | None
	last: Month | None
	item: str = ""
	costs: Decimal = Decimal(0)
	evidence: str = ""
	excluded_reason: str = ""
	is_imputed: bool = False
	new_job_since: Month | None = None

	@property
	def span(self) -> MonthSpan:
		"""Months of the line; HouseholdError without a period or with one that runs backwards."""
		if self.first is None or self.last is None:
			raise HouseholdError("income_without_period", "first", {"member": self.member})
		return MonthSpan(self.first, self.last)


@dataclass(frozen=True)
class AssetLine(Record):
	"""Something that a person owns: yuan, area in square metres of a home, subscribed capital of a business."""

	member: str
	kind: AssetKind
	value: Decimal = Decimal(0)
	item: str = ""
	area: Decimal = Decimal(0)
	quantity: int = 1
	evidence: str = ""


@dataclass(frozen=True)
class AssetJudgement(Record):
	"""A reasoned human judgement on assets of one kind above their limit."""

	kind: AssetKind
	accepted: bool
	reason: str

	def __post_init__(self) -> None:
		if not self.reason.strip():
			raise HouseholdError("judgement_without_reason", "reason")


@dataclass(frozen=True)
class ExpenseLine(Record):
	"""Own share of necessary spending over whole months; `public_fee` caps private education for the same period."""

	member: str
	kind: ExpenseKind
	amount: Decimal
	first: Month
	last: Month
	public_fee: Decimal | None = None
	evidence: str = ""

	@property
	def span(self) -> MonthSpan:
		"""Months of the line."""
		return MonthSpan(self.first, self.last)


@dataclass(frozen=True)
class Obligor(Record):
	"""A relative outside the household who owes support to a member; income is that of his household a month."""

	key: str
	member: str
	relation: str
	household_income: Decimal = Decimal(0)
	household_persons: int = 1
	supported_persons: int = 1
	obligors_together: int = 1
	age: int | None = None
	awarded_amount: Decimal | None = None
	unable_reason: str = ""

	def __post_init__(self) -> None:
		super().__post_init__()
		for name in ("household_persons", "supported_persons", "obligors_together"):
			if getattr(self, name) < 1:
				raise HouseholdError("count_positive", name)


@dataclass(frozen=True)
class EarlierAid(Record):
	"""Temporary aid granted before."""

	reason: str
	granted_on: date


@dataclass(frozen=True)
class AidRequest(Record):
	"""What temporary aid is asked for; persons none given means all members."""

	reason: str
	difficulty: str
	months: int = 1
	persons: int | None = None
	is_hard_case: bool = False
	new_cause: str = ""
	earlier: tuple[EarlierAid, ...] = ()


@dataclass(frozen=True)
class HouseholdFacts(Record):
	"""Everything that the means test looks at, frozen on one day."""

	key: str
	residence_class: ResidenceClass
	assessed_on: date
	members: tuple[Member, ...]
	incomes: tuple[IncomeLine, ...] = ()
	assets: tuple[AssetLine, ...] = ()
	asset_judgements: tuple[AssetJudgement, ...] = ()
	expenses: tuple[ExpenseLine, ...] = ()
	obligors: tuple[Obligor, ...] = ()
	schemes: tuple[Scheme, ...] = ()
	aid_request: AidRequest | None = None

	def __post_init__(self) -> None:
		_require_one_applicant(self)
		_require_people(self)
		_require_lines(self)

	def member(self, key: str) -> Member:
		"""The member of a key; HouseholdError when there is none."""
		for member in self.members:
			if member.key == key:
				return member
		raise HouseholdError("member_unknown", "members", {"member": key})


def _require_one_applicant(facts: HouseholdFacts) -> None:
	applicants = [member for member in facts.members if member.is_applicant]
	if not applicants:
		raise HouseholdError("applicant_missing", "members")
	if len(applicants) > 1:
		raise HouseholdError("applicant_twice", "members", {"member": applicants[1].key})
	if applicants[0].has_status(PersonStatus.DECEASED, facts.assessed_on):
		raise HouseholdError("applicant_dead", "members", {"member": applicants[0].key})


def _require_people(facts: HouseholdFacts) -> None:
	seen: set[str] = set()
	for number, member in enumerate(facts.members, start=1):
		if member.key in seen:
			raise HouseholdError("member_twice", f"members[{number}]", {"member": member.key})
		seen.add(member.key)
		if member.birth_date > facts.assessed_on:
			details = {"member": member.key, "day": facts.assessed_on}
			raise HouseholdError("born_later", f"members[{number}].birth_date", details)


def _require_lines(facts: HouseholdFacts) -> None:
	people = {member.key for member in facts.members}
	tables: tuple[tuple[str, Iterable[IncomeLine | AssetLine | ExpenseLine | Obligor]], ...] = (
		("incomes", facts.incomes),
		("assets", facts.assets),
		("expenses", facts.expenses),
		("obligors", facts.obligors),
	)
	for table, rows in tables:
		for number, row in enumerate(rows, start=1):
			_require_row(row, people, f"{table}[{number}]")


def _require_row(row: IncomeLine | AssetLine | ExpenseLine | Obligor, people: set[str], path: str) -> None:
	if row.member not in people:
		raise HouseholdError("member_unknown", f"{path}.member", {"member": row.member})
	if isinstance(row, IncomeLine | ExpenseLine):
		try:
			_ = row.span
		except ValueError as error:
			raise _with_path(error, path) from None
	sums = (value for value in vars(row).values() if isinstance(value, Decimal))
	if any(value > LARGEST_AMOUNT for value in sums):
		raise HouseholdError("amount_limit", path, {"limit": LARGEST_AMOUNT})


def _with_path(error: ValueError, path: str) -> HouseholdError:
	code = getattr(error, "code", "income_without_period")
	return HouseholdError(code, f"{path}.{getattr(error, 'field', '')}", getattr(error, "params", {}))
