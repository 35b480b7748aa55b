"""Needs and micro wishes of households: presented under a neutral label, open until they are met."""

from collections.abc import Collection
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.domain.cases.disclosure import has_personal_number
from social_assistance.domain.charity.donations import QUANTITY_PLACES
from social_assistance.domain.charity.need_matching import normalise_goods_name
from social_assistance.domain.money import from_storage
from social_assistance.domain.privacy.masking import mask_name
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.charity.exceptions import (
	ConsentMissingError,
	DonationInvalidError,
	NeedExposedError,
	WishClaimStateError,
)
from social_assistance.services.charity.goods_stock import parse_quantity
from social_assistance.services.charity.partners import (
	CLAIMED,
	MET,
	NEED,
	OPEN,
	WITHDRAWN,
	read_positive_amount,
)

CLAIM = "Wish Claim"
# What decides whether a text may be read; an old one does not keep a need from being withdrawn.
READ_BY_OTHERS = ("household", "description", "wanted_item", "is_public", "consent_given")
BELOW_TOWNSHIP = ("Village", "Grid")


def check_need(need: Document) -> None:
	"""Label and place of the family, what it lacks, and its consent with the date."""
	need.household_label = get_household_label(need.household)
	need.division = frappe.db.get_value("Registry Household", need.household, "division")
	if need.consent_given and not need.consent_on:
		frappe.throw(_("Enter the date on which the household consented."), ConsentMissingError)
	# A page that everybody reads asks for more than the sight of partners: the consent names it, and it ends with it.
	need.is_public = int(bool(need.is_public and need.is_wish and need.consent_given))
	_check_wanted(need)
	if any(need.is_new() or need.has_value_changed(field) for field in READ_BY_OTHERS):
		_refuse_exposing_text(need)


def get_household_label(household: str) -> str:
	"""How a family is shown to partners and the public: place and surname only."""
	division, head = frappe.db.get_value("Registry Household", household, ["division", "head_name"])
	place = frappe.db.get_value("Administrative Division", division, "division_name")
	return _("{0}, {1} household").format(place, mask_name(head or ""))


def get_locked_need(name: str) -> Document:
	"""The stored need, locked until the transaction ends."""
	return frappe.get_doc(NEED, name, for_update=True)


def add_received_aid(need: Document, amount: Decimal, quantity: Decimal) -> None:
	"""Add what a locked need received in yuan and in units of what it wants; negative takes back."""
	need.update(
		{
			"received_amount": from_storage(need.received_amount) + amount,
			"received_quantity": from_storage(need.received_quantity, QUANTITY_PLACES) + quantity,
		}
	)
	update_need_status(need)


def update_need_status(need: Document) -> None:
	"""Store what a locked need received and the status that follows from it."""
	if need.need_status != WITHDRAWN:
		need.need_status = MET if is_met(need) else CLAIMED if get_active_claim(need.name) else OPEN
	fields = ("received_amount", "received_quantity", "need_status")
	frappe.db.set_value(NEED, need.name, {field: need.get(field) for field in fields})


def withdraw_need(name: str) -> None:
	"""Take a need back that is no longer one; what a partner has claimed is given back first."""
	need = get_locked_need(name)
	if need.need_status != OPEN:
		message = _("Need {0} is {1}; only an open one can be withdrawn.")
		frappe.throw(message.format(name, _(need.need_status)), WishClaimStateError)
	need.need_status = WITHDRAWN
	with allow_transition(NEED, name):
		need.save()


def is_met(need: Document) -> bool:
	"""Whether everything that was wanted has been received; a need that names nothing is never met by itself."""
	if need.wanted_item:
		return (
			from_storage(need.received_quantity, QUANTITY_PLACES)
			>= from_storage(need.wanted_quantity, QUANTITY_PLACES)
			> 0
		)
	return from_storage(need.received_amount) >= from_storage(need.wanted_amount) > 0


def is_wanted_item(need: Document, item: str, unit: str) -> bool:
	"""Whether these goods are what the need asks for, however they are spelt."""
	asked = (normalise_goods_name(need.wanted_item or ""), normalise_goods_name(need.wanted_unit or ""))
	return bool(need.wanted_item) and asked == (normalise_goods_name(item), normalise_goods_name(unit))


def get_active_claim(need: str) -> frappe._dict | None:
	"""The claim that stands on a wish, if any; a key that only one row can hold finds it."""
	fields = ["name", "charity_partner"]
	found: frappe._dict | None = frappe.db.get_value(CLAIM, {"open_claim_key": need}, fields, as_dict=True)
	return found


def _check_wanted(need: Document) -> None:
	if need.wanted_item:
		need.wanted_amount = None
		need.wanted_quantity = parse_quantity(need.wanted_quantity, need.meta.get_label("wanted_quantity"))
		if not (need.wanted_unit or "").strip():
			frappe.throw(
				_("Enter the unit in which {0} is counted.").format(need.wanted_item), DonationInvalidError
			)
		return
	need.update({"wanted_unit": None, "wanted_quantity": None})
	if need.wanted_amount:
		need.wanted_amount = read_positive_amount(need, "wanted_amount")


def list_identifying_words(households: Collection[str]) -> dict[str, set[str]]:
	"""Per household, what no text for partners or the public may hold: names of its members, its village or community."""
	member, person, home, place = (
		frappe.qb.DocType(name)
		for name in (
			"Household Membership",
			"Registry Person",
			"Registry Household",
			"Administrative Division",
		)
	)
	wanted = list(households) or [""]
	names = (
		frappe.qb.from_(member)
		.join(person)
		.on(person.name == member.person)
		.select(member.parent, person.person_name)
		.where(member.parent.isin(wanted))
	)
	places = (
		frappe.qb.from_(home)
		.join(place)
		.on(place.name == home.division)
		.select(home.name, place.division_name)
		.where(home.name.isin(wanted) & place.division_level.isin(BELOW_TOWNSHIP))
	)
	found: dict[str, set[str]] = {name: set() for name in households}
	for household, word in (*names.run(), *places.run()):
		if word:
			found[household].add(word)
	return found


def _refuse_exposing_text(need: Document) -> None:
	"""Partners and the public read the description: no number of a person, no name and no village of the family in it."""
	text = f"{need.description or ''} {need.wanted_item or ''}"
	label = _(need.meta.get_label("description"))
	if has_personal_number(text):
		frappe.throw(
			_("{0} contains a personal number. Describe the need without it.").format(label), NeedExposedError
		)
	if any(word in text for word in list_identifying_words([need.household])[need.household]):
		frappe.throw(
			_("{0} names a member of the household or its village. Describe the need without names.").format(
				label
			),
			NeedExposedError,
		)
