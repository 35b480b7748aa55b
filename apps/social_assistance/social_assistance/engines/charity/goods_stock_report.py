"""The stock of donated goods by batch, within the reader's scope."""

from datetime import timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Abs, Max, Sum
from frappe.utils import getdate
from pypika.queries import Table
from pypika.terms import Case, Term

from social_assistance.permissions.charity_scope import match_readable_rows
from social_assistance.services import clock

GIVEN_BACK = "Given Back"
EXPIRED, SOON, GOOD, EMPTY = "Expired", "Expires Soon", "Usable", "Used Up"


def list_stock_batches(
	item_name: str | None = None, partner: str | None = None, with_empty: bool = False
) -> list[dict[str, Any]]:
	"""By batch: received, refunded, disbursed, sent to other districts, written off (net of reversals), on hand in units and yuan."""
	entry, undone = (frappe.qb.DocType("Goods Stock Entry").as_(alias) for alias in ("entry", "undone"))
	kind = (
		Case()
		.when(entry.refund.isnotnull(), GIVEN_BACK)
		.when(entry.entry_kind == "Reversal", undone.entry_kind)
		.else_(entry.entry_kind)
	)
	query = (
		frappe.qb.from_(entry)
		.left_join(undone)
		.on(undone.name == entry.reversal_of)
		.select(
			Max(entry.item_name).as_("item_name"),
			Max(entry.unit).as_("unit"),
			Max(entry.expiry_date).as_("expiry_date"),
			Max(entry.donation).as_("donation"),
			Max(entry.charity_partner).as_("charity_partner"),
			Sum(entry.quantity).as_("on_hand"),
			Sum(entry.amount).as_("value"),
			_moved(entry, kind, "Receipt").as_("received"),
			_moved(entry, kind, GIVEN_BACK).as_("given_back"),
			_moved(entry, kind, "Issue").as_("issued"),
			_moved(entry, kind, "Transfer").as_("transferred"),
			_moved(entry, kind, "Write-off").as_("written_off"),
		)
		.groupby(entry.donation_item)
		.orderby(Max(entry.item_name), Max(entry.expiry_date), entry.donation_item)
	)
	if not with_empty:
		query = query.having(Sum(entry.quantity) > 0)
	if item_name:
		query = query.where(entry.item_name.like(f"%{item_name}%"))
	if partner:
		query = query.where(entry.charity_partner == partner)
	rows = query.where(match_readable_rows(entry)).run(as_dict=True)
	warning = int(frappe.db.get_single_value("Assistance Settings", "goods_warning_days") or 0)
	return [row | {"state": _state(row, warning)} for row in rows]


def _moved(entry: Table, kind: Term, wanted: str) -> Term:
	"""Units of one kind of movement, as a positive number."""
	return Abs(Sum(Case().when(kind == wanted, entry.quantity).else_(0)))


def _state(row: dict[str, Any], warning: int) -> str:
	if row["on_hand"] <= 0:
		return EMPTY
	if not row["expiry_date"]:
		return GOOD
	today, last = clock.today(), getdate(row["expiry_date"])
	if last <= today:
		return EXPIRED
	return SOON if last <= today + timedelta(days=warning) else GOOD
