"""Numbers that pass every check and belong to nobody: county codes that were never assigned, a patterned phone range."""

from collections import defaultdict
from datetime import date

from social_assistance.domain.registry.identifiers import citizen_id_check_character

# 4198 and 4197 name no city, so no living person carries these numbers.
DEMO_COUNTY = "419802"
SYNTHETIC_COUNTIES = tuple(f"{city}{county:02d}" for city in ("4198", "4197") for county in range(3, 99))
STAFF_COUNTY = "419801"
_ORDERS_PER_DAY = 500
BANKS = (("中原银行", "623610"), ("建设银行", "621700"), ("工商银行", "622202"), ("农村信用社", "622991"))


class CitizenIds:
	"""Gives out ID numbers of one county, each once: the order number counts up per birth date and sex."""

	def __init__(self, county: str) -> None:
		self.county = county
		self._given: defaultdict[tuple[date, bool], int] = defaultdict(int)

	def next(self, born: date, is_male: bool) -> str:
		"""The next free number of a birth date and sex (GB 11643)."""
		order = self._given[born, is_male]
		if order >= _ORDERS_PER_DAY:
			raise OverflowError(f"county {self.county} has no free number for {born}")
		self._given[born, is_male] = order + 1
		body = f"{self.county}{born:%Y%m%d}{2 * order + is_male:03d}"
		return body + citizen_id_check_character(body)


def compute_luhn_digit(body: str) -> str:
	"""The last digit of a bank card whose other digits are given."""
	doubled = (2 * int(digit) for digit in body[::-2])
	total = sum(number - 9 if number > 9 else number for number in doubled) + sum(map(int, body[-2::-2]))
	return str(-total % 10)


def build_bank_card(bin_digits: str, serial: int) -> str:
	body = f"{bin_digits}{serial:012d}"
	return body + compute_luhn_digit(body)


def build_mobile(serial: int) -> str:
	"""A mobile number of the demo range 199 00…."""
	return f"19900{serial % 1_000_000:06d}"
