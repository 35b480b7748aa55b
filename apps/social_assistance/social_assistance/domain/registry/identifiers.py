"""Numbers that identify people, organisations and accounts: normalise, check, take apart."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from stdnum import luhn
from stdnum.cn import ric, uscc

from social_assistance.domain.errors import InvalidIdentifier

EARLIEST_BIRTH_YEAR = 1880
CARD_LENGTH = (15, 19)
PASSBOOK_LENGTH = (8, 32)
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_FIXED_LINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}", re.ASCII)
_SERVICE_NUMBER = re.compile(r"(1\d{2}|1[02]\d{3}|9[56]\d{3,4}|[48]00\d{7})", re.ASCII)
_COUNTRY_CODE = re.compile(r"^(\+86|0086)(?=[01])")
_USCC = re.compile(r"[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)


class Sex(Enum):
	"""Sex as GB/T 2261.1 codes it."""

	MALE = "1"
	FEMALE = "2"


class AccountKind(Enum):
	"""Bank cards carry a Luhn digit, passbooks and unit accounts do not."""

	CARD = "card"
	PASSBOOK = "passbook"


@dataclass(frozen=True)
class CitizenId:
	"""A checked citizen ID number (GB 11643); division codes may be abolished ones."""

	value: str
	birth_date: date
	sex: Sex

	@property
	def division(self) -> str:
		"""Six-digit code of the place of first registration, often long abolished."""
		return self.value[:6]


def normalise_identifier(text: str) -> str:
	"""Full-width characters become plain, spaces and invisible marks go, letters become capitals."""
	return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()


def parse_citizen_id(text: str, field: str = "citizen_id", as_of: date | None = None) -> CitizenId:
	"""Check length, characters, birth date and check digit (GB 11643); never the division code."""
	value = normalise_identifier(text)
	_require_citizen_id_shape(value, field)
	birth = _birth_date_of(value, field)
	if as_of is not None and birth > as_of:
		raise InvalidIdentifier("citizen_id_birth_in_future", field, {"as_of": as_of})
	if ric.calc_check_digit(value) != value[17]:
		raise InvalidIdentifier("citizen_id_check_digit", field)
	return CitizenId(value, birth, Sex.MALE if int(value[16]) % 2 else Sex.FEMALE)


def citizen_id_check_character(first_17: str) -> str:
	"""The 18th character that belongs to 17 digits (GB 11643)."""
	return str(ric.calc_check_digit(first_17 + "0"))


def _require_citizen_id_shape(value: str, field: str) -> None:
	if not value:
		raise InvalidIdentifier("citizen_id_missing", field)
	if re.fullmatch(r"[0-9]{15}", value):
		raise InvalidIdentifier("citizen_id_15_digits", field)
	if len(value) != 18:
		raise InvalidIdentifier("citizen_id_length", field, {"length": len(value)})
	if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
		raise InvalidIdentifier("citizen_id_characters", field)


def _birth_date_of(value: str, field: str) -> date:
	text = value[6:14]
	try:
		birth = date(int(text[:4]), int(text[4:6]), int(text[6:]))
	except ValueError:
		raise InvalidIdentifier("citizen_id_birth_date", field, {"text": text}) from None
	if birth.year < EARLIEST_BIRTH_YEAR:
		raise InvalidIdentifier("citizen_id_birth_date", field, {"text": text})
	return birth


@dataclass(frozen=True)
class CreditCode:
	"""A checked unified social credit code (GB 32100)."""

	value: str


def parse_credit_code(text: str, field: str = "uscc") -> CreditCode:
	"""Check length, characters and check character of a unified social credit code (GB 32100)."""
	value = normalise_identifier(text)
	if len(value) != 18:
		raise InvalidIdentifier("uscc_length", field, {"length": len(value)})
	if not _USCC.fullmatch(value):
		raise InvalidIdentifier("uscc_characters", field)
	if uscc.calc_check_digit(value[:17]) != value[17]:
		raise InvalidIdentifier("uscc_check_digit", field)
	return CreditCode(value)


def parse_account(text: str, kind: AccountKind = AccountKind.CARD, field: str = "bank_account") -> str:
	"""Digits of a bank account; cards must also pass Luhn and not be one repeated digit."""
	value = normalise_identifier(text).replace("-", "")
	minimum, maximum = CARD_LENGTH if kind is AccountKind.CARD else PASSBOOK_LENGTH
	if not value:
		raise InvalidIdentifier("account_missing", field)
	if not re.fullmatch(r"[0-9]+", value):
		raise InvalidIdentifier("account_characters", field)
	if not minimum <= len(value) <= maximum:
		limits = {"minimum": minimum, "maximum": maximum, "length": len(value)}
		raise InvalidIdentifier("account_length", field, limits)
	if len(set(value)) == 1:
		raise InvalidIdentifier("account_repeated_digit", field)
	if kind is AccountKind.CARD and not luhn.is_valid(value):
		raise InvalidIdentifier("account_check_digit", field)
	return value


def parse_phone(text: str, field: str = "phone") -> str:
	"""A mobile number, a fixed line with area code, or a service number such as 12349."""
	value = _COUNTRY_CODE.sub("", re.sub(r"[-()]", "", normalise_identifier(text)))
	if not any(rule.fullmatch(value) for rule in (_MOBILE, _FIXED_LINE, _SERVICE_NUMBER)):
		raise InvalidIdentifier("phone_format", field)
	return value
