"""Records for tests: a small district, people with valid numbers, households, accounts and cases.

Everything is inserted through the controllers; names are repeatable so that `ensure_*` can be called again.
"""

import itertools
import random
from datetime import date

import frappe
from stdnum.cn import uscc

from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.setup.seed_policy import create_demo_policies
from social_assistance.walkthrough.family import GIVEN, build_card_number, build_id_number

DISTRICT = "410298000000"
TOWNSHIP_1, TOWNSHIP_2 = "410298001000", "410298002000"
VILLAGE_1, VILLAGE_2 = "410298001001", "410298002001"
DIVISIONS = (
	("410000000000", "测试省", "Province", None, ""),
	("410200000000", "测试市", "City", "410000000000", ""),
	("410298000000", "测试区", "District", "410200000000", ""),
	(TOWNSHIP_1, "第一街道", "Township", DISTRICT, "Urban"),
	(VILLAGE_1, "第一社区", "Village", TOWNSHIP_1, "Urban"),
	(TOWNSHIP_2, "第二乡", "Township", DISTRICT, "Rural"),
	(VILLAGE_2, "第二村", "Village", TOWNSHIP_2, "Rural"),
)
_random = random.Random(4)
_serial = itertools.count(1)


def ensure_district() -> None:
	"""Division tree, settings and the two policy versions of the demo district."""
	if frappe.db.exists("Administrative Division", VILLAGE_2):
		return
	for code, name, level, parent, residence in DIVISIONS:
		if frappe.db.exists("Administrative Division", code):
			continue
		frappe.get_doc(
			{
				"doctype": "Administrative Division",
				"division_code": code,
				"division_name": name,
				"division_level": level,
				"parent_administrative_division": parent,
				"residence_class": residence,
				"is_group": int(level != "Village"),
				"office_phone": "0375-12345678" if level == "Township" else None,
			}
		).insert(ignore_permissions=True)
	settings = frappe.get_doc("Assistance Settings")
	settings.update(
		{"district": settings.district or DISTRICT, "bureau_name": settings.bureau_name or "测试区民政局"}
	)
	settings.save(ignore_permissions=True)
	create_demo_policies(DISTRICT)


def user(role: str, division: str | None = None) -> str:
	"""An account with one role, limited to a division when one is given."""
	email = f"{frappe.scrub(role)}.{division or 'all'}@test.localhost"
	if not frappe.db.exists("User", email):
		insert_account(email, role)
	if division and not frappe.db.exists("User Permission", {"user": email, "for_value": division}):
		frappe.get_doc(
			{
				"doctype": "User Permission",
				"user": email,
				"allow": "Administrative Division",
				"for_value": division,
			}
		).insert(ignore_permissions=True)
	return email


def insert_account(email: str, role: str) -> None:
	"""User and role as plain rows: an ordinary insert of a User empties the site's cache, seconds each time.

	It would also make the first account of the site a System Manager, who sees more than the role under test.
	"""
	account = frappe.new_doc("User")
	account.update(
		{
			"name": email,
			"email": email,
			"first_name": role,
			"full_name": role,
			"user_type": "System User",
			"language": "en",
			"roles": [{"role": role}],
		}
	)
	account.set_user_and_timestamp()
	account.set_parent_in_children()
	account.db_insert()
	account.roles[0].db_insert()
	frappe.cache.hdel("roles", email)


def person(
	division: str = VILLAGE_1, age: int = 40, sex: str = "Male", today: date = date(2026, 3, 2), **values
):
	"""A Registry Person with a valid number of the division's county."""
	born = date(today.year - age - 1, 1 + next(_serial) % 12, 1 + next(_serial) % 28)
	return frappe.get_doc(
		{
			"doctype": "Registry Person",
			"person_name": "张" + "".join(_random.sample(GIVEN, 2)),
			"id_number": build_id_number(division, born, sex, _random),
			"division": division,
			"hukou_division": division,
			"residence_division": division,
			**values,
		}
	).insert(ignore_permissions=True)


def household(
	division: str = VILLAGE_1, ages: tuple[int, ...] = (44, 42, 14), account: bool = True, **values
):
	"""A Registry Household with one member per age, the first is its head and holds the card."""
	relations = ("Head", "Spouse", "Daughter", "Son", "Parent", "Sibling", "Other")
	members = [person(division, age) for age in ages]
	card = (
		{
			"account_holder": members[0].name,
			"bank_name": "农村信用社",
			"bank_account": build_card_number(_random),
		}
		if account
		else {}
	)
	home = frappe.get_doc(
		{
			"doctype": "Registry Household",
			"head_person": members[0].name,
			"division": division,
			"residence_class": frappe.db.get_value("Administrative Division", division, "residence_class"),
			"members": [
				{"person": m.name, "relation": r, "from_date": "2016-01-01"}
				for m, r in zip(members, relations, strict=False)
			],
			**card,
			**values,
		}
	)
	with allow_transition("Registry Household"):
		return home.insert(ignore_permissions=True)


def kinship(staff: str, role: str, division: str, person: str) -> None:
	"""Put down a registered person as a near relative of a member of staff."""
	cipher = frappe.db.get_value("Registry Person", person, "id_number_cipher")
	relative = {
		"relation": "Sibling",
		"relative_name": "张三",
		"id_number": decrypt_value("citizen_id", cipher),
	}
	frappe.get_doc(
		{
			"doctype": "Staff Assignment",
			"user": staff,
			"division": division,
			"assignment_role": role,
			"from_date": "2026-01-01",
			"relatives": [relative],
		}
	).insert(ignore_permissions=True)


def case(home, scheme: str = "DIBAO-URBAN", **values):
	"""An Assistance Application of the household's head, as the session's user files it."""
	return frappe.get_doc(
		{
			"doctype": "Assistance Application",
			"scheme": scheme,
			"household": home.name,
			"applicant": home.head_person,
			"division": home.division,
			"filing_channel": "Township Window",
			"applied_on": "2026-03-02",
			**values,
		}
	).insert()


def institution(total_beds: int = 5, ignore_permissions: bool = True, **values):
	"""A Care Institution of the first township, with a valid credit code."""
	body = f"12410298{next(_serial):09d}"
	return frappe.get_doc(
		{
			"doctype": "Care Institution",
			"institution_name": f"第一街道敬老院{body[-3:]}",
			"uscc": body + uscc.calc_check_digit(body),
			"division": VILLAGE_1,
			"total_beds": total_beds,
			"licence_no": "养老备案2025001",
			**values,
		}
	).insert(ignore_permissions=ignore_permissions)
