"""Rows of the demo households for every table, personal numbers encrypted as the controllers do."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from social_assistance.demo.households import CENTRALISED, Household
from social_assistance.demo.people import Person
from social_assistance.demo.report import CHANGE_OF_STANDARDS, DIBAO_LEVELS, FIRST_POLICY_MONTH
from social_assistance.services.privacy.encrypted_fields import Sealed, encrypt_values
from social_assistance.services.registry.household_facts import NUMBER_MARK

Row = tuple[Any, ...]
SOURCE_NOTE = "Demo district"
VERIFIED_ON = date(2025, 6, 20)
LAST_FORMER_MONTH = "2025-06"
SEX = {True: "Male", False: "Female"}
_TYPE_DIGITS = {
	"Visual": 1,
	"Hearing": 2,
	"Speech": 3,
	"Physical": 4,
	"Intellectual": 5,
	"Psychiatric": 6,
	"Multiple": 7,
}

COLUMNS: dict[str, tuple[str, ...]] = {
	"Registry Person": (
		*(
			"name",
			"person_name",
			"name_pinyin",
			"birth_date",
			"sex",
			"division",
			"current_household",
			"hukou_division",
		),
		*(
			"hukou_class",
			"residence_division",
			"ethnic_group",
			"marital_status",
			"education_level",
			"is_student",
		),
		*(
			"study_stage",
			"employment_status",
			"labour_ability",
			"disability_type",
			"disability_level",
			"source_note",
		),
		*("id_number", "id_number_cipher", "id_number_digest", "phone", "phone_cipher", "phone_digest"),
		*("disability_card", "disability_card_cipher"),
	),
	"Registry Household": (
		*(
			"name",
			"household_no",
			"head_person",
			"head_name",
			"division",
			"residence_class",
			"household_status",
		),
		*("member_count", "hukou_division", "main_cause", "housing_kind", "housing_area", "formed_on"),
		*("account_holder", "bank_name", "account_verified_on", "phone", "phone_cipher", "phone_digest"),
		*("bank_account", "bank_account_cipher", "bank_account_digest"),
	),
	"Household Membership": (
		*(
			"name",
			"parent",
			"parenttype",
			"parentfield",
			"idx",
			"person",
			"person_name",
			"relation",
			"from_date",
		),
		"active_person",
	),
	"Person Illness": (
		*(
			"name",
			"parent",
			"parenttype",
			"parentfield",
			"idx",
			"illness",
			"illness_class",
			"diagnosed_on",
			"source",
		),
	),
	"Benefit Award": (
		*(
			"name",
			"award_no",
			"scheme",
			"household",
			"person",
			"payee",
			"payee_name",
			"division",
			"residence_class",
		),
		*("award_status", "start_month", "monthly_amount", "covered_persons", "benefit_class", "bank_name"),
		*(
			"bank_account",
			"bank_account_cipher",
			"bank_account_digest",
			"account_verified_on",
			"policy_version",
		),
		"open_award_key",
	),
	"Award Person": (
		*("name", "parent", "parenttype", "parentfield", "idx", "person", "from_month", "open_key"),
	),
	"Award Amount": (
		*("name", "parent", "parenttype", "parentfield", "idx", "part", "from_month", "to_month", "amount"),
		*("person", "rule"),
	),
}


class RowMaker:
	"""Rows of one load: `letter` keeps the names of the report's district and of a synthetic one apart."""

	def __init__(self, letter: str, policy_version: str, units: dict[str, str]) -> None:
		self.letter = letter
		self.policy_version = policy_version
		self.units = units

	def rows(self, households: Sequence[Household]) -> Iterator[tuple[str, Row]]:
		"""DocType and row, for a batch of households."""
		people = [person for household in households for person in household.members]
		ids = iter(encrypt_values("citizen_id", [person.id_number for person in people]))
		phones = iter(encrypt_values("phone", [household.phone for household in households]))
		accounts = iter(encrypt_values("bank_account", [household.bank_account for household in households]))
		cards = iter(
			encrypt_values("disability_card", [build_card_no(p) for p in people if p.disability_type])
		)
		for household in households:
			phone, account = next(phones), next(accounts)
			yield "Registry Household", self._household(household, phone, account)
			yield from self._people(household, ids, cards, phone)
			yield from self._award(household, account)

	def person_name(self, household: Household, index: int) -> str:
		"""Document name of a member."""
		return f"{self.letter}p{household.serial:07d}{index}"

	def household_name(self, household: Household) -> str:
		"""Document name of a household."""
		return f"{self.letter}h{household.serial:08d}"

	def _household(self, household: Household, phone: Sealed, account: Sealed) -> Row:
		head, name = household.members[0], self.person_name(household, 0)
		village = household.place.code
		size = len(household.members)
		return (
			self.household_name(household),
			f"{village[:9]}{NUMBER_MARK}{household.serial:09d}",
			*(name, head.person_name, village, household.residence_class, "Active", size),
			*(village, household.main_cause, get_housing(household), 28 + 17 * size + household.serial % 23),
			*(household.formed_on, name, household.bank_name, VERIFIED_ON, *phone, *account),
		)

	def _people(
		self, household: Household, ids: Iterator[Sealed], cards: Iterator[Sealed], phone: Sealed
	) -> Iterator[tuple[str, Row]]:
		parent = self.household_name(household)
		for index, person in enumerate(household.members):
			name = self.person_name(household, index)
			card = next(cards)[:2] if person.disability_type else (None, None)
			own_phone = (None, None, None) if index else phone
			yield (
				"Registry Person",
				(
					*self._identity(household, person, name, parent),
					*_circumstances(person),
					*next(ids),
					*own_phone,
					*card,
				),
			)
			since = max(household.formed_on, person.birth_date)
			member = (index + 1, name, person.person_name, person.relation, since, name)
			yield "Household Membership", (name, parent, "Registry Household", "members", *member)
			for number, illness in enumerate(person.illnesses, 1):
				row = (number, illness.illness, illness.illness_class, illness.diagnosed_on, "医保结算数据")
				yield "Person Illness", (f"{name}{number}", name, "Registry Person", "illnesses", *row)

	def _identity(self, household: Household, person: Person, name: str, parent: str) -> Row:
		village = household.place.code
		return (
			*(
				name,
				person.person_name,
				person.name_pinyin,
				person.birth_date,
				SEX[person.is_male],
				village,
				parent,
			),
			*(village, household.residence_class, village, "汉族"),
		)

	def _award(self, household: Household, account: Sealed) -> Iterator[tuple[str, Row]]:
		"""The open award of the household's scheme; recognitions without cash have no amounts."""
		name = f"{self.letter}a{household.serial:08d}"
		payee, parent = self.person_name(household, 0), self.household_name(household)
		is_personal = self.units[household.scheme] == "Person"
		yield (
			"Benefit Award",
			(
				*(name, f"DY-{self.letter.upper()}-{household.serial:07d}", household.scheme, parent),
				*(
					payee if is_personal else None,
					payee,
					household.members[0].person_name,
					household.place.code,
				),
				*(
					household.residence_class,
					"Active",
					household.start_month,
					household.after,
					len(household.members),
				),
				*(
					household.care_form or None,
					household.bank_name,
					*account,
					VERIFIED_ON,
					self.policy_version,
				),
				f"{household.scheme}|{payee if is_personal else parent}",
			),
		)
		if household.after:
			yield from self._amounts(household, name, payee)
		yield from self._covered(household, name, is_personal=is_personal)

	def _covered(self, household: Household, name: str, *, is_personal: bool) -> Iterator[tuple[str, Row]]:
		"""Who is covered: of a person's benefit the person, else all members; a recognition leaves them free for benefits."""
		count = 1 if is_personal else len(household.members)
		for index in range(count):
			person = self.person_name(household, index)
			row = (index + 1, person, household.start_month, person if household.after else None)
			yield "Award Person", (f"{name}p{index}", name, "Benefit Award", "covered", *row)

	def _amounts(self, household: Household, name: str, payee: str) -> Iterator[tuple[str, Row]]:
		levels = DIBAO_LEVELS.get(household.scheme)
		part, owner = ("Base", None) if levels else ("Living", payee)
		first = max(household.start_month, FIRST_POLICY_MONTH)
		spans = ((first, LAST_FORMER_MONTH, household.before), (CHANGE_OF_STANDARDS, None, household.after))
		for index, (from_month, to_month, amount) in enumerate(spans):
			rule = _explained(levels[index].standard, len(household.members), amount) if levels else None
			row = (index + 1, part, from_month, to_month, amount, owner, rule)
			yield "Award Amount", (f"{name}{index}", name, "Benefit Award", "amounts", *row)


def get_housing(household: Household) -> str:
	"""People under centralised support live in the institution; a few families rent."""
	if household.care_form == CENTRALISED:
		return "Institution"
	rents = household.residence_class == "Urban" and household.serial % 3 == 0
	return "Public Rental" if rents else "Own House"


def build_card_no(person: Person) -> str:
	"""Disability card: ID number, type and grade."""
	return f"{person.id_number}{_TYPE_DIGITS[person.disability_type]}{person.disability_level}"


def _circumstances(person: Person) -> Row:
	return (
		*(person.marital_status, person.education_level or None, int(bool(person.study_stage))),
		*(person.study_stage or None, person.employment_status, person.labour_ability),
		*(person.disability_type or None, person.disability_level or None, SOURCE_NOTE),
	)


def _explained(standard: Decimal, size: int, amount: Decimal) -> str:
	"""Standard by persons less counted income, as the explanation of the calculation shows it."""
	return f"{standard} × {size} − {standard * size - amount}"
