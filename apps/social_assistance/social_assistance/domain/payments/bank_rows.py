"""Payments as a bank file carries them, and their control totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from social_assistance.domain.money import ZERO

GBK, GB18030, UTF_8 = "GBK", "GB18030", "UTF-8"


class BankRow(NamedTuple):
	"""One payment as the bank needs it; `reference` comes back in the return file."""

	number: int
	payee: str
	account: str
	amount: Decimal
	purpose: str
	reference: str


@dataclass(frozen=True)
class ControlTotals:
	"""Count and sum that the bank compares with the rows."""

	count: int
	amount: Decimal

	@classmethod
	def of(cls, rows: Iterable[BankRow]) -> "ControlTotals":
		"""Totals of rows."""
		count, amount = 0, ZERO
		for row in rows:
			count, amount = count + 1, amount + row.amount
		return cls(count, amount)
