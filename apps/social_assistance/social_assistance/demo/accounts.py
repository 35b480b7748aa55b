"""Accounts of the demo district: one per role for two townships and the district, one documented password for all."""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe.desk.doctype.notification_settings.notification_settings import create_notification_settings
from frappe.utils.password import update_password

from social_assistance import constants as c
from social_assistance.demo.district import District, Place
from social_assistance.setup import hardening
from social_assistance.setup.desk import assign_module_profile

# Overridden by `demo_password` in the site config. Accounts exist on sites with `assist_demo` only.
DEMO_PASSWORD, DOMAIN = hardening.DEMO_PASSWORD, hardening.DEMO_DOMAIN
VILLAGE_ROLES = (
	(c.VILLAGE_ASSISTANT, "assistant", ("周敏", "曹玉兰")),
	(c.GRID_WORKER, "grid", ("韩磊", "冯平")),
)
TOWNSHIP_ROLES = (
	(c.TOWNSHIP_CLERK, "clerk", ("刘芳", "张建设")),
	(c.TOWNSHIP_REVIEWER, "reviewer", ("陈国强", "李秀荣")),
	(c.TOWNSHIP_LEADER, "leader", ("王海燕", "赵志远")),
)
DISTRICT_ROLES = (
	(c.VERIFICATION_OFFICER, "verification", "孙晓静"),
	(c.DISTRICT_REVIEWER, "review", "郭文斌"),
	(c.DISTRICT_APPROVER, "approval", "高慧"),
	(c.FINANCE_OFFICER, "finance", "吴倩"),
	(c.HOTLINE_OPERATOR, "hotline", "何琳"),
	(c.DISCLOSURE_OFFICER, "disclosure", "马超"),
	(c.POLICY_ADMINISTRATOR, "policy", "宋明"),
	(c.AUDITOR, "audit", "许静"),
	(c.SUPERVISION_OFFICER, "supervision", "邓凯"),
)
CHARITY_USERS = (("charity", "余欣怡"), ("charity2", "叶青"))


@dataclass(frozen=True)
class Account:
	"""One demo user: who, as what, where."""

	user: str
	full_name: str
	role: str
	division: str | None


def list_accounts(district: District) -> list[Account]:
	"""All accounts of a district, in the order in which they are shown."""
	return [*_local_accounts(district), *_district_accounts(district.code), *_charity_accounts()]


def ensure_accounts(district: District) -> list[Account]:
	"""Create the accounts that are missing, each with role, area and staff assignment; only on a demo site."""
	wanted = list_accounts(district)
	present = set(frappe.get_all("User", filters={"name": ("in", [a.user for a in wanted])}, pluck="name"))
	password = frappe.conf.get("demo_password") or DEMO_PASSWORD
	for account in wanted:
		if account.user not in present:
			_create(account, password)
	if len(present) < len(wanted):
		frappe.clear_cache()
	return wanted


def list_stored_accounts() -> list[dict[str, str]]:
	"""The demo accounts that exist on this site: user, full_name, role; none on a production site."""
	users = frappe.get_all("User", filters={"name": ("like", f"%@{DOMAIN}")}, fields=["name", "full_name"])
	names = {row.name: row.full_name for row in users}
	roles = frappe.get_all(
		"Has Role",
		filters={"parent": ("in", list(names)), "role": ("in", c.APP_ROLES), "parenttype": "User"},
		fields=["parent as user", "role"],
	)
	order = {role: place for place, role in enumerate(c.APP_ROLES)}
	return [
		{"user": row.user, "role": row.role, "full_name": names[row.user]}
		for row in sorted(roles, key=lambda row: (order[row.role], row.user))
	]


def list_demo_townships(district: District) -> list[Place]:
	"""The two townships with accounts: the first subdistrict, and the first township with villages."""
	townships = district.townships
	rural = next(
		place for place in townships if district.villages_of(place.code)[-1].residence_class == "Rural"
	)
	return [townships[0], rural]


def _local_accounts(district: District) -> Iterator[Account]:
	for index, township in enumerate(list_demo_townships(district)):
		villages = district.villages_of(township.code)
		# Towns have both communities and villages; the townspeople's come first.
		village = next(each for each in villages if each.residence_class == villages[-1].residence_class)
		for roles, place in ((VILLAGE_ROLES, village), (TOWNSHIP_ROLES, township)):
			for role, slug, names in roles:
				yield Account(f"{slug}.{township.slug}@{DOMAIN}", names[index], role, place.code)


def _district_accounts(district: str) -> Iterator[Account]:
	for role, slug, full_name in DISTRICT_ROLES:
		yield Account(f"{slug}@{DOMAIN}", full_name, role, district)


def _charity_accounts() -> Iterator[Account]:
	for slug, full_name in CHARITY_USERS:
		yield Account(f"{slug}@{DOMAIN}", full_name, c.CHARITY_PARTNER, None)


def _create(account: Account, password: str) -> None:
	"""Insert user and roles as plain rows, because each ordinary insert of a User clears the site's cache."""
	user = frappe.new_doc("User")
	user.update(
		{
			"name": account.user,
			"email": account.user,
			"first_name": account.full_name,
			"full_name": account.full_name,
			"user_type": "System User",
			"language": "zh",
			"send_welcome_email": 0,
			"roles": [{"role": account.role}],
		}
	)
	assign_module_profile(user)
	user.set_user_and_timestamp()
	user.set_parent_in_children()
	user.db_insert()
	for row in (*user.roles, *user.block_modules):
		row.db_insert()  # allow: PERF-write-in-loop two or three rows of one user
	update_password(account.user, password)
	create_notification_settings(account.user)
	if account.division:
		_give_area(account)


def _give_area(account: Account) -> None:
	if account.role in c.SCOPED_ROLES:
		frappe.get_doc(  # allow: PERM-ignore-permissions demo set-up by the command line
			{
				"doctype": "User Permission",
				"user": account.user,
				"allow": "Administrative Division",
				"for_value": account.division,
			}
		).insert(ignore_permissions=True)
