"""The bureau around the demo households: places, settings, staff register, charity partner."""

from datetime import date
from random import Random

import frappe

from social_assistance import constants as c
from social_assistance.demo.accounts import CHARITY_USERS, DOMAIN, Account
from social_assistance.demo.district import BUREAU_NAME, BUREAU_PHONE, District, Place
from social_assistance.demo.households import SEED
from social_assistance.demo.numbers import STAFF_COUNTY, CitizenIds, build_mobile
from social_assistance.engines.registry.division_tree import add_places
from social_assistance.services.privacy.encrypted_fields import decrypt_value

PLACE_COLUMNS = (
	*(
		"name",
		"division_code",
		"division_name",
		"division_level",
		"parent_administrative_division",
		"old_parent",
	),
	*("residence_class", "is_group", "office_phone", "valid_from"),
)
VALID_FROM, ASSIGNED_FROM = date(2020, 1, 1), date(2023, 3, 1)
CHARITY_NAME, CHARITY_USCC = "平湛区慈善总会", "51419802MJ00000013"


def ensure_places(district: District) -> None:
	"""The division tree of the district."""
	add_places([_place_row(place, number) for number, place in enumerate(district.places)], PLACE_COLUMNS)


def ensure_settings(district: District) -> None:
	"""District and bureau of the site, unless somebody has filled them in."""
	settings = frappe.get_doc("Assistance Settings")
	if settings.district:
		return
	settings.update({"district": district.code, "bureau_name": BUREAU_NAME, "bureau_phone": BUREAU_PHONE})
	settings.update({"review_authority": "平湛区人民政府", "court_name": "平湛区人民法院"})
	settings.save(ignore_permissions=True)  # allow: PERM-ignore-permissions demo set-up by the command line


def ensure_staff(users: list[Account]) -> None:
	"""A staff assignment for each account with an area; one reviewer has a brother on the rolls of the township."""
	known = set(frappe.get_all("Staff Assignment", pluck="user"))
	rng, ids = Random(f"{SEED}/staff"), CitizenIds(STAFF_COUNTY)
	for account in users:
		id_number = ids.next(
			date(rng.randint(1970, 1998), rng.randint(1, 12), rng.randint(1, 28)), rng.random() < 0.5
		)
		if account.division and account.user not in known:
			_assign(account, id_number)


def ensure_charity() -> None:
	"""The charity federation with its two users."""
	if frappe.db.exists("Charity Partner", CHARITY_NAME):
		return
	frappe.get_doc(  # allow: PERM-ignore-permissions demo set-up by the command line
		{
			"doctype": "Charity Partner",
			"partner_name": CHARITY_NAME,
			"uscc": CHARITY_USCC,
			"partner_kind": "Charity Federation",
			"may_raise_publicly": 1,
			"home_division": frappe.db.get_single_value("Assistance Settings", "district"),
			"contact_name": CHARITY_USERS[0][1],
			"contact_phone": build_mobile(999_001),
			"users": [{"user": f"{slug}@{DOMAIN}"} for slug, _name in CHARITY_USERS],
		}
	).insert(ignore_permissions=True)


def _place_row(place: Place, number: int) -> tuple:
	phone = f"0375-66{number:05d}" if place.level in ("District", "Township") else None
	is_group = int(place.level != "Grid")
	tree = (place.code, place.code, place.name, place.level, place.parent, place.parent)
	return (*tree, place.residence_class or None, is_group, phone, VALID_FROM)


def _assign(account: Account, id_number: str) -> None:
	assignment = frappe.new_doc("Staff Assignment")
	assignment.update(
		{
			"user": account.user,
			"full_name": account.full_name,
			"division": account.division,
			"assignment_role": account.role,
			"from_date": ASSIGNED_FROM,
			"id_number": id_number,
		}
	)
	brother = _resident(account) if account.role == c.TOWNSHIP_REVIEWER else None
	if brother:
		assignment.append("relatives", {"relation": "Sibling", **brother})
	assignment.insert(  # allow: PERM-ignore-permissions demo set-up by the command line
		ignore_permissions=True
	)


def _resident(account: Account) -> dict[str, str] | None:
	"""Name and ID number of a man on the rolls in the reviewer's township who bears the same family name."""
	villages = frappe.get_all(
		"Administrative Division", filters={"parent_administrative_division": account.division}, pluck="name"
	)
	found = frappe.get_all(
		"Registry Person",
		filters={
			"division": ("in", villages),
			"person_name": ("like", f"{account.full_name[0]}%"),
			"sex": "Male",
		},
		fields=["person_name", "id_number_cipher"],
		order_by="name",
		limit=1,
	)
	if not found:
		return None
	number = decrypt_value("citizen_id", found[0].id_number_cipher)
	return {"relative_name": found[0].person_name, "id_number": number}
