"""What leaves a donation: to a household or a wish, or to another district; prepared, then approved by a second person.

Money and goods leave the donation when the disbursement is approved (submitted), under the lock of the donation's row, so two
disbursements of one donation wait for each other. A wrong one is reversed, never edited.
"""

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.charity.donations import QUANTITY_PLACES
from social_assistance.domain.money import ZERO, from_storage
from social_assistance.permissions.charity_scope import list_partners
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.charity import goods_stock, needs, vouchers, wish_claims
from social_assistance.services.charity.donated_items import GOODS
from social_assistance.services.charity.exceptions import (
	ConsentMissingError,
	DisbursementStateError,
	DonationInvalidError,
	WishTakenError,
)
from social_assistance.services.charity.partners import (
	DISBURSEMENT,
	NEED,
	get_locked_donation,
	move_balance,
	read_positive_amount,
	require_balance,
	require_not_in_future,
	require_partner,
)
from social_assistance.services.funds.ledger import require_open_period
from social_assistance.services.registry.divisions import is_within

TO_HOUSEHOLD, TO_DISTRICT = "Household", "Other District"
DRAFT, APPROVED, DELIVERED, REVERSED = "Draft", "Approved", "Delivered", "Reversed"


def check_disbursement(disbursement: Document) -> None:
	"""Donation, receiver, purpose, place and amount of a draft; the same once more under lock when it is approved."""
	donation = get_locked_donation(disbursement.donation)
	if donation.docstatus != 1:
		frappe.throw(
			_("Donation {0} is not submitted; only received donations can be disbursed.").format(
				donation.name
			),
			DonationInvalidError,
		)
	disbursement.update(
		{"charity_partner": donation.charity_partner, "donation_kind": donation.donation_kind}
	)
	require_partner(donation.charity_partner)
	_take_receiver(disbursement, donation)
	require_not_in_future(disbursement, "disbursed_on")
	require_open_period(getdate(disbursement.disbursed_on))
	_value(disbursement)
	require_balance(donation, disbursement.amount)
	if disbursement.docstatus == 0:
		disbursement.prepared_by = frappe.session.user


def approve_disbursement(disbursement: Document) -> None:
	"""The second pair of eyes: sees what another person prepared, and that the household consented."""
	before = disbursement.get_doc_before_save()
	preparers = {disbursement.owner, before.prepared_by if before else frappe.session.user}
	if frappe.session.user in preparers or _content(disbursement) != _content(before):
		frappe.throw(
			_("Whoever prepared or changed {0} cannot approve it. Another person has to.").format(
				disbursement.name
			),
			DisbursementStateError,
		)
	if disbursement.disbursement_kind == TO_HOUSEHOLD and not disbursement.consent_given:
		frappe.throw(
			_("The household has not consented. Record its consent before handing anything over."),
			ConsentMissingError,
		)
	disbursement.update(
		{
			"disbursement_status": APPROVED,
			"approved_by": frappe.session.user,
			"approved_on": clock.now(),
		}
	)


def post_disbursement(disbursement: Document) -> None:
	"""Take money or goods from the donation; called when the approval is stored."""
	donation = get_locked_donation(disbursement.donation)
	require_balance(donation, from_storage(disbursement.amount))
	if disbursement.donation_kind == GOODS:
		goods_stock.issue_goods(disbursement)
	move_balance(donation, from_storage(disbursement.amount))
	vouchers.post_disbursement_voucher(disbursement)
	_move_need(disbursement, 1)


def reverse_disbursement(name: str, reason: str) -> None:
	"""Undo an approved or delivered disbursement: what it took goes back to its donation and its need."""
	doc = frappe.get_doc(DISBURSEMENT, name, for_update=True)
	if doc.docstatus != 1 or not reason.strip():
		frappe.throw(
			_("An approved or delivered hand-over is reversed, with the reason."), DisbursementStateError
		)
	doc.update({"reversal_reason": reason.strip(), "disbursement_status": REVERSED})
	with allow_transition(DISBURSEMENT, name):
		doc.cancel()


def require_reversal_reason(disbursement: Document) -> None:
	"""Cancelling from a list would leave no reason behind."""
	if disbursement.disbursement_status != REVERSED or not disbursement.reversal_reason:
		frappe.throw(
			_("Use Reverse in {0} and give the reason.").format(disbursement.name), DisbursementStateError
		)


def post_reversal(disbursement: Document) -> None:
	"""The bookings of a reversal; called when it is stored."""
	donation = get_locked_donation(disbursement.donation)
	goods_stock.return_goods(disbursement, disbursement.reversal_reason)
	move_balance(donation, -from_storage(disbursement.amount))
	vouchers.reverse_disbursement_voucher(disbursement)
	wish_claims.reopen_claim(disbursement)
	_move_need(disbursement, -1)


def _take_receiver(disbursement: Document, donation: Document) -> None:
	if disbursement.disbursement_kind == TO_DISTRICT:
		_take_district(disbursement)
	else:
		disbursement.update({"receiving_organisation": None, "receiving_place": None})
		_take_family(disbursement)
		_require_purpose(disbursement, donation)
	_require_place(disbursement, donation)


def _take_district(disbursement: Document) -> None:
	"""Help sent elsewhere, as the counties of an appeal do; it is on the books of the own district."""
	for field in ("receiving_organisation", "receiving_place"):
		if not (disbursement.get(field) or "").strip():
			label = _(disbursement.meta.get_label(field))
			frappe.throw(_("Enter {0}.").format(label), DonationInvalidError)
	nobody = dict.fromkeys(("charity_need", "household", "household_label", "consent_on", "consent_file"))
	district = frappe.db.get_single_value("Assistance Settings", "district")
	disbursement.update({**nobody, "consent_given": 0, "division": district})


def _take_family(disbursement: Document) -> None:
	"""A partner chooses a need and never sees the household behind it; staff may also choose the household."""
	if disbursement.charity_need:
		_take_need(disbursement)
	elif list_partners() is not None:
		disbursement.household = None
	if not disbursement.household:
		frappe.throw(_("Choose the need that this disbursement meets."), DonationInvalidError)
	if disbursement.consent_given and not disbursement.consent_on:
		frappe.throw(_("Enter the date on which the household consented."), ConsentMissingError)
	disbursement.household_label = needs.get_household_label(disbursement.household)
	disbursement.division = frappe.db.get_value("Registry Household", disbursement.household, "division")


def _take_need(disbursement: Document) -> None:
	"""Household and consent are the need's; a wish that is claimed is fulfilled by its claimant."""
	need = needs.get_locked_need(disbursement.charity_need)
	if not need.consent_given:
		frappe.throw(_("The household of need {0} has not consented.").format(need.name), ConsentMissingError)
	claim = needs.get_active_claim(need.name)
	if claim and claim.charity_partner != disbursement.charity_partner:
		frappe.throw(
			_("Wish {0} is claimed by {1}, who fulfils it.").format(need.name, claim.charity_partner),
			WishTakenError,
		)
	disbursement.update(
		{"household": need.household, "consent_given": 1, "consent_on": need.consent_on, "consent_file": None}
	)


def _require_purpose(disbursement: Document, donation: Document) -> None:
	"""A donation for one kind of need serves that kind (慈善法 art. 56: use as agreed)."""
	if not (donation.is_restricted and donation.purpose_kind):
		return
	need = disbursement.charity_need
	kind = frappe.db.get_value(NEED, need, "need_kind") if need else None
	if kind != donation.purpose_kind:
		frappe.throw(
			_("Donation {0} was given for needs of the kind {1} only.").format(
				donation.name, _(donation.purpose_kind)
			),
			DonationInvalidError,
		)


def _require_place(disbursement: Document, donation: Document) -> None:
	"""A donation for a place stays in that place (慈善法 art. 56: use as agreed)."""
	is_elsewhere = disbursement.disbursement_kind == TO_DISTRICT
	target = donation.target_division
	if target and (is_elsewhere or not is_within(disbursement.division, target)):
		place = frappe.db.get_value("Administrative Division", target, "division_name")
		frappe.throw(
			_("Donation {0} was given for {1} only.").format(donation.name, place), DonationInvalidError
		)


def _value(disbursement: Document) -> None:
	"""Money as typed; goods by their batches."""
	if disbursement.donation_kind != GOODS:
		disbursement.set("items", [])
		disbursement.amount = read_positive_amount(disbursement, "amount")
		return
	if not disbursement.items:
		frappe.throw(_("Choose the goods that are handed over."), DonationInvalidError)
	seen: set[str] = set()
	for row in disbursement.items:
		_value_row(row, disbursement)
		if row.donation_item in seen:
			frappe.throw(
				_("Row {0}: {1} is listed twice.").format(row.idx, row.item_name), DonationInvalidError
			)
		seen.add(row.donation_item)
	disbursement.amount = sum((row.amount for row in disbursement.items), ZERO)


def _value_row(row: Document, disbursement: Document) -> None:
	found = goods_stock.get_batch(row.donation_item)
	if found.donation != disbursement.donation:
		message = _("Row {0}: {1} belongs to another donation.")
		frappe.throw(message.format(row.idx, found.item_name), DonationInvalidError)
	label = _("Row {0}: {1}").format(row.idx, _(row.meta.get_label("quantity")))
	row.quantity = goods_stock.parse_quantity(row.quantity, label)
	left = goods_stock.get_stock_on_hand(found.name, lock=True)
	goods_stock.require_sufficient_stock(found, row.quantity, left)
	goods_stock.require_usable_batch(found, getdate(disbursement.disbursed_on))
	row.update({field: found.get(field) for field in ("item_name", "unit", "expiry_date")})
	row.amount = left.value_of(row.quantity, from_storage(found.unit_value))


def _move_need(disbursement: Document, sign: int) -> None:
	if not disbursement.charity_need:
		return
	need = needs.get_locked_need(disbursement.charity_need)
	fitting = [row for row in disbursement.items if needs.is_wanted_item(need, row.item_name, row.unit)]
	quantity = sum((from_storage(row.quantity, QUANTITY_PLACES) for row in fitting), Decimal(0))
	needs.add_received_aid(need, sign * from_storage(disbursement.amount), sign * quantity)


def _content(disbursement: Document | None) -> tuple[Any, ...]:
	"""What an approval is about."""
	if disbursement is None:
		return ()
	fields = ("donation", "disbursement_kind", "charity_need", "household", "receiving_organisation")
	rows = [(row.donation_item, from_storage(row.quantity, QUANTITY_PLACES)) for row in disbursement.items]
	values = [disbursement.get(field) or "" for field in fields]
	return (*values, str(getdate(disbursement.disbursed_on)), from_storage(disbursement.amount), *rows)
