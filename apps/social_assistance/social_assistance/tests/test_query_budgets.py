"""Every list, report and reading endpoint costs a fixed number of statements, however many rows there are."""

from collections.abc import Callable
from functools import partial
from pkgutil import walk_packages
from typing import Any

import frappe
from frappe.desk.query_report import run as run_report
from frappe.model.document import Document

from social_assistance.api import v1
from social_assistance.constants import (
	AUDITOR,
	CHARITY_PARTNER,
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	FINANCE_OFFICER,
	POLICY_ADMINISTRATOR,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	VILLAGE_ASSISTANT,
)
from social_assistance.services.cases import spot_checks
from social_assistance.services.policy import in_force
from social_assistance.tests import case_factories, charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, VILLAGE_1
from social_assistance.tests.query_budget import add_rows, queries_of

FEW, MANY = range(3), range(3, 9)
PLACES = {TOWNSHIP_CLERK: TOWNSHIP_1, TOWNSHIP_LEADER: TOWNSHIP_1, VILLAGE_ASSISTANT: VILLAGE_1}
UNPLACED = (AUDITOR, POLICY_ADMINISTRATOR)
# DocType: its main reader, and the statements of a page of twenty rows.
LISTS: dict[str, tuple[str, int]] = {
	"Administrative Division": (TOWNSHIP_CLERK, 2),
	"Application Decision": (TOWNSHIP_CLERK, 4),
	"Application Step": (TOWNSHIP_CLERK, 4),
	"Assistance Application": (TOWNSHIP_CLERK, 4),
	"Assistance Scheme": (POLICY_ADMINISTRATOR, 1),
	"Award Change": (FINANCE_OFFICER, 4),
	"Award Rerating Run": (FINANCE_OFFICER, 1),
	"Background Work": (AUDITOR, 1),
	"Bank File": (FINANCE_OFFICER, 1),
	"Bank Layout": (FINANCE_OFFICER, 1),
	"Bank Return": (FINANCE_OFFICER, 1),
	"Benefit Award": (FINANCE_OFFICER, 4),
	"Bulk Action Run": (TOWNSHIP_CLERK, 2),
	"Campaign Amendment": (CHARITY_PARTNER, 2),
	"Care Institution": (TOWNSHIP_CLERK, 2),
	"Case Snapshot": (DISTRICT_REVIEWER, 4),
	"Category Payment Entry": (FINANCE_OFFICER, 4),
	"Category Payment Rule": (POLICY_ADMINISTRATOR, 1),
	"Charity Campaign": (CHARITY_PARTNER, 2),
	"Charity Disbursement": (CHARITY_PARTNER, 2),
	"Charity Donation": (CHARITY_PARTNER, 2),
	"Charity Donor": (CHARITY_PARTNER, 2),
	"Charity Need": (CHARITY_PARTNER, 2),
	"Charity Partner": (CHARITY_PARTNER, 2),
	"Charity Receipt": (CHARITY_PARTNER, 2),
	"Charity Refund": (CHARITY_PARTNER, 2),
	"Clock Entry": (TOWNSHIP_CLERK, 4),
	"Clock Profile": (POLICY_ADMINISTRATOR, 1),
	"Democratic Appraisal": (TOWNSHIP_CLERK, 4),
	"Evidence Claim": (TOWNSHIP_CLERK, 4),
	"Bank Account Change": (TOWNSHIP_CLERK, 4),
	"Legal Article": (POLICY_ADMINISTRATOR, 1),
	"Legal Document": (POLICY_ADMINISTRATOR, 1),
	"Protection Mark": (TOWNSHIP_CLERK, 4),
	"Finance List": (FINANCE_OFFICER, 1),
	"Funeral Aid": (TOWNSHIP_CLERK, 4),
	"Funeral Aid Rule": (POLICY_ADMINISTRATOR, 1),
	"Fund Account": (FINANCE_OFFICER, 1),
	"Fund Allocation": (FINANCE_OFFICER, 4),
	"Fund Budget": (FINANCE_OFFICER, 4),
	"Fund Ledger Entry": (FINANCE_OFFICER, 4),
	"Fund Period Closing": (FINANCE_OFFICER, 1),
	"Fund Source": (FINANCE_OFFICER, 1),
	"Fundraising Rule": (CHARITY_PARTNER, 1),
	"Goods Stock Entry": (CHARITY_PARTNER, 2),
	"Holiday Calendar": (POLICY_ADMINISTRATOR, 1),
	"Home Visit": (TOWNSHIP_CLERK, 4),
	"Household Transfer": (TOWNSHIP_CLERK, 5),
	"Institution Stay": (TOWNSHIP_CLERK, 4),
	"Means Assessment": (TOWNSHIP_CLERK, 4),
	"Medical Cap Rule": (POLICY_ADMINISTRATOR, 1),
	"Medical Cost Cap": (TOWNSHIP_CLERK, 4),
	"Notice Objection": (TOWNSHIP_CLERK, 4),
	"Overpayment Recovery": (FINANCE_OFFICER, 4),
	"Payment Difference": (FINANCE_OFFICER, 4),
	"Payment Hold": (FINANCE_OFFICER, 4),
	"Payment Line": (FINANCE_OFFICER, 4),
	"Payment Run": (FINANCE_OFFICER, 1),
	"Person Merge Entry": (TOWNSHIP_CLERK, 3),
	"Policy Version": (POLICY_ADMINISTRATOR, 1),
	"Price Index Reading": (POLICY_ADMINISTRATOR, 1),
	"Process Template": (POLICY_ADMINISTRATOR, 1),
	"Public Notice": (TOWNSHIP_CLERK, 4),
	"Recovery Receipt": (FINANCE_OFFICER, 4),
	"Recovery Write-off": (FINANCE_OFFICER, 4),
	"Registry Household": (TOWNSHIP_CLERK, 4),
	"Registry Import Row": (AUDITOR, 1),
	"Registry Import Run": (TOWNSHIP_CLERK, 4),
	"Registry Person": (TOWNSHIP_CLERK, 4),
	"Review Campaign Run": (TOWNSHIP_CLERK, 1),
	"Review Task": (TOWNSHIP_CLERK, 4),
	"Screening Candidate": (TOWNSHIP_CLERK, 4),
	"Screening Run": (DISTRICT_REVIEWER, 4),
	"Self-care Assessment": (TOWNSHIP_CLERK, 4),
	"Sensitive Access Entry": (AUDITOR, 1),
	"Spot Check Run": (DISTRICT_REVIEWER, 4),
	"Staff Assignment": (DISTRICT_APPROVER, 1),
	"Township Quota": (POLICY_ADMINISTRATOR, 1),
	"Wish Claim": (CHARITY_PARTNER, 2),
}
# Report: its main reader, and its statements with the filters it opens with.
REPORTS: dict[str, tuple[str, int]] = {
	"Campaign Statement": (CHARITY_PARTNER, 13),
	"Case Register": (TOWNSHIP_CLERK, 14),
	"Case Timeliness": (DISTRICT_REVIEWER, 13),
	"Category Payments": (FINANCE_OFFICER, 13),
	"Donor Statement": (CHARITY_PARTNER, 13),
	"Fund Budget Execution": (FINANCE_OFFICER, 8),
	"Fund Source Statement": (FINANCE_OFFICER, 9),
	"Fund Trial Balance": (FINANCE_OFFICER, 9),
	"Gift Proposals": (CHARITY_PARTNER, 10),
	"Goods Stock": (CHARITY_PARTNER, 9),
	"Medical Costs Capped": (DISTRICT_REVIEWER, 13),
	"One Hand": (DISTRICT_REVIEWER, 95),
	"Recovery Summary": (FINANCE_OFFICER, 8),
	"Review Progress": (TOWNSHIP_CLERK, 8),
	"Shared Accounts": (FINANCE_OFFICER, 20),
	"Site Health": ("System Manager", 200),
	"Standing Runs": (AUDITOR, 30),
	"Township Quota Use": (TOWNSHIP_LEADER, 13),
	"Township Reserve Statement": (TOWNSHIP_LEADER, 8),
}
# Endpoint below api/v1 that only looks: its main reader, and its statements. Bulk actions are asked about one case.
ENDPOINTS: dict[str, tuple[str, int]] = {
	"cases.applications.get_standing": (TOWNSHIP_CLERK, 21),
	"cases.bulk_actions.choices": (TOWNSHIP_CLERK, 10),
	"cases.bulk_actions.preview_moves": (TOWNSHIP_CLERK, 18),
	"cases.bulk_actions.preview_reviews": (TOWNSHIP_CLERK, 9),
	"payments.people.get_person_payments": (TOWNSHIP_CLERK, 40),
	"policy.versions.preview_effect": (POLICY_ADMINISTRATOR, 544),
	"registry.people.find_person": (TOWNSHIP_CLERK, 1),
	"cases.objections.list_investigators": (TOWNSHIP_LEADER, 30),
	"cases.spot_checks.repeat_draw": (DISTRICT_REVIEWER, 4),
	"charity.giving.goods_of": (CHARITY_PARTNER, 4),
	"charity.giving.proposals": (CHARITY_PARTNER, 4),
	"charity.needs.donation_trail": (CHARITY_PARTNER, 5),
	"charity.needs.open_needs": (CHARITY_PARTNER, 2),
	"clocks.holidays.list_years_without_calendar": (POLICY_ADMINISTRATOR, 2),
	"clocks.holidays.missing_count": (POLICY_ADMINISTRATOR, 2),
	"health.checks.get_health": (AUDITOR, 200),
	"means.assessments.get_policy_choices": (TOWNSHIP_CLERK, 9),
	"privacy.clear_values.list_revealable": (TOWNSHIP_CLERK, 0),
	"registry.divisions.tree_children": (TOWNSHIP_CLERK, 2),
	"registry.people.protection_kinds": (TOWNSHIP_CLERK, 20),
	"registry.people.similar_people": (TOWNSHIP_CLERK, 1),
	"registry.people.splitting_signs": (TOWNSHIP_CLERK, 15),
	"registry.people.get_person_timeline": (TOWNSHIP_CLERK, 66),
	"reviews.tasks.campaign_progress": (TOWNSHIP_CLERK, 3),
	"runs.presses.get_standing": (FINANCE_OFFICER, 4),
}
# Their runs are made by their own test, which bounds them there.
BOUNDED_BESIDE = {"awards.rerating.left_out"}
# What an endpoint is asked about, where a name has several meanings.
ASKED = {
	"cases.bulk_actions.preview_moves": {"action": "Complete Step"},
	"privacy.clear_values.list_revealable": {"doctype": "Registry Person"},
	"registry.divisions.tree_children": {"doctype": "Administrative Division", "parent": DISTRICT},
	"reviews.tasks.campaign_progress": {"campaign": "budget-0"},
	"runs.presses.get_standing": {"doctype": "Payment Run", "name": "budget-0"},
}


class TestQueryBudgets(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.flags.business_date = cls.today
		cls.partner = charity_factories.partner(may_raise_publicly=1)
		home = factories.household()
		case = factories.case(home)
		# What rows belong to, and what endpoints and reports are asked about.
		cls.given = {
			"application": case.name,
			"applications": [case.name],
			"campaign": charity_factories.campaign(cls.partner).name,
			"charity_partner": cls.partner.name,
			"donation": charity_factories.goods(cls.partner).name,
			"donor": charity_factories.donor(cls.partner).name,
			"household": home.name,
			"objection": cls.objection(case),
			"id_number": "110101199003070118",
			"person": home.head_person,
			"person_name": "王小明",
			"policy_version": cls.policy_draft(),
			"reviews": ["budget-0"],
			"scheme": "DIBAO-URBAN",
			"spot_check_run": cls.drawn(),
		}

	@classmethod
	def objection(cls, case: Document) -> str:
		values = {"application": case.name, "division": case.division, "received_on": cls.today}
		doc = frappe.get_doc({"doctype": "Notice Objection", "name": "asked-0", **values})
		doc.db_insert()
		return str(doc.name)

	@classmethod
	def drawn(cls) -> str:
		case_factories.case_at("REVIEW")
		period = {"from_date": cls.today, "to_date": cls.today, "scheme": "DIBAO-URBAN"}
		run = frappe.get_doc({"doctype": "Spot Check Run", "division": DISTRICT, **period}).insert()
		return str(spot_checks.draw_cases(run.name).name)

	@classmethod
	def policy_draft(cls) -> str:
		draft = frappe.copy_doc(
			frappe.get_doc("Policy Version", in_force.get_policy_in_force(VILLAGE_1, cls.today))
		)
		for row in (draft, *draft.get_all_children()):
			row.docstatus = 0
		draft.update({"effective_from": "2027-07-01", "effective_to": None})
		return str(draft.insert().name)

	def reader(self, role: str) -> str:
		if role == CHARITY_PARTNER:
			return str(self.partner.users[0].user)
		return factories.user(role, None if role in UNPLACED else PLACES.get(role, DISTRICT))

	def populate(self, numbers: range) -> None:
		for doctype in LISTS:
			add_rows(doctype, numbers, **self.given)

	def check(self, budgets: dict[str, tuple[str, int]], work: Callable[[str], Any]) -> None:
		"""Each costs at most its budget, and no more with three times the rows."""
		self.populate(FEW)
		few = {name: self.cost(role, partial(work, name)) for name, (role, _most) in budgets.items()}
		self.populate(MANY)
		for name, (role, most) in budgets.items():
			with self.subTest(name):
				many = self.cost(role, partial(work, name))
				shown = "\n".join(many)
				self.assertLessEqual(len(many), most, shown)
				self.assertEqual(len(many), len(few[name]), shown)

	def cost(self, role: str, work: Callable[[], Any]) -> list[str]:
		with self.acting_as(self.reader(role)):
			return queries_of(work)

	def test_every_list_keeps_its_budget(self):
		fields = ["name", "modified", "owner"]
		self.check(LISTS, lambda doctype: frappe.get_list(doctype, fields=fields, limit=20))

	def test_every_report_keeps_its_budget(self):
		filters = {"from_date": "2026-01-01", "to_date": "2026-12-31", **self.given}
		self.check(REPORTS, lambda report: run_report(report, filters))

	def test_every_reading_endpoint_keeps_its_budget(self):
		self.check(ENDPOINTS, self.call)

	def call(self, endpoint: str) -> Any:
		function = frappe.get_attr(f"{v1.__name__}.{endpoint}")
		given = {**self.given, **ASKED.get(endpoint, {})}
		return function(**{name: value for name, value in given.items() if name in function.__annotations__})

	def test_no_list_report_or_reading_endpoint_is_without_a_budget(self):
		modules = {"module": ("in", frappe.get_module_list("social_assistance"))}
		listed = {"istable": 0, "issingle": 0, **modules}
		self.assertEqual(set(frappe.get_all("DocType", listed, pluck="name")), set(LISTS))
		self.assertEqual(set(frappe.get_all("Report", modules, pluck="name")), set(REPORTS))
		for module in walk_packages(v1.__path__, f"{v1.__name__}."):
			frappe.get_module(module.name)
		reading = {
			f"{function.__module__}.{function.__name__}".removeprefix(f"{v1.__name__}.")
			for function, methods in frappe.allowed_http_methods_for_whitelisted_func.items()
			if function.__module__.startswith(v1.__name__) and "GET" in methods
		}
		self.assertLessEqual(reading, set(ENDPOINTS) | BOUNDED_BESIDE)
