from decimal import Decimal

import frappe
from frappe.desk.query_report import run as run_report

from social_assistance.api.v1.awards import granted_sums as api
from social_assistance.api.v1.payments import people
from social_assistance.constants import DISTRICT_APPROVER, DISTRICT_REVIEWER, TOWNSHIP_CLERK
from social_assistance.engines.awards.paid_once import close_paid_awards
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.exceptions import DerivedFieldError, FieldClosedError
from social_assistance.services.awards.exceptions import SumNotDueError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1, VILLAGE_2

MONTH = "2026-03"


class MedicalCapTestCase(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()
		cls.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)

	def setUp(self):
		super().setUp()
		self.house = self.home()

	def home(self, village: str = VILLAGE_1, scheme: str = "DIBAO-URBAN"):
		home = factories.household(village, (44, 42), account_verified_on="2026-01-05")
		covered = [{"person": row.person, "from_month": "2025-01"} for row in home.members]
		payment_factories.award(home, scheme=scheme, start="2025-01", covered=covered)
		return home

	def rule(self, *rows: dict, **values):
		classes = rows or ({"scheme": "DIBAO-URBAN", "threshold": 5000, "share_above": 100},)
		given = {
			"division": factories.DISTRICT,
			"effective_from": "2025-01-01",
			"citation": "测试医保〔2025〕1号",
		}
		return payment_factories.drafted("Medical Cap Rule", **{**given, "classes": list(classes), **values})

	def bill(self, number: str, in_policy: str = "30000", basic: str = "12000", **values):
		given = {"hospital": "区人民医院", "settled_on": "2026-02-10", "total_cost": "40000"}
		return {"bill_no": number, "in_policy_cost": in_policy, "basic_paid": basic, **given, **values}

	def record(self, *bills: dict, person: str = ""):
		with self.acting_as(self.clerk):
			return frappe.get_doc(
				{
					"doctype": "Medical Cost Cap",
					"person": person or self.house.head_person,
					"bills": list(bills) or [self.bill("A1")],
				}
			).insert()

	def grant(self, doc):
		return payment_factories.granted(api.decide_medical_cap, doc)


class TestMedicalCostCap(MedicalCapTestCase):
	def test_nobody_hands_in_bills_of_the_own_family(self):
		payment_factories.in_force(self.rule())
		factories.kinship(self.clerk, TOWNSHIP_CLERK, TOWNSHIP_1, self.house.head_person)
		with self.assertRaisesRegex(SeparationOfDutiesError, "near relative of yours"):
			self.record()

	def test_above_the_line_all_is_paid_once(self):
		payment_factories.in_force(self.rule())
		bill = self.bill("A1", serious_paid="4000", aid_paid="2000", other_paid="500")
		doc = self.record(bill)
		figures = (doc.own_share, doc.granted_amount, doc.own_left, doc.coverage_rate, doc.bill_year)
		self.assertEqual(figures, (11500, 6500, 5000, Decimal("83.33"), 2026))
		doc = self.grant(doc)
		run = payment_factories.paid_run(MONTH, "MEDICAL-CAP")
		lines = frappe.get_all(
			"Payment Line", {"payment_run": run}, ["amount", "line_kind", "scheme", "award"]
		)
		self.assertEqual(
			[(row.amount, row.line_kind, row.scheme, row.award) for row in lines],
			[(6500, "One-off", "MEDICAL-CAP", doc.award)],
		)
		with self.acting_as(self.clerk):
			(row,) = people.get_person_payments(self.house.head_person)["rows"]
		self.assertEqual((row["paid"], row["month"]), ("6500.00", MONTH))
		self.assertIn("测试医保〔2025〕1号", row["ground"])
		self.assertEqual({check.code for check in verify_site() if not check.ok}, set())
		frappe.db.set_value("Payment Line", {"award": doc.award}, "line_status", "Paid")
		close_paid_awards()
		self.assertEqual(frappe.db.get_value("Benefit Award", doc.award, "award_status"), "Stopped")

	def test_a_year_has_one_line(self):
		payment_factories.in_force(self.rule())
		self.grant(self.record())
		second = self.record(self.bill("A2", "1000", "0"))
		self.assertEqual((second.earlier_own_share, second.granted_amount), (18000, 1000))
		other_year = self.record(self.bill("A3", "1000", "0", settled_on="2025-11-03"))
		self.assertEqual((other_year.earlier_own_share, other_year.granted_amount), (0, 0))
		with self.assertRaisesRegex(SumNotDueError, "nothing to pay"):
			self.grant(other_year)

	def test_share_and_cap_are_of_the_rule(self):
		row = {"scheme": "DIBAO-URBAN", "threshold": 4000, "share_above": 80, "yearly_cap": 9000}
		payment_factories.in_force(self.rule(row))
		self.assertEqual(self.record().granted_amount, 9000)
		payment_factories.in_force(self.rule({**row, "yearly_cap": 0}, effective_from="2026-02-01"))
		self.assertEqual(self.record(self.bill("A2")).granted_amount, 11200)

	def test_another_person_decides_who_has_the_role(self):
		payment_factories.in_force(self.rule())
		doc = self.record()
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			api.decide_medical_cap(doc.name, True)
		frappe.db.set_value("Medical Cost Cap", doc.name, "prepared_by", payment_factories.approver())
		with self.assertRaisesRegex(SeparationOfDutiesError, "Another person than"):
			self.grant(doc)

	def test_a_refusal_has_its_reason_and_frees_the_bills(self):
		payment_factories.in_force(self.rule())
		doc = self.record()
		with self.acting_as(payment_factories.approver()):
			with self.assertRaisesRegex(SumNotDueError, "Say why"):
				api.decide_medical_cap(doc.name, False)
			api.decide_medical_cap(doc.name, False, "票据不全")
		doc.reload()
		self.assertEqual((doc.cap_status, doc.award, doc.refusal_reason), ("Turned Down", None, "票据不全"))
		self.record()
		with self.assertRaisesRegex(SumNotDueError, "decided already"):
			self.grant(doc)

	def test_bills_that_are_wrong_or_counted_are_refused(self):
		payment_factories.in_force(self.rule())
		first = self.record()
		for bills, words in (
			([self.bill(" a1 ")], f"counted in {first.name}"),
			([self.bill("B1"), self.bill("B1")], "stands here twice"),
			([self.bill("B1", basic="30000.01")], "others paid"),
			([self.bill("B1", total_cost="100")], "more than the total"),
			([self.bill("B1", settled_on="2026-03-03")], "lies in the future"),
			([self.bill("B1"), self.bill("B2", settled_on="2025-12-30")], "2025, 2026"),
		):
			with self.subTest(words), self.assertRaisesRegex(frappe.ValidationError, words):
				self.record(*bills)

	def test_who_is_in_no_class_of_a_rule_in_force_gets_nothing(self):
		draft = self.rule()
		with self.assertRaisesRegex(SumNotDueError, "in no class"):
			self.record()
		payment_factories.in_force(draft)
		stranger = factories.household(VILLAGE_1, (44,)).head_person
		with self.assertRaisesRegex(SumNotDueError, "in no class"):
			self.record(person=stranger)
		with self.assertRaisesRegex(SumNotDueError, "in no class"):
			self.record(self.bill("B1", settled_on="2024-12-30"))

	def test_a_decided_record_is_closed(self):
		payment_factories.in_force(self.rule())
		doc = self.grant(self.record())
		with self.acting_as(factories.user(DISTRICT_REVIEWER, factories.DISTRICT)):
			doc.bills[0].basic_paid = 1
			with self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
				doc.save()
			fresh = frappe.get_doc("Medical Cost Cap", doc.name)
			fresh.granted_amount = 1
			with self.assertRaisesRegex(DerivedFieldError, "worked out by the system"):
				fresh.save()

	def test_the_report_gives_the_coverage_rate_of_the_readers_area(self):
		"""District survey report of 2025: three persons, 26,894.25 yuan, coverage 90.75 %."""
		payment_factories.in_force(
			self.rule(
				*(
					{"scheme": name, "threshold": 5000, "share_above": 100}
					for name in ("DIBAO-URBAN", "DIBIAN")
				)
			)
		)
		homes = [self.house, self.home(), self.home(scheme="DIBIAN")]
		for number, (home, costs) in enumerate(
			zip(homes, (("70000", "51759.85"), ("55162.16", "40858.56"), ("37000", "27649.50")), strict=True)
		):
			bill = self.bill(f"S{number}", *costs, total_cost="80000")
			self.grant(self.record(bill, person=home.head_person))
		rows = self.report(self.clerk)
		total = rows[-1]
		names = ("households", "persons", "granted_amount", "own_left", "coverage_rate")
		self.assertEqual(
			[total[name] for name in names],
			[3, 3, Decimal("26894.25"), Decimal("15000.00"), Decimal("90.75")],
		)
		self.assertEqual(len(rows), 3)
		self.assertEqual(self.report(factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)), [])
		self.assertEqual(self.report(factories.user(DISTRICT_APPROVER, factories.DISTRICT))[-1]["persons"], 3)

	def report(self, user: str) -> list[dict]:
		with self.acting_as(user):
			return run_report("Medical Costs Capped", {"year": 2026})["result"]

	def test_a_clerk_sees_the_own_township(self):
		payment_factories.in_force(self.rule())
		doc = self.record()
		other = factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)
		with self.acting_as(other):
			self.assertEqual(frappe.get_list("Medical Cost Cap"), [])
			with self.assertRaises(frappe.PermissionError):
				api.decide_medical_cap(doc.name, True)
		home = self.home(VILLAGE_2)
		with self.assertRaises(frappe.ValidationError):
			self.record(person=home.head_person)
