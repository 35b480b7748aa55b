"""Propose donations and goods on stock for open needs, in a fixed number of queries, within the user's scope."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Max, Sum
from frappe.utils import formatdate, getdate

from social_assistance.domain.charity.donations import QUANTITY_PLACES
from social_assistance.domain.charity.need_matching import (
	AvailableDonation,
	Location,
	MatchProposal,
	MatchReason,
	Need,
	normalise_goods_name,
	propose_matches,
)
from social_assistance.domain.money import ZERO, from_storage
from social_assistance.services import clock

Sums = defaultdict[str, Decimal]
NEED, DONATION, DISBURSEMENT = "Charity Need", "Charity Donation", "Charity Disbursement"
NEED_FIELDS = (
	"name",
	"household_label",
	"division",
	"need_kind",
	"urgency",
	"wanted_amount",
	"received_amount",
	"wanted_item",
	"wanted_unit",
	"wanted_quantity",
	"received_quantity",
	"creation",
)
GIFT_FIELDS = (
	"name",
	"charity_partner",
	"donation_kind",
	"received_on",
	"balance_amount",
	"target_division",
	"is_restricted",
	"purpose_kind",
)


def list_donation_proposals(only_need: str | None = None) -> list[dict[str, Any]]:
	"""List proposals for one need, or for all open needs in the user's scope, with reasons in words."""
	wishes = {"need_status": ("in", ("Open", "Claimed")), "consent_given": 1}
	if only_need:
		wishes["name"] = only_need
	needs = frappe.get_list(NEED, filters=wishes, fields=list(NEED_FIELDS), limit_page_length=0)
	left = {"docstatus": 1, "balance_amount": (">", 0)}
	gifts = frappe.get_list(DONATION, filters=left, fields=list(GIFT_FIELDS), limit_page_length=0)
	if not needs or not gifts:
		return []
	reading = _Reading(needs, [row for row in gifts if not row.is_restricted or row.purpose_kind])
	found = propose_matches([*reading.needs()], [*reading.money(), *reading.goods()], clock.today())
	return [reading.worded(row) for row in found]


class _Reading:
	"""Needs and donations of one call with their facts, each kind read by one query."""

	def __init__(self, needs: list[Any], gifts: list[Any]) -> None:
		self.need_rows = {row.name: row for row in needs}
		self.gift_rows = {row.name: row for row in gifts}
		self.homes = dict(frappe.get_all("Charity Partner", fields=["name", "home_division"], as_list=True))
		targets = {row.target_division for row in gifts}
		self.places = _places({row.division for row in needs} | targets | set(self.homes.values()))
		self.batches = get_batches_on_hand([row.name for row in gifts if row.donation_kind == "Goods"])
		self.claims = dict(
			frappe.get_all(
				"Wish Claim",
				{"open_claim_key": ("is", "set")},
				["open_claim_key", "charity_partner"],
				as_list=True,
			)
		)
		self.drafted, self.drafted_needs = _drafted()

	def needs(self) -> Iterator[Need]:
		for row in self.need_rows.values():
			location, inside = self.places.get(row.division, (Location(), frozenset()))
			yield Need(
				name=row.name,
				kind=row.need_kind,
				wanted=self._wanted(row),
				since=getdate(row.creation),
				is_urgent=row.urgency == "Urgent",
				location=location,
				inside=inside,
				item=row.wanted_item or "",
				unit=row.wanted_unit or "",
				claimed_by=self.claims.get(row.name, ""),
			)

	def money(self) -> Iterator[AvailableDonation]:
		for row in self.gift_rows.values():
			if row.donation_kind == "Cash":
				available = from_storage(row.balance_amount) - self.drafted[row.name]
				yield self._gift(row, name=row.name, available=available)

	def goods(self) -> Iterator[AvailableDonation]:
		for name, batch in self.batches.items():
			yield self._gift(
				self.gift_rows[batch.donation],
				name=name,
				available=from_storage(batch.quantity, QUANTITY_PLACES) - self.drafted[name],
				item=batch.item_name,
				unit=batch.unit,
				use_before=batch.expiry_date,
			)

	def worded(self, proposal: MatchProposal) -> dict[str, Any]:
		"""A proposal as the form and the report show it."""
		need, batch = self.need_rows[proposal.need], self.batches.get(proposal.gift)
		gift = self.gift_rows[batch.donation if batch else proposal.gift]
		return {
			"charity_need": need.name,
			"household_label": need.household_label,
			"urgency": need.urgency,
			"donation": gift.name,
			"charity_partner": gift.charity_partner,
			"donation_item": proposal.gift if batch else None,
			"item_name": batch.item_name if batch else None,
			"unit": batch.unit if batch else None,
			"quantity": proposal.quantity if batch else None,
			"amount": None if batch else proposal.quantity,
			"reasons": [self._text(reason) for reason in proposal.reasons],
		}

	def _gift(self, row: Any, **facts: Any) -> AvailableDonation:
		home = row.target_division or self.homes.get(row.charity_partner) or ""
		return AvailableDonation(
			received_on=row.received_on,
			partner=row.charity_partner,
			location=self.places.get(home, (Location(), frozenset()))[0],
			only_inside=row.target_division or "",
			only_kinds=frozenset({row.purpose_kind}) if row.is_restricted else frozenset(),
			**facts,
		)

	def _wanted(self, row: Any) -> Decimal:
		if not row.wanted_item:
			received = from_storage(row.received_amount) + self.drafted_needs[row.name]
			return max(ZERO, from_storage(row.wanted_amount) - received)
		key = f"{row.name}|{normalise_goods_name(row.wanted_item)}"
		received = from_storage(row.received_quantity, QUANTITY_PLACES) + self.drafted_needs[key]
		return max(Decimal(0), from_storage(row.wanted_quantity, QUANTITY_PLACES) - received)

	def _text(self, reason: MatchReason) -> str:
		values = dict(reason.params)
		if "kind" in values:
			values["kind"] = _(values["kind"])
		if "place" in values:
			values["place"] = frappe.db.get_value(
				"Administrative Division", values["place"], "division_name", cache=True
			)
		if "day" in values:
			values["day"] = formatdate(values["day"])
		for field in ("quantity", "wanted"):
			if field in values:
				values[field] = f"{values[field].normalize():f}"
		return str(_(reason.template).format(**values))


def get_batches_on_hand(donations: Collection[str]) -> dict[str, Any]:
	"""Quantity on hand by batch, for some donations."""
	if not donations:
		return {}
	entry = frappe.qb.DocType("Goods Stock Entry")
	rows = (
		frappe.qb.from_(entry)
		.select(
			entry.donation_item.as_("name"),
			Max(entry.donation).as_("donation"),
			Max(entry.item_name).as_("item_name"),
			Max(entry.unit).as_("unit"),
			Max(entry.expiry_date).as_("expiry_date"),
			Sum(entry.quantity).as_("quantity"),
		)
		.where(entry.donation.isin(list(donations)))
		.groupby(entry.donation_item)
		.having(Sum(entry.quantity) > 0)
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def _drafted() -> tuple[Sums, Sums]:
	"""What drafts already ask for: by donation or batch, and by need (or need and goods), so that nothing is proposed twice."""
	given, item = frappe.qb.DocType(DISBURSEMENT), frappe.qb.DocType("Charity Disbursement Item")
	by_gift: Sums = defaultdict(Decimal)
	by_need: Sums = defaultdict(Decimal)
	money = frappe.qb.from_(given).select(given.donation, given.charity_need, given.amount)
	for donation, need, amount in money.where((given.docstatus == 0) & (given.donation_kind == "Cash")).run():
		by_gift[donation] += from_storage(amount)
		by_need[need] += from_storage(amount)
	goods = frappe.qb.from_(item).join(given).on(given.name == item.parent).where(given.docstatus == 0)
	goods = goods.select(item.donation_item, given.charity_need, item.item_name, item.quantity)
	for batch, need, name, quantity in goods.run():
		by_gift[batch] += from_storage(quantity, QUANTITY_PLACES)
		by_need[f"{need}|{normalise_goods_name(name)}"] += from_storage(quantity, QUANTITY_PLACES)
	return by_gift, by_need


def _places(divisions: Collection[str | None]) -> dict[str, tuple[Location, frozenset[str]]]:
	"""Village, township and district of each division, and every place that contains it."""
	names = [name for name in divisions if name]
	if not names:
		return {}
	place, above = (frappe.qb.DocType("Administrative Division").as_(alias) for alias in ("place", "above"))
	rows = (
		frappe.qb.from_(place)
		.join(above)
		.on((above.lft <= place.lft) & (above.rgt >= place.rgt))
		.select(place.name, above.name, above.division_level)
		.where(place.name.isin(names))
		.run()
	)
	chains: defaultdict[str, dict[str, str]] = defaultdict(dict)
	for name, container, level in rows:
		chains[name][level] = container
	return {name: (_location(chain), frozenset(chain.values())) for name, chain in chains.items()}


def _location(chain: dict[str, str]) -> Location:
	return Location(*(chain.get(level, "") for level in ("Village", "Township", "District")))
