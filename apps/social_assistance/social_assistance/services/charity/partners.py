"""Charity partners and what they receive; `disbursements.py` says what becomes of it."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import from_storage, parse_amount
from social_assistance.domain.registry.identifiers import parse_credit_code
from social_assistance.exceptions import AssistanceError, MalformedIdentifierError
from social_assistance.permissions.charity_scope import list_partners
from social_assistance.services import clock
from social_assistance.services.charity.exceptions import (
	CharityPartnerInvalidError,
	DonationBalanceExceededError,
	DonationInvalidError,
)
from social_assistance.services.domain_errors import throw_domain_error

DONATION, DISBURSEMENT, NEED, PARTNER = (
	"Charity Donation",
	"Charity Disbursement",
	"Charity Need",
	"Charity Partner",
)
OPEN, CLAIMED, MET, WITHDRAWN = "Open", "Claimed", "Met", "Withdrawn"


def check_partner(partner: Document) -> None:
	"""Unified social credit code with a right check character; an account belongs to one partner only."""
	partner.uscc = read_credit_code(partner, "uscc")
	users = [row.user for row in partner.users]
	taken = frappe.get_all(
		"Charity Partner User",
		filters={"user": ("in", users), "parent": ("!=", partner.name)},
		fields=["user", "parent"],
		limit=1,
	)
	if taken:
		message = _("{0} already works for {1}. An account belongs to one partner.")
		frappe.throw(message.format(taken[0].user, taken[0].parent), CharityPartnerInvalidError)


def require_partner(partner: str | None) -> str:
	"""The partner, or the author's own when none was entered; it must be the author's own and enabled."""
	own = list_partners()
	chosen = partner or (own[0] if own else None)
	if not chosen or (own is not None and chosen not in own):
		frappe.throw(_("Charity Partner must be the one that you work for."), CharityPartnerInvalidError)
	if not frappe.db.get_value(PARTNER, chosen, "is_enabled"):
		frappe.throw(_("Charity partner {0} is not enabled.").format(chosen), CharityPartnerInvalidError)
	return chosen


def read_credit_code(
	doc: Document, field: str, exception: type[AssistanceError] = MalformedIdentifierError
) -> str:
	"""A unified social credit code from a form field, with its check character (GB 32100)."""
	try:
		return str(parse_credit_code(doc.get(field) or "", field).value)
	except DomainError as error:
		throw_domain_error(error, doc.meta.get_label(field), exception)


def read_positive_amount(
	doc: Document, field: str, exception: type[AssistanceError] = DonationInvalidError
) -> Decimal:
	"""A sum of more than zero from a form field."""
	try:
		return parse_amount(str(doc.get(field) or 0), field, allow_zero=False)
	except DomainError as error:
		throw_domain_error(error, doc.meta.get_label(field), exception)


def require_not_in_future(doc: Document, field: str) -> None:
	"""Nothing is received or given tomorrow."""
	if getdate(doc.get(field)) > clock.today():
		frappe.throw(_("{0} lies in the future.").format(_(doc.meta.get_label(field))), DonationInvalidError)


def get_locked_donation(name: str) -> Document:
	"""The stored donation, locked until the transaction ends: two uses of one donation wait for each other."""
	return frappe.get_doc(DONATION, name, for_update=True)


def require_balance(donation: Document, amount: Decimal) -> None:
	"""Refuse more than is left of a donation."""
	balance = from_storage(donation.balance_amount)
	if amount > balance:
		frappe.throw(
			_("Amount is {0}, but only {1} yuan are left of donation {2}.").format(
				amount, balance, donation.name
			),
			DonationBalanceExceededError,
		)


def move_balance(donation: Document, amount: Decimal, column: str = "disbursed_amount") -> None:
	"""Move an amount from what is left of a locked donation to what became of it; a negative amount moves it back."""
	moved, left = (from_storage(donation.get(field)) for field in (column, "balance_amount"))
	donation.update({column: moved + amount, "balance_amount": left - amount})
	frappe.db.set_value(
		DONATION, donation.name, {column: donation.get(column), "balance_amount": donation.balance_amount}
	)
