from datetime import date

import frappe

from social_assistance import constants as c
from social_assistance.benefit_payment.report.shared_accounts.shared_accounts import execute as shared_report
from social_assistance.engines.payments import monthly_run
from social_assistance.exceptions import PaymentRunStateError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.awards import account_changes, returned_payments
from social_assistance.services.awards.exceptions import AccountChangeError, AwardStateError
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.services.registry.exceptions import AccountKeptError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

HOUSEHOLD = "Registry Household"


class TestBankAccountChange(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		payment_factories.finance(), payment_factories.approver()
		cls.clerk = factories.user(c.TOWNSHIP_CLERK, factories.TOWNSHIP_1)
		cls.leader = factories.user(c.TOWNSHIP_LEADER, factories.TOWNSHIP_1)

	def home(self, **values):
		return factories.household(ages=(44, 42), account_verified_on="2026-01-05", **values)

	def card(self) -> str:
		return factories.build_card_number(factories._random)

	def stored(self, home):
		return frappe.get_doc(HOUSEHOLD, home.name)

	def payment(self, run: str, award: str):
		return frappe.get_all(
			"Payment Line",
			{"payment_run": run, "award": award},
			["line_status", "hold_reason", "bank_account"],
		)[0]

	def test_the_theft_of_one_clerk_ends_at_the_first_step(self):
		"""The clerk's own card typed for three families, and the date of its verification typed beside it."""
		own_card = self.card()
		for home in (self.home(), self.home(), self.home()):
			for values in ({"bank_account": own_card}, {"bank_name": "别的银行"}, {"bank_account": ""}):
				with (
					self.subTest(values),
					self.acting_as(self.clerk),
					self.assertRaisesRegex(AccountKeptError, "of this household is changed by a Bank"),
				):
					doc = self.stored(home)
					doc.update(values)
					doc.save()
			with (
				self.acting_as(self.clerk),
				self.assertRaisesRegex(
					TransitionNotAllowedError, "changes only through the steps of the procedure"
				),
			):
				doc = self.stored(home)
				doc.account_verified_on = "2026-03-02"
				doc.save()
			self.assertEqual(self.stored(home).bank_account_digest, home.bank_account_digest)

	def test_the_first_account_comes_with_the_family_and_is_paid_to_once_it_is_confirmed(self):
		home = factories.household(ages=(44,))
		award = payment_factories.award(home)
		run = payment_factories.approved_run("2026-02")
		payment_factories.execute(run)
		self.assertEqual(self.payment(run, award.name).hold_reason, "Account Not Verified")
		payment_factories.changed_account(home, bank_account="", change_reason="Account at Intake")
		self.assertEqual(str(self.stored(home).account_verified_on), "2026-03-02")
		run = payment_factories.approved_run("2026-03")
		payment_factories.execute(run)
		self.assertEqual(self.payment(run, award.name).hold_reason, None)

	def test_verification_cannot_be_typed_with_a_new_family(self):
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			),
		):
			person = factories.person()
			frappe.get_doc(
				{
					"doctype": HOUSEHOLD,
					"head_person": person.name,
					"division": factories.VILLAGE_1,
					"residence_class": "Urban",
					"members": [{"person": person.name, "relation": "Head", "from_date": "2016-01-01"}],
					"account_verified_on": "2026-03-02",
				}
			).insert()

	def test_a_confirmed_change_writes_household_and_awards_and_keeps_the_former_account(self):
		home, card = self.home(), self.card()
		award = payment_factories.award(home)
		change = payment_factories.changed_account(home, bank_account=card, bank_name="邮储银行")
		self.assertEqual(change.change_status, "Confirmed")
		for doc in (self.stored(home), frappe.get_doc("Benefit Award", award.name)):
			self.assertEqual(decrypt_value("bank_account", doc.bank_account_cipher), card)
			self.assertEqual((doc.bank_name, doc.account_verified_on), ("邮储银行", date(2026, 3, 2)))
		former = decrypt_value("bank_account", change.former_account_cipher)
		self.assertEqual(former, decrypt_value("bank_account", home.bank_account_cipher))
		self.assertNotIn(card, frappe.as_json(change))

	def test_the_preparer_does_not_confirm_even_with_both_roles(self):
		home = self.home()
		change = payment_factories.prepared_change(home)
		frappe.get_doc("User", self.clerk).add_roles(c.TOWNSHIP_LEADER)
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(SeparationOfDutiesError, "it must be confirmed by another person"),
		):
			account_changes.confirm(change.name)
		self.assertEqual(self.stored(home).bank_account_digest, home.bank_account_digest)

	def test_confirming_needs_another_role_in_scope(self):
		change = payment_factories.prepared_change(self.home())
		second_clerk = factories.user(c.TOWNSHIP_CLERK, factories.DISTRICT)
		with (
			self.acting_as(second_clerk),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs one of the roles"),
		):
			account_changes.confirm(change.name)
		elsewhere = factories.user(c.TOWNSHIP_LEADER, factories.TOWNSHIP_2)
		with self.acting_as(elsewhere), self.assertRaises(frappe.PermissionError):
			account_changes.confirm(change.name)
		for role in (c.VILLAGE_ASSISTANT, c.FINANCE_OFFICER, c.AUDITOR):
			user = factories.user(role, None if role == c.AUDITOR else factories.TOWNSHIP_1)
			with (
				self.subTest(role),
				self.acting_as(user),
				self.assertRaisesRegex(StepNotAllowedError, "This action needs one of the roles"),
			):
				account_changes.confirm(change.name)

	def test_a_prepared_change_is_not_edited(self):
		change = payment_factories.prepared_change(self.home())
		for values in ({"bank_account": self.card()}, {"reason_text": "改"}, {"change_status": "Confirmed"}):
			with (
				self.subTest(values),
				self.acting_as(self.leader),
				self.assertRaisesRegex(
					(AccountChangeError, TransitionNotAllowedError),
					"A prepared change of account is not edited|changes only through the steps of the procedure",
				),
			):
				doc = frappe.get_doc("Bank Account Change", change.name)
				doc.update(values)
				doc.save()
		with self.acting_as(self.clerk):
			account_changes.take_back(change.name)
		with self.acting_as(self.leader), self.assertRaisesRegex(AccountChangeError, "was answered before"):
			account_changes.confirm(change.name)

	def test_one_open_change_at_a_time_with_proof_and_for_the_own_area(self):
		home = self.home()
		with self.assertRaisesRegex(AccountChangeError, "Attach the photo of the card or the"):
			payment_factories.prepared_change(home, proof_file="")
		payment_factories.prepared_change(home)
		with self.assertRaisesRegex(AccountChangeError, "of this household's account is not answered yet"):
			payment_factories.prepared_change(home)
		other = factories.household(factories.VILLAGE_2, ages=(50,))
		with self.assertRaisesRegex(frappe.LinkValidationError, "Could not find"):
			payment_factories.prepared_change(other, by=self.clerk)

	def test_guardians_and_institutions_need_an_agreement_and_are_named(self):
		home = self.home()
		award = payment_factories.award(home)
		kind = {"holder_kind": "Institution", "change_reason": "Guardian or Institution"}
		with self.assertRaisesRegex(AccountChangeError, "For a guardian or an institution, enter the"):
			payment_factories.prepared_change(home, holder_name="第一敬老院", **kind)
		with self.acting_as(self.clerk):
			agreement = payment_factories.paper()
		payment_factories.changed_account(home, holder_name="第一敬老院", agreement_file=agreement, **kind)
		self.assertEqual(frappe.db.get_value("Benefit Award", award.name, "payee_name"), "第一敬老院")

	def test_a_shared_account_needs_the_reason_of_the_second_person(self):
		first, second = self.home(), self.home()
		card = decrypt_value("bank_account", first.bank_account_cipher)
		change = payment_factories.prepared_change(second, bank_account=card)
		self.assertEqual(change.shared_count, 1)
		with self.acting_as(self.leader):
			with self.assertRaisesRegex(AccountChangeError, r"as well\. Write down why that is right"):
				account_changes.confirm(change.name)
			account_changes.confirm(change.name, "父子两户共用，村委会出具证明")
		self.assertEqual(
			frappe.db.get_value("Bank Account Change", change.name, "shared_reason"),
			"父子两户共用，村委会出具证明",
		)

	def test_accounts_that_were_shared_before_are_held_until_the_reason_is_on_file(self):
		homes = [self.home(), self.home()]
		card = decrypt_value("bank_account", homes[0].bank_account_cipher)
		copied = {
			name: homes[0].get(name)
			for name in ("bank_account", "bank_account_cipher", "bank_account_digest", "bank_name")
		}
		frappe.db.set_value(HOUSEHOLD, homes[1].name, copied)
		awards = [payment_factories.award(frappe.get_doc(HOUSEHOLD, home.name)) for home in homes]
		run = payment_factories.approved_run("2026-02")
		payment_factories.execute(run)
		self.assertEqual([self.payment(run, a.name).hold_reason for a in awards], ["Shared Account"] * 2)
		summary = frappe.parse_json(frappe.db.get_value("Payment Run", run, "preview_data"))
		self.assertEqual(summary["shared"], {"held": 2, "held_amount": 582.0})
		payment_factories.changed_account(
			homes[1], "父子两户共用", bank_account=card, bank_name=homes[0].bank_name
		)
		run = payment_factories.approved_run("2026-03")
		payment_factories.execute(run)
		self.assertEqual([self.payment(run, a.name).hold_reason for a in awards], [None, None])

	def test_somebody_elses_account_typed_at_intake_stops_no_payment(self):
		victim = self.home()
		award = payment_factories.award(victim)
		factories.household(
			ages=(30,),
			account=False,
			bank_name="x",
			bank_account=decrypt_value("bank_account", victim.bank_account_cipher),
		)
		run = payment_factories.approved_run("2026-03")
		payment_factories.execute(run)
		self.assertEqual(self.payment(run, award.name).hold_reason, None)

	def test_an_account_of_staff_or_their_kin_is_told(self):
		home, own_card = self.home(), self.card()
		frappe.get_doc(
			{
				"doctype": "Staff Assignment",
				"user": self.clerk,
				"division": factories.TOWNSHIP_1,
				"assignment_role": c.TOWNSHIP_CLERK,
				"from_date": "2026-01-01",
				"bank_account": own_card,
			}
		).insert(ignore_permissions=True)
		change = payment_factories.prepared_change(home, bank_account=own_card)
		self.assertEqual(
			(change.shared_count, change.shared_text), (1, "a member of staff or a near relative of one")
		)
		with (
			self.acting_as(self.leader),
			self.assertRaisesRegex(AccountChangeError, r"as well\. Write down why that is right"),
		):
			account_changes.confirm(change.name)

	def test_nobody_confirms_the_account_of_kin(self):
		home = self.home()
		factories.kinship(self.leader, c.TOWNSHIP_LEADER, factories.TOWNSHIP_1, home.head_person)
		change = payment_factories.prepared_change(home)
		with (
			self.acting_as(self.leader),
			self.assertRaisesRegex(SeparationOfDutiesError, "You or a near relative of yours belong"),
		):
			account_changes.confirm(change.name)

	def test_the_report_lists_shared_accounts_of_the_own_area(self):
		home = self.home()
		card = decrypt_value("bank_account", home.bank_account_cipher)
		other = factories.household(
			factories.VILLAGE_2, ages=(50,), account=False, bank_name="x", bank_account=card
		)
		for township, expected in ((factories.TOWNSHIP_1, home.name), (factories.TOWNSHIP_2, other.name)):
			with self.acting_as(factories.user(c.TOWNSHIP_LEADER, township)):
				rows = [row for row in shared_report()[1] if row["bank_account"] == home.bank_account]
				self.assertEqual([(row["household"], row["others"]) for row in rows], [(expected, 1)])

	def test_a_change_after_the_approval_stops_the_run(self):
		home = self.home()
		payment_factories.award(home)
		run = payment_factories.approved_run("2026-03")
		payment_factories.changed_account(home)
		payment_factories.execute(run)
		self.assertEqual(frappe.db.get_value("Payment Run", run, "run_status"), "Stopped")
		with self.acting_as(payment_factories.finance()):
			monthly_run.preview_payment_run(run, now=True)
			with self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"):
				monthly_run.start_payment_run(run, now=True)

	def test_two_accounts_with_the_same_mask_have_different_fingerprints(self):
		award = payment_factories.award(self.home())
		run = payment_factories.approved_run("2026-03")
		frappe.db.set_value("Benefit Award", award.name, "bank_account_digest", "f" * 64)
		payment_factories.execute(run)
		self.assertEqual(frappe.db.get_value("Payment Run", run, "run_status"), "Stopped")

	def test_the_preview_names_changed_accounts_whatever_else_changed(self):
		homes = [self.home(), self.home(), self.home()]
		awards = [payment_factories.award(home) for home in homes]
		payment_factories.paid_run("2026-02")
		for home in homes[:2]:
			payment_factories.changed_account(home)
		frappe.db.set_value("Award Amount", {"parent": awards[1].name}, "amount", 300)
		run = payment_factories.approved_run("2026-03")
		found = {
			row.award: (row.difference_kind, row.account_before)
			for row in frappe.get_all("Payment Difference", {"payment_run": run}, ["*"])
			if row.account_now
		}
		self.assertEqual(
			found,
			{
				awards[0].name: ("Account Changed", homes[0].bank_account),
				awards[1].name: ("Increased", homes[1].bank_account),
			},
		)
		summary = frappe.parse_json(frappe.db.get_value("Payment Run", run, "preview_data"))
		self.assertEqual({row["award"] for row in summary["accounts"]}, set(found))

	def test_nothing_is_paid_anew_without_a_returned_line(self):
		home = self.home()
		award = payment_factories.award(home)
		payment_factories.changed_account(home)
		with (
			self.acting_as(payment_factories.finance()),
			self.assertRaisesRegex(AwardStateError, "was returned by the bank"),
		):
			returned_payments.correct_account(award.name)
