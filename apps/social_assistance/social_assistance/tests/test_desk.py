"""What each role finds on the desk: its own workspace first, no core workspaces, cards that count its own area."""

import json

import frappe
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import get_result

from social_assistance import constants as c
from social_assistance.overrides.boot import set_breadcrumb_workspaces
from social_assistance.services.procedure import case_board
from social_assistance.setup import desk
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1

# Who files applications at the counter.
FILING = (c.VILLAGE_ASSISTANT, c.TOWNSHIP_CLERK)
HOMES = {
	c.VILLAGE_ASSISTANT: "Village Desk",
	c.GRID_WORKER: "Village Desk",
	c.TOWNSHIP_CLERK: "Township Desk",
	c.TOWNSHIP_REVIEWER: "Township Desk",
	c.TOWNSHIP_LEADER: "Township Desk",
	c.VERIFICATION_OFFICER: "District Desk",
	c.DISTRICT_REVIEWER: "District Desk",
	c.DISTRICT_APPROVER: "District Desk",
	c.DISCLOSURE_OFFICER: "District Desk",
	c.FINANCE_OFFICER: "Payment Desk",
	c.HOTLINE_OPERATOR: "Registry Desk",
	c.CHARITY_PARTNER: "Charity Desk",
	c.POLICY_ADMINISTRATOR: "Policy Desk",
	c.AUDITOR: "Audit Desk",
	c.SUPERVISION_OFFICER: "Audit Desk",
}


def account(role: str) -> str:
	"""An account of the role, with the district as its area where it needs one."""
	name = factories.user(role, DISTRICT if role in c.SCOPED_ROLES else None)
	if not frappe.db.get_value("User", name, "module_profile"):
		frappe.get_doc("User", name).save(ignore_permissions=True)
	return name


class TestDesk(AssistanceTestCase):
	def pages(self, user: str) -> list[str]:
		with self.acting_as(user):
			return [page["name"] for page in get_workspace_sidebar_items()["pages"]]

	def test_every_role_starts_at_its_own_workspace(self):
		assert set(HOMES) == set(c.APP_ROLES)
		for role, home in HOMES.items():
			assert self.pages(account(role))[0] == home, role

	def test_staff_see_workspaces_of_the_app_only(self):
		ours = set(frappe.get_all("Workspace", filters={"name": ("like", "% Desk")}, pluck="name"))
		for role in HOMES:
			assert set(self.pages(account(role))) <= ours, role

	def test_a_system_manager_keeps_every_workspace(self):
		manager = frappe.get_doc("User", account(c.POLICY_ADMINISTRATOR))
		manager.module_profile = None
		manager.append("roles", {"role": "System Manager"})
		desk.assign_module_profile(manager)
		assert not manager.module_profile

	def test_no_account_becomes_a_system_manager_by_itself(self):
		"""On a site whose only manager is the Administrator, Frappe would make one of whoever is saved next."""
		managers = frappe.get_all("Has Role", {"role": "System Manager", "parenttype": "User"}, pluck="name")
		frappe.db.delete("Has Role", {"name": ("in", managers), "parent": ("!=", "Administrator")})
		clerk = frappe.get_doc("User", factories.user(c.TOWNSHIP_CLERK, factories.TOWNSHIP_1))
		clerk.last_name = "Renamed"
		clerk.save()
		clerk.reload()
		self.assertNotIn("System Manager", [row.role for row in clerk.roles])

	def test_no_shortcut_or_link_of_a_home_is_closed_to_its_role(self):
		for role, home in HOMES.items():
			doc = frappe.get_doc("Workspace", home)
			with self.acting_as(account(role)):
				page = get_desktop_page(json.dumps({"name": home, "title": home, "public": 1}))
				shown = {item["label"] for item in page["shortcuts"]["items"]}
			wanted = {frappe._(row.label) for row in doc.shortcuts}
			closed = set() if role in FILING else {"New Application"}
			closed |= {"Home Visits"} if role == c.GRID_WORKER else set()
			assert wanted - shown <= closed, role

	def test_cards_count_the_own_area(self):
		card = frappe.get_doc("Number Card", "Households on File").as_json()
		filters = frappe.get_doc("Number Card", "Households on File").filters_json
		counts = {}
		for township in (TOWNSHIP_1, TOWNSHIP_2):
			with self.acting_as(factories.user(c.TOWNSHIP_CLERK, township)):
				counts[township] = get_result(card, filters) or 0
		factories.household(VILLAGE_1)
		with self.acting_as(factories.user(c.TOWNSHIP_CLERK, TOWNSHIP_1)):
			assert get_result(card, filters) == counts[TOWNSHIP_1] + 1
		with self.acting_as(factories.user(c.TOWNSHIP_CLERK, TOWNSHIP_2)):
			assert (get_result(card, filters) or 0) == counts[TOWNSHIP_2]

	def test_every_card_of_a_home_answers_its_role(self):
		for role, home in HOMES.items():
			for row in frappe.get_doc("Workspace", home).number_cards:
				card = frappe.get_doc("Number Card", row.number_card_name)
				with self.acting_as(account(role)):
					assert card.has_permission("read"), (role, card.name)
					if card.type == "Custom":
						assert "value" in frappe.get_attr(card.method)()
					else:
						get_result(card.as_json(), card.filters_json)

	def test_the_board_has_a_column_for_each_step(self):
		board = frappe.get_doc("Kanban Board", case_board.CASE_BOARD)
		assert (board.field_name, len(board.columns)) == ("workflow_state", 17)

	def test_breadcrumbs_lead_to_a_workspace_of_the_user(self):
		with self.acting_as(account(c.FINANCE_OFFICER)):
			boot = frappe._dict(
				allowed_workspaces=get_workspace_sidebar_items()["pages"],
				module_wise_workspaces={"Assistance Application": ["Village Desk", "Township Desk"]},
			)
			set_breadcrumb_workspaces(boot)
		assert boot.module_wise_workspaces["Assistance Application"] == ["Payment Desk"]
		assert boot.onboarding_tours == []

	def test_the_seeds_are_made_once(self):
		before = frappe.get_doc("Module Profile", desk.STAFF_PROFILE).modified
		desk.ensure_desk()
		assert frappe.get_doc("Module Profile", desk.STAFF_PROFILE).modified == before
		assert frappe.db.count("Kanban Board", {"name": case_board.CASE_BOARD}) == 1

	def test_sums_are_in_yuan_unless_the_site_says_otherwise(self):
		frappe.db.set_default("currency", None)
		frappe.db.set_value("Currency", desk.CURRENCY, "symbol", None)
		desk.ensure_desk()
		assert frappe.db.get_default("currency") == "CNY"
		assert frappe.utils.fmt_money(1234.5, currency="CNY").startswith("¥")
		frappe.db.set_default("currency", "EUR")
		desk.ensure_desk()
		assert frappe.db.get_default("currency") == "EUR"
