"""Small numbers for the closed lists of the domain: set-based statements compare and mask them faster than words."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Any

from social_assistance.domain.means.household import LabourAbility
from social_assistance.domain.means.results import Outcome
from social_assistance.domain.money import Rounding
from social_assistance.domain.policy.income_rules import Averaging, EmploymentCostMethod, SupportMethod
from social_assistance.domain.policy.referral_rules import Need
from social_assistance.domain.registry.disability import DisabilityType
from social_assistance.domain.vocabulary import (
	AssetKind,
	CareForm,
	CareLevel,
	ClientClass,
	ExpenseKind,
	IncomeKind,
	ParentStatus,
	PersonStatus,
	Relation,
	ResidenceClass,
	Scheme,
	StudyStage,
)

SHARE_UNITS = 10_000
FEN = 100

RELATION = {value: code for code, value in enumerate(Relation, start=1)}
STUDY = {value: code for code, value in enumerate(StudyStage, start=1)}
STATUS = {value: code for code, value in enumerate(PersonStatus, start=1)}
PARENT = {value: code for code, value in enumerate(ParentStatus, start=1)}
INCOME = {value: code for code, value in enumerate(IncomeKind, start=1)}
ASSET = {value: code for code, value in enumerate(AssetKind, start=1)}
EXPENSE = {
	ExpenseKind.LIVING: 1,
	ExpenseKind.MEDICAL: 2,
	ExpenseKind.EDUCATION: 3,
	ExpenseKind.REHABILITATION: 4,
	ExpenseKind.OTHER: 5,
}
CLASS = {
	ClientClass.DIBAO: 1,
	ClientClass.TEKUN: 2,
	ClientClass.LOW_MARGIN: 3,
	ClientClass.RIGID_SPENDING: 4,
}
RESIDENCE = {ResidenceClass.URBAN: 1, ResidenceClass.RURAL: 2}
LABOUR = {LabourAbility.FULL: 0, LabourAbility.PARTIAL: 1, LabourAbility.NONE: 2}
FORM = {CareForm.CENTRALISED: 1, CareForm.DISPERSED: 2}
LEVEL = {CareLevel.SELF_CARE: 1, CareLevel.PARTIAL: 2, CareLevel.FULL: 3}
AVERAGING = {Averaging.WINDOW: 0, Averaging.RECEIVED: 1}
COST_METHOD = {
	EmploymentCostMethod.NONE: 0,
	EmploymentCostMethod.SHARE_OF_WAGES: 1,
	EmploymentCostMethod.SHARE_OF_STANDARD: 2,
	EmploymentCostMethod.DECLARED: 3,
}
SUPPORT_METHOD = {
	SupportMethod.NONE: 0,
	SupportMethod.PER_CAPITA_EXCESS: 1,
	SupportMethod.HOUSEHOLD_EXCESS: 2,
}
ROUNDING = {Rounding.NONE: 0, Rounding.CEIL_YUAN: 1, Rounding.HALF_UP_YUAN: 2, Rounding.CEIL_5: 3}
NEED = {Need.ILLNESS: 1, Need.STUDY: 2, Need.WORK: 3, Need.CIRCUMSTANCE: 4}
OUTCOME = {
	1: Outcome.ELIGIBLE,
	2: Outcome.NEEDS_JUDGEMENT,
	3: Outcome.INCOMPLETE,
	4: Outcome.EXCLUDED,
}
# Bits in alphabetical order: of several schemes held, the lowest is the one that facts in that order name first.
SCHEME_BIT = {scheme: bit for bit, scheme in enumerate(sorted(Scheme, key=lambda scheme: scheme.value))}
SCHEME_OF_BIT = {bit: scheme for scheme, bit in SCHEME_BIT.items()}


# Words as documents store them, for the extraction from the registry.
DOCUMENT_WORDS: dict[str, dict[str, int]] = {
	"scheme": {scheme.value: bit for scheme, bit in SCHEME_BIT.items()},
	"relation": {value.value: code for value, code in RELATION.items()},
	"disability": {kind.name.capitalize(): int(kind.value) for kind in DisabilityType},
	"study": {value.value: code for value, code in STUDY.items()},
	"labour": {value.value: code for value, code in LABOUR.items()},
	"status": {value.value: code for value, code in STATUS.items()},
	"form": {value.value: code for value, code in FORM.items()},
	"level": {value.value: code for value, code in LEVEL.items()},
	"income": {value.value: code for value, code in INCOME.items()},
	"asset": {value.value: code for value, code in ASSET.items()},
	"expense": {value.value: code for value, code in EXPENSE.items()},
}


def build_mask(values: Iterable[Enum], codes: dict[Any, int]) -> int:
	return sum(1 << codes[value] for value in set(values))


def build_scheme_mask(schemes: Iterable[Scheme]) -> int:
	return build_mask(schemes, SCHEME_BIT)


def get_disability_bit(kind: DisabilityType, grade: int) -> int:
	"""One bit for each of seven types in four grades."""
	return 1 << ((int(kind.value) - 1) * 4 + grade - 1)


def to_whole_fen(amount: Decimal) -> int:
	"""Yuan as whole fen; parts of a fen are an error of the caller."""
	value = amount * FEN
	if value != value.to_integral_value():
		raise ValueError(amount)
	return int(value)


def to_share_units(value: Decimal) -> int:
	"""A share or multiple in ten-thousandths, the precision of the policy form."""
	units = value * SHARE_UNITS
	if units != units.to_integral_value():
		raise ValueError(value)
	return int(units)
