"""Donated goods: kinds, quantities, values and the day until which they can be used."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.domain.charity.donations import (
	QUANTITY_PLACES,
	compute_goods_value,
	compute_line_value,
)
from social_assistance.domain.errors import DomainError
from social_assistance.domain.money import parse_amount
from social_assistance.services.charity.exceptions import DonationInvalidError
from social_assistance.services.domain_errors import throw_domain_error

GOODS = "Goods"


def value_goods(donation: Document) -> None:
	"""Check every line of goods and make their sum the amount of the donation; a donation of money has no lines."""
	if donation.donation_kind != GOODS:
		donation.set("items", [])
		return
	if not donation.items:
		frappe.throw(_("A donation of goods needs at least one line of goods."), DonationInvalidError)
	for row in donation.items:
		_check_line(row, donation)
	donation.amount = compute_goods_value((row.quantity, row.unit_value) for row in donation.items)


def _check_line(row: Document, donation: Document) -> None:
	row.item_name, row.unit = (" ".join((row.get(field) or "").split()) for field in ("item_name", "unit"))
	for field in ("item_name", "unit"):
		if not row.get(field):
			_refuse_row(row, field, _("Row {0}: {1} is missing."))
	row.quantity = _positive(row, "quantity", QUANTITY_PLACES)
	row.unit_value = _positive(row, "unit_value")
	row.line_value = compute_line_value(row.quantity, row.unit_value)
	if row.expiry_date and getdate(row.expiry_date) <= getdate(donation.received_on):
		_refuse_row(row, "expiry_date", _("Row {0}: {1} is over on the day on which the goods came in."))


def _positive(row: Document, field: str, places: int = 2) -> Decimal:
	try:
		return parse_amount(str(row.get(field) or 0), field, allow_zero=False, places=places)
	except DomainError as error:
		label = _("Row {0}: {1}").format(row.idx, _(row.meta.get_label(field)))
		throw_domain_error(error, label, DonationInvalidError)


def _refuse_row(row: Document, field: str, message: str) -> None:
	frappe.throw(message.format(row.idx, _(row.meta.get_label(field))), DonationInvalidError)
