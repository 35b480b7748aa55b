"""Charity: partners receive donations and hand them on; families stay nameless to partners unless they consent."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.errors import DomainError
from social_assistance.domain.identifiers import parse_credit_code
from social_assistance.domain.masking import mask_name
from social_assistance.domain.money import from_storage, parse_amount
from social_assistance.exceptions import (
	CharityPartnerInvalidError,
	ConsentMissingError,
	DonationBalanceExceededError,
	DonationInUseError,
	DonationInvalidError,
)
from social_assistance.permissions.charity_scope import partners_of
from social_assistance.services import clock
from social_assistance.services.charity_items import value_goods
from social_assistance.services.divisions import is_within
from social_assistance.services.refusals import refuse

DONATION, DISBURSEMENT, NEED, PARTNER = (
	"Charity Donation",
	"Charity Disbursement",
	"Charity Need",
	"Charity Partner",
)
OPEN, MET = "Open", "Met"
CASH = "Cash"


def check_partner(partner: Document) -> None:
	"""Unified social credit code with a right check character; an account belongs to one partner only."""
	try:
		partner.uscc = parse_credit_code(partner.uscc or "", "uscc").value
	except DomainError as error:
		refuse(error, partner.meta.get_label("uscc"))
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


def check_donation(donation: Document) -> None:
	"""What every donation needs before it is kept, also as a draft."""
	donation.charity_partner = donation.charity_partner or _own_partner()
	_require_partner(donation.charity_partner)
	value_goods(donation)
	donation.amount = _positive(donation, "amount")
	if donation.is_anonymous:
		donation.update({"donor_name": None, "donor_phone": None})
	elif not (donation.donor_name or "").strip():
		frappe.throw(_("Enter the donor, or tick Anonymous Donor."), DonationInvalidError)
	if donation.is_restricted and not (donation.purpose or "").strip():
		frappe.throw(_("A donation with restricted purpose needs its purpose."), DonationInvalidError)
	_refuse_future(donation, "received_on")


def refuse_cancelling_used(donation: Document) -> None:
	"""A receipt can be made void only while nothing of the gift was handed on."""
	if _locked_donation(donation.name).disbursed_amount:
		frappe.throw(
			_("Donation {0} was disbursed in part. Cancel the disbursements first.").format(donation.name),
			DonationInUseError,
		)


def check_need(need: Document) -> None:
	"""Label and place of the family that is in need; the consent carries its date."""
	need.household_label = household_label(need.household)
	need.division = frappe.db.get_value("Registry Household", need.household, "division")
	if need.consent_given and not need.consent_on:
		frappe.throw(_("Enter the date on which the household consented."), ConsentMissingError)
	if need.wanted_amount:
		need.wanted_amount = _positive(need, "wanted_amount")


def check_disbursement(disbursement: Document) -> None:
	"""Partner, family and amount; the balance is checked again under lock when it is submitted."""
	donation = frappe.get_doc(DONATION, disbursement.donation)
	if donation.docstatus != 1:
		frappe.throw(
			_("Donation {0} is not submitted; only received donations can be disbursed.").format(
				donation.name
			),
			DonationInvalidError,
		)
	disbursement.charity_partner = donation.charity_partner
	_require_partner(donation.charity_partner)
	_take_family(disbursement)
	disbursement.amount = _positive(disbursement, "amount")
	_refuse_future(disbursement, "disbursed_on")
	_require_place(disbursement, donation)
	_require_balance(donation, disbursement.amount)


def book_disbursement(disbursement: Document) -> None:
	"""Take the amount from the donation; two disbursements at once wait for each other at its row."""
	if not disbursement.consent_given:
		frappe.throw(
			_("The household has not consented. Record its consent before handing anything over."),
			ConsentMissingError,
		)
	donation, amount = _locked_donation(disbursement.donation), from_storage(disbursement.amount)
	_require_balance(donation, amount)
	_move_balance(donation, amount)
	_move_need(disbursement, amount)


def reverse_disbursement(disbursement: Document) -> None:
	"""Give a cancelled disbursement back to its donation and its need."""
	amount = from_storage(disbursement.amount)
	_move_balance(_locked_donation(disbursement.donation), -amount)
	_move_need(disbursement, -amount)


def household_label(household: str) -> str:
	"""How a family is shown to partners and the public: place and surname only."""
	division, head = frappe.db.get_value("Registry Household", household, ["division", "head_name"])
	place = frappe.db.get_value("Administrative Division", division, "division_name")
	return _("{0}, {1} household").format(place, mask_name(head or ""))


def _own_partner() -> str | None:
	partners = partners_of()
	return partners[0] if partners else None


def _require_partner(partner: str | None) -> None:
	own = partners_of()
	if not partner or (own is not None and partner not in own):
		frappe.throw(_("Charity Partner must be the one that you work for."), CharityPartnerInvalidError)
	if not frappe.db.get_value(PARTNER, partner, "is_enabled"):
		frappe.throw(_("Charity partner {0} is not enabled.").format(partner), CharityPartnerInvalidError)


def _positive(doc: Document, field: str) -> Decimal:
	label = doc.meta.get_label(field)
	try:
		return parse_amount(str(doc.get(field) or 0), field, allow_zero=False)
	except DomainError as error:
		refuse(error, label, DonationInvalidError)


def _refuse_future(doc: Document, field: str) -> None:
	if getdate(doc.get(field)) > clock.today():
		frappe.throw(_("{0} lies in the future.").format(_(doc.meta.get_label(field))), DonationInvalidError)


def _take_family(disbursement: Document) -> None:
	"""A partner chooses a need and never sees the household behind it; staff may also choose the household."""
	if disbursement.charity_need:
		need = frappe.get_doc(NEED, disbursement.charity_need)
		if not need.consent_given:
			frappe.throw(
				_("The household of need {0} has not consented.").format(need.name), ConsentMissingError
			)
		disbursement.household, disbursement.consent_given = need.household, 1
	elif partners_of() is not None:
		disbursement.household = None
	if not disbursement.household:
		frappe.throw(_("Choose the need that this disbursement meets."), DonationInvalidError)
	disbursement.household_label = household_label(disbursement.household)
	disbursement.division = frappe.db.get_value("Registry Household", disbursement.household, "division")


def _require_place(disbursement: Document, donation: Document) -> None:
	"""A gift for a place stays in that place (慈善法 art. 56: use as agreed)."""
	if donation.target_division and not is_within(disbursement.division, donation.target_division):
		place = frappe.db.get_value("Administrative Division", donation.target_division, "division_name")
		frappe.throw(
			_("Donation {0} was given for {1} only.").format(donation.name, place), DonationInvalidError
		)


def _locked_donation(name: str) -> Document:
	return frappe.get_doc(DONATION, name, for_update=True)


def _require_balance(donation: Document, amount: Decimal) -> None:
	balance = from_storage(donation.amount) - from_storage(donation.disbursed_amount)
	if amount > balance:
		frappe.throw(
			_("Amount is {0}, but only {1} yuan are left of donation {2}.").format(
				amount, balance, donation.name
			),
			DonationBalanceExceededError,
		)


def _move_balance(donation: Document, amount: Decimal) -> None:
	disbursed = from_storage(donation.disbursed_amount) + amount
	balance = from_storage(donation.amount) - disbursed
	frappe.db.set_value(DONATION, donation.name, {"disbursed_amount": disbursed, "balance_amount": balance})


def _move_need(disbursement: Document, amount: Decimal) -> None:
	if not disbursement.charity_need:
		return
	need = frappe.get_doc(NEED, disbursement.charity_need, for_update=True)
	received, wanted = from_storage(need.received_amount) + amount, from_storage(need.wanted_amount)
	status = MET if wanted and received >= wanted else OPEN
	frappe.db.set_value(NEED, need.name, {"received_amount": received, "need_status": status})
