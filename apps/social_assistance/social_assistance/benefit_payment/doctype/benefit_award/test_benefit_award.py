import frappe

from social_assistance.constants import FINANCE_OFFICER, TOWNSHIP_CLERK
from social_assistance.engines.verify.award_backing import awards_backed
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.awards import grants
from social_assistance.services.awards.exceptions import (
	AwardNotBackedError,
	AwardStateError,
	OpenAwardExistsError,
	PaymentMonthInvalidError,
)
from social_assistance.services.cases.snapshots import create_case_snapshot
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestBenefitAward(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.home = factories.household(account_verified_on="2026-01-05")

	def confirmed_case(
		self, home=None, scheme: str = "DIBAO-URBAN", base: float = 261, topup: float = 30, **ruling
	):
		"""A case with the assessment and decision behind it, as the step service leaves them."""
		case = factories.case(home or self.home, scheme)
		sheet = self.stored(
			"Means Assessment",
			application=case.name,
			household=case.household,
			scheme=case.scheme,
			members=[{"person": row.person} for row in case.members],
			docstatus=1,
			benefit_class="A",
			base_amount=base,
			topup_amount=topup,
			total_amount=base + topup,
			as_of_date="2026-03-02",
		)
		frappe.db.set_value("Assistance Application", case.name, "means_assessment", sheet)
		decision = self.stored(
			"Application Decision",
			application=case.name,
			decision_no=f"JD-{case.name}",
			division=case.division,
			decided_on="2026-03-02",
			decided_by="Administrator",
			**{"outcome": "Confirmed", "monthly_amount": base + topup, "start_month": "2026-04", **ruling},
		)
		return case.name, decision

	def stored(self, doctype: str, **values) -> str:
		doc = frappe.get_doc({"doctype": doctype, **values})
		doc.name = frappe.generate_hash(length=10)
		doc.set_user_and_timestamp()
		doc.set_parent_in_children()
		for row in (doc, *doc.get_all_children()):
			row.db_insert()
		return doc.name

	def granted(self, **options):
		return frappe.get_doc("Benefit Award", grants.grant_award(*self.confirmed_case(**options)))

	def test_the_award_takes_amounts_account_and_month_from_case_and_decision(self):
		award = self.granted()
		self.assertEqual(
			(award.start_month, award.end_month, award.award_status), ("2026-04", None, "Active")
		)
		self.assertEqual(
			[(p.part, p.amount, p.from_month) for p in award.amounts],
			[("Base", 261, "2026-04"), ("Top-up", 30, "2026-04")],
		)
		self.assertEqual((award.monthly_amount, award.covered_persons, award.benefit_class), (291, 3, "A"))
		self.assertEqual((award.payee, award.bank_name), (self.home.account_holder, self.home.bank_name))
		self.assertRegex(award.award_no, r"^DY-2026-\d{6}$")

	def test_the_account_is_copied_sealed(self):
		award = self.granted()
		self.assertEqual(award.bank_account, self.home.bank_account)
		self.assertIn("*", award.bank_account)
		self.assertEqual(award.bank_account_digest, self.home.bank_account_digest)
		self.assertEqual(
			decrypt_value("bank_account", award.bank_account_cipher),
			decrypt_value("bank_account", self.home.bank_account_cipher),
		)

	def test_one_open_award_per_household_and_scheme(self):
		application, decision = self.confirmed_case()
		first = frappe.get_doc("Benefit Award", grants.grant_award(application, decision))
		with self.assertRaisesRegex(OpenAwardExistsError, first.award_no):
			grants.grant_award(application, decision)
		self.assertEqual(frappe.db.count("Benefit Award", {"household": self.home.name}), 1)

	def test_the_database_refuses_a_second_open_award_as_well(self):
		award = self.granted()
		twin = frappe.copy_doc(award)
		twin.award_no, twin.open_award_key = "another", award.open_award_key
		with (
			self.assertRaisesRegex(frappe.UniqueValidationError, "open_award_key"),
			allow_transition("Benefit Award"),
		):
			twin.flags.sealed_by_server = True
			twin.insert(ignore_permissions=True)

	def test_a_stopped_award_makes_room_for_the_months_after_it(self):
		application, decision = self.confirmed_case()
		first = grants.grant_award(application, decision)
		grants.stop_award(first, "2026-05", "Voluntary")
		with self.assertRaisesRegex(OpenAwardExistsError, "Stop it before a new one starts"):
			grants.grant_award(application, decision)
		frappe.db.set_value("Application Decision", decision, "start_month", "2026-06")
		self.assertNotEqual(grants.grant_award(application, decision), first)

	def test_person_schemes_count_per_person(self):
		award = self.granted(scheme="TEKUN")
		self.assertEqual(
			(award.person, award.open_award_key), (self.home.head_person, f"TEKUN|{self.home.head_person}")
		)

	def test_one_off_aid_ends_with_its_month(self):
		self.assertEqual(self.granted(scheme="TEMP-EXPENSE").end_month, "2026-04")

	def test_recognition_without_cash_is_an_award_of_nothing(self):
		award = self.granted(scheme="DIBIAN", base=0, topup=0)
		self.assertEqual((award.monthly_amount, award.amounts), (0, []))

	def test_a_decision_must_confirm_and_give_what_was_calculated(self):
		for ruling in ({"outcome": "Refused"}, {"start_month": None}, {"monthly_amount": 300}):
			with (
				self.subTest(ruling),
				self.assertRaisesRegex(
					AwardNotBackedError,
					"with a first month; no award can be made from it|Correct the assessment or the decision",
				),
			):
				application, decision = self.confirmed_case(home=factories.household(), **ruling)
				grants.grant_award(application, decision)

	def test_an_award_without_assessment_is_refused(self):
		application, decision = self.confirmed_case()
		frappe.db.set_value("Assistance Application", application, "means_assessment", None)
		with self.assertRaisesRegex(AwardNotBackedError, "has no submitted means assessment"):
			grants.grant_award(application, decision)

	def test_stopping(self):
		award = self.granted().name
		for month, error in (("2026-5", PaymentMonthInvalidError), ("2026-02", AwardStateError)):
			with (
				self.subTest(month),
				self.assertRaisesRegex(error, "its last month cannot be|must be a month such as 2025-07"),
			):
				grants.stop_award(award, month, "Death")
		grants.stop_award(award, "2026-03", "Death")
		stored = frappe.db.get_value(
			"Benefit Award", award, ["award_status", "end_month", "stop_reason", "open_award_key"]
		)
		self.assertEqual(stored, ("Stopped", "2026-03", "Death", None))
		for change in (
			lambda: grants.stop_award(award, "2026-05", "x"),
			lambda: grants.suspend_award(award, "x"),
		):
			with self.assertRaisesRegex(AwardStateError, "this is not possible any more"):
				change()

	def test_suspending_and_resuming(self):
		award = self.granted().name
		grants.suspend_award(award, "Red finding")
		self.assertEqual(frappe.db.get_value("Benefit Award", award, "award_status"), "Suspended")
		grants.resume_award(award)
		self.assertEqual(frappe.db.get_value("Benefit Award", award, "award_status"), "Active")
		with self.assertRaisesRegex(AwardStateError, "this is not possible any more"):
			grants.resume_award(award)

	def test_nobody_edits_or_creates_awards_by_hand(self):
		award = self.granted()
		for role, division in ((TOWNSHIP_CLERK, factories.TOWNSHIP_1), (FINANCE_OFFICER, factories.DISTRICT)):
			with self.subTest(role), self.acting_as(factories.user(role, division)):
				doc = frappe.get_doc("Benefit Award", award.name)
				doc.monthly_amount = 9999
				with self.assertRaises(frappe.PermissionError):
					doc.save()
				with self.assertRaises(frappe.PermissionError):
					frappe.copy_doc(doc).insert()

	def test_even_trusted_code_needs_the_service_for_amounts(self):
		award = payment_factories.award()
		award.amounts[0].amount = 9999
		with self.assertRaisesRegex(
			TransitionNotAllowedError, "changes only through the steps of the procedure"
		):
			award.save(ignore_permissions=True)

	def test_what_a_decision_rests_on_is_of_the_family_that_is_decided(self):
		other = factories.household(ages=(50, 48, 20))
		wrong = {
			"assessment": lambda case: frappe.db.set_value(
				"Means Assessment", case.means_assessment, "household", other.name
			),
			"assessed members": lambda case: frappe.db.set_value(
				"Assessment Member", {"parent": case.means_assessment}, "person", other.head_person
			),
			"visit": lambda case: self.stored("Home Visit", application=case.name, household=other.name),
			"notice": lambda case: self.stored(
				"Public Notice", application=case.name, household=other.name, scheme=case.scheme
			),
			"snapshot": lambda case: self.freeze_other(case, other),
			"claim": lambda case: self.stored(
				"Evidence Claim", application=case.name, person=other.head_person
			),
			"paper": lambda case: frappe.db.set_value(
				"Application Evidence", self.paper_of(case), "person", other.head_person
			),
		}
		application, decision = self.confirmed_case()
		for what, forge in wrong.items():
			frappe.db.savepoint("forged")
			forge(frappe.get_doc("Assistance Application", application))
			with (
				self.subTest(what),
				self.assertRaisesRegex(AwardNotBackedError, "What was investigated is not what would be"),
			):
				grants.grant_award(application, decision)
			frappe.db.rollback(save_point="forged")
		self.assertTrue(grants.grant_award(application, decision))

	def freeze_other(self, case, other) -> None:
		"""A snapshot of acceptance that was taken of another family."""
		members = [{"person": other.head_person, "relation": "Head", "is_counted": 1}]
		case.update({"household": other.name, "applicant": other.head_person, "members": members})
		create_case_snapshot(case, "ACCEPT")

	def paper_of(self, case) -> str:
		row = case.append("evidence", {"evidence_key": "identity_card", "source": "Citizen"})
		row.set_new_name()
		row.db_insert()
		return str(row.name)

	def test_verify_names_the_award_and_what_differs(self):
		award = self.granted()
		other = factories.household(ages=(50,))
		self.assertEqual([check for check in awards_backed() if not check.ok], [])
		forged = {
			"AWD-01": (award.doctype, award.name, {"household": other.name}, "household"),
			"AWD-04": (
				"Assessment Member",
				{"parent": frappe.db.get_value("Means Assessment", {"application": award.application})},
				{"person": other.head_person},
				"members",
			),
		}
		for code, (doctype, name, values, what) in forged.items():
			frappe.db.savepoint("forged")
			frappe.db.set_value(doctype, name, values)
			found = {check.code: check.examples for check in awards_backed() if not check.ok}
			with self.subTest(code):
				self.assertIn(code, found)
				self.assertIn(award.award_no, found[code][0])
				self.assertIn(what, found[code][0])
			frappe.db.rollback(save_point="forged")
		case = frappe.get_doc("Assistance Application", award.application)
		self.stored("Home Visit", application=case.name, household=other.name)
		self.freeze_other(case, other)
		self.assertLessEqual(
			{"AWD-05", "AWD-07", "AWD-08"}, {check.code for check in awards_backed() if not check.ok}
		)
