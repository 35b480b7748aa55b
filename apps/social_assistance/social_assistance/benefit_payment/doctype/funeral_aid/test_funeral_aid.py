from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.api.v1.awards import granted_sums as api
from social_assistance.api.v1.payments import people
from social_assistance.constants import DISTRICT_APPROVER, TOWNSHIP_CLERK
from social_assistance.engines.awards import funeral_aid_openings
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.exceptions import NothingToPayError, SeparationOfDutiesError
from social_assistance.services.awards import funeral_aid
from social_assistance.services.awards.exceptions import SumNotDueError
from social_assistance.services.policy import dated_rules
from social_assistance.services.policy.exceptions import PolicyNotFoundError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1

MONTH = "2026-03"
FIXED = {"scheme": "DIBAO-URBAN", "residence_class": "Any", "amount": 1500}
SIX_MONTHS = {
	"scheme": "TEKUN",
	"residence_class": "Any",
	"months": 6,
	"standard": "Basic Living of Extreme Difficulty",
}


class FuneralAidTestCase(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()
		cls.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)

	def setUp(self):
		super().setUp()
		self.house = factories.household(VILLAGE_1, (70, 66), account_verified_on="2026-01-05")

	def rule(self, *rows: dict, **values):
		given = {
			"division": factories.DISTRICT,
			"effective_from": "2026-01-01",
			"citation": "测试民〔2026〕3号",
		}
		return payment_factories.drafted(
			"Funeral Aid Rule", **{**given, "classes": list(rows or (FIXED, SIX_MONTHS)), **values}
		)

	def support(self, scheme: str = "DIBAO-URBAN", home=None, person: str | None = None):
		home = home or self.house
		covered = [
			{"person": row.person, "from_month": "2026-01"}
			for row in home.members
			if person in (None, row.person)
		]
		return payment_factories.award(
			home, scheme=scheme, person=person, covered=covered, residence_class=home.residence_class
		)

	def die(self, person: str, day: str = "2026-02-20"):
		doc = frappe.get_doc("Registry Person", person)
		doc.append("statuses", {"status": "Deceased", "from_date": day})
		with self.acting_as(self.clerk):
			doc.save()

	def aid_of(self, person: str):
		name = frappe.db.get_value("Funeral Aid", {"person": person})
		return frappe.get_doc("Funeral Aid", name) if name else None

	def arranged(self, person: str, home: str = ""):
		doc = self.aid_of(person)
		doc.update(
			{"arrangement": "由长子安葬，火化证明附后", "payee_household": home or doc.payee_household}
		)
		with self.acting_as(self.clerk):
			return doc.save()

	def grant(self, doc):
		return payment_factories.granted(api.decide_funeral_aid, doc)


class TestFuneralAid(FuneralAidTestCase):
	def test_a_death_opens_it_and_it_is_paid_once(self):
		payment_factories.in_force(self.rule())
		self.support()
		dead = self.house.members[1].person
		self.die(dead)
		doc = self.grant(self.arranged(dead))
		self.assertEqual(
			(doc.granted_amount, doc.deceased_on, doc.scheme), (1500, date(2026, 2, 20), "DIBAO-URBAN")
		)
		run = payment_factories.paid_run(MONTH, "FUNERAL-AID")
		found = frappe.get_all("Payment Line", {"payment_run": run}, ["amount", "line_kind", "line_status"])
		self.assertEqual(
			[(row.amount, row.line_kind, row.line_status) for row in found], [(1500, "One-off", "Due")]
		)
		with self.assertRaisesRegex(NothingToPayError, "No award is due"):
			payment_factories.approved_run(MONTH, "FUNERAL-AID", "Supplementary")
		with self.assertRaisesRegex(SumNotDueError, "decided already"):
			self.grant(doc)
		with self.acting_as(self.clerk):
			rows = people.get_person_payments(dead)["rows"]
		self.assertEqual([(row["paid"], row["month"]) for row in rows], [("1500.00", MONTH)])
		failing = {check.code for check in verify_site() if not check.ok}
		self.assertEqual(failing & {"PAY-18", "PAY-19", "PAY-20", "TWO-22", "TWO-24", "AWP-01"}, set())

	def test_months_of_the_standard_of_the_day_of_death(self):
		payment_factories.in_force(self.rule())
		home = factories.household(VILLAGE_1, (72,), account_verified_on="2026-01-05")
		self.support("TEKUN", home, home.head_person)
		self.die(home.head_person)
		doc = self.aid_of(home.head_person)
		# 697 yuan times 1.3, rounded up to five yuan, is 910 a month.
		self.assertEqual((doc.granted_amount, doc.payee_household), (5460, None))
		with self.assertRaisesRegex(SumNotDueError, "Enter who arranged"):
			self.grant(doc)
		with self.assertRaisesRegex(SumNotDueError, "no verified account of a living holder"):
			self.grant(self.arranged(home.head_person, home.name))
		doc = self.grant(self.arranged(home.head_person, self.house.name))
		payee = frappe.db.get_value(
			"Benefit Award", doc.award, ["household", "payee", "bank_account"], as_dict=True
		)
		self.assertEqual(
			(payee.household, payee.payee, payee.bank_account),
			(self.house.name, self.house.account_holder or self.house.head_person, self.house.bank_account),
		)

	def test_another_person_decides(self):
		payment_factories.in_force(self.rule())
		self.support()
		dead = self.house.members[1].person
		self.die(dead)
		doc = self.arranged(dead)
		self.assertEqual(doc.prepared_by, self.clerk)
		frappe.db.set_value("Funeral Aid", doc.name, "prepared_by", payment_factories.approver())
		with self.assertRaisesRegex(SeparationOfDutiesError, "Another person than"):
			self.grant(doc)

	def test_no_class_no_rule_no_aid(self):
		self.support("DIBIAN")
		payment_factories.in_force(self.rule())
		self.die(self.house.members[1].person)
		self.assertIsNone(self.aid_of(self.house.members[1].person))
		with self.acting_as(self.clerk), self.assertRaisesRegex(SumNotDueError, "No death"):
			frappe.get_doc({"doctype": "Funeral Aid", "person": self.house.head_person}).insert()

	def test_the_daily_job_opens_what_was_missed(self):
		self.support()
		dead = self.house.members[1].person
		self.die(dead)
		self.assertEqual(funeral_aid_openings.open_missing(), 0)
		payment_factories.in_force(self.rule())
		self.assertEqual(funeral_aid_openings.open_missing(), 1)
		self.assertEqual(funeral_aid_openings.open_missing(), 0)
		self.assertEqual(self.aid_of(dead).granted_amount, 1500)

	def test_a_death_before_the_rule_gives_nothing(self):
		payment_factories.in_force(self.rule(effective_from="2026-02-21"))
		self.support()
		self.die(self.house.members[1].person)
		self.assertIsNone(self.aid_of(self.house.members[1].person))

	def test_a_death_is_recorded_though_the_aid_cannot_be_opened(self):
		payment_factories.in_force(self.rule())
		self.support()
		dead = self.house.members[1].person
		name = frappe.db.get_value("Registry Person", dead, "person_name")
		broken = patch.object(dated_rules, "get_rule_in_force", side_effect=PolicyNotFoundError("no policy"))
		with broken:
			self.die(dead)
			told = [message["message"] for message in frappe.get_message_log()]
			self.assertEqual(funeral_aid_openings.open_missing(), 0)
		self.assertIn(f"The funeral aid for {name} was not opened: no policy", told)
		self.assertTrue(frappe.db.get_value("Registry Person", dead, "is_deceased"))
		self.assertTrue(frappe.db.exists("Error Log", {"method": f"Funeral Aid {dead}"}))
		self.assertEqual(funeral_aid_openings.open_missing(), 1)

	def test_who_left_the_class_before_is_not_looked_at_every_day(self):
		payment_factories.in_force(self.rule())
		award = self.support()
		dead = self.house.members[1].person
		row = next(row.name for row in award.covered if row.person == dead)
		frappe.db.set_value("Award Person", row, "to_month", "2026-01")
		self.die(dead)
		with patch.object(funeral_aid, "open_or_report") as opening:
			funeral_aid_openings.open_missing()
			opening.assert_not_called()
			frappe.db.set_value("Award Person", row, "to_month", "2026-02")
			funeral_aid_openings.open_missing()
			opening.assert_called_once_with(dead)

	def test_nobody_writes_or_decides_about_the_own_family(self):
		payment_factories.in_force(self.rule())
		self.support()
		dead = self.house.members[1].person
		self.die(dead)
		doc = self.arranged(dead)
		factories.kinship(
			payment_factories.approver(), DISTRICT_APPROVER, factories.DISTRICT, self.house.head_person
		)
		with self.assertRaisesRegex(SeparationOfDutiesError, "near relative of yours"):
			self.grant(doc)
		factories.kinship(self.clerk, TOWNSHIP_CLERK, TOWNSHIP_1, self.house.head_person)
		with self.assertRaisesRegex(SeparationOfDutiesError, "near relative of yours"):
			self.arranged(dead)

	def test_a_clerk_sees_the_own_township(self):
		payment_factories.in_force(self.rule())
		self.support()
		self.die(self.house.members[1].person)
		for place, count in ((TOWNSHIP_1, 1), (TOWNSHIP_2, 0)):
			with self.acting_as(factories.user(TOWNSHIP_CLERK, place)):
				self.assertEqual(len(frappe.get_list("Funeral Aid")), count)
