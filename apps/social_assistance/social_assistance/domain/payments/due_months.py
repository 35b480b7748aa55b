"""What one award is due in one month, and what became of it since the month before. The engines do the same in SQL."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from social_assistance.domain.money import FEN, ZERO
from social_assistance.domain.periods import Month


class HoldReason(Enum):
	"""Why a due amount is kept back for the month; the first that fits is recorded."""

	SUSPENDED = "Suspended"
	DECEASED = "Deceased"
	IMPRISONED = "Imprisoned"
	RED_FINDING = "Red Finding"
	RETURNED = "Payment Returned"
	OTHER = "Other"
	NO_ACCOUNT = "No Account"
	ACCOUNT_NOT_VERIFIED = "Account Not Verified"
	SHARED_ACCOUNT = "Shared Account"


class DifferenceKind(Enum):
	"""How an award's payment changed against the month before."""

	NEW = "New"
	INCREASED = "Increased"
	REDUCED = "Reduced"
	STOPPED = "Stopped"
	HELD = "Held"
	RELEASED = "No Longer Held"
	ACCOUNT_CHANGED = "Account Changed"


@dataclass(frozen=True)
class AmountPart:
	"""A monthly amount that holds from one month to another, both included; no last month means until further notice."""

	amount: Decimal
	first: Month
	last: Month | None = None

	def holds_in(self, month: Month) -> bool:
		"""Whether this part belongs to the month's payment."""
		return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True)
class AwardFacts:
	"""What the payment of an award depends on; `deceased` means the payee or, in schemes for persons, the beneficiary;
	`placed` is a hold that an officer placed; `shared_account` means an account of other households or of staff that nobody
	explained (财办〔2020〕37号: one card for one household); `offset` is what the household agreed to have taken off for an overpayment.
	"""

	first: Month
	last: Month | None
	parts: tuple[AmountPart, ...]
	suspended: bool = False
	deceased: bool = False
	placed: HoldReason | None = None
	has_account: bool = True
	account_verified: bool = True
	shared_account: bool = False
	offset: Decimal = ZERO


@dataclass(frozen=True)
class Due:
	"""A month's amount in yuan, to be paid or kept back, after what is offset against an overpayment."""

	amount: Decimal
	hold: HoldReason | None = None
	offset: Decimal = ZERO
	account: str = ""

	@property
	def payable(self) -> Decimal:
		"""What goes to the bank."""
		return ZERO if self.hold else self.amount


def compute_due(award: AwardFacts, month: Month) -> Due | None:
	"""The month's payment of an award, None when nothing is due."""
	if month < award.first or (award.last is not None and award.last < month):
		return None
	amount = sum((part.amount for part in award.parts if part.holds_in(month)), ZERO)
	if amount <= 0:
		return None
	hold = _hold_on(award)
	offset = ZERO if hold else compute_offset(amount, award.offset)
	return Due(amount - offset, hold, offset)


def compute_offset(amount: Decimal, agreed: Decimal) -> Decimal:
	"""What a payment gives towards an overpayment: as agreed, and never all of it."""
	return min(agreed, amount - FEN)


def _hold_on(award: AwardFacts) -> HoldReason | None:
	reasons = (
		(award.suspended, HoldReason.SUSPENDED),
		(award.deceased, HoldReason.DECEASED),
		(award.placed is not None, award.placed),
		(not award.has_account, HoldReason.NO_ACCOUNT),
		(not award.account_verified, HoldReason.ACCOUNT_NOT_VERIFIED),
		(award.shared_account, HoldReason.SHARED_ACCOUNT),
	)
	return next((reason for applies, reason in reasons if applies), None)


def classify_difference(before: Due | None, now: Due | None) -> DifferenceKind | None:
	"""How a payment changed from one month to the next, None when it did not; a change of hold outweighs the sum."""
	if before is None or now is None:
		if before is None and now is None:
			return None
		return DifferenceKind.NEW if before is None else DifferenceKind.STOPPED
	if bool(before.hold) != bool(now.hold):
		return DifferenceKind.HELD if now.hold else DifferenceKind.RELEASED
	if before.amount == now.amount:
		return DifferenceKind.ACCOUNT_CHANGED if is_other_account(before.account, now.account) else None
	return DifferenceKind.INCREASED if now.amount > before.amount else DifferenceKind.REDUCED


def is_other_account(before: str, now: str) -> bool:
	"""Whether money goes to another account than the month before; the first account of an award is no change."""
	return bool(before and now and before != now)
