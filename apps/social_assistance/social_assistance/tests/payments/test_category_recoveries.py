"""What became of a category payment: on the person's page, returned by the bank, and claimed back."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import frappe

from social_assistance.api.v1.payments import people
from social_assistance.api.v1.payments import recoveries as api
from social_assistance.benefit_payment.doctype.category_payment_entry.test_category_payment_entry import (
	MONTH,
	CategoryTestCase,
)
from social_assistance.constants import HOTLINE_OPERATOR, TOWNSHIP_CLERK
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services.awards import returned_payments
from social_assistance.services.awards.exceptions import AwardStateError
from social_assistance.services.funds.ledger import EXPENSE, RECEIVABLE, get_account_balance
from social_assistance.services.payments import person_payments, person_shares
from social_assistance.services.payments.exceptions import RecoveryInvalidError
from social_assistance.tests import factories, fund_factories, payment_factories
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2


class CategoryOutcomeTestCase(CategoryTestCase):
	def page(self, person: str):
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			return people.get_person_payments(person)

	def recovery(self, entry: str, award: str, **values):
		given = {"cause": "Death", "event_date": "2026-02-10", "grounds": "火化证明"}
		with self.acting_as(payment_factories.finance()):
			return frappe.get_doc(
				{
					"doctype": "Overpayment Recovery",
					"award": award,
					"category_entry": entry,
					**given,
					**values,
				}
			).insert()

	def decided(self, doc):
		with self.acting_as(payment_factories.approver()):
			api.decide_recovery(doc.name)
		doc.reload()
		return doc

	def entry_of(self, **filters) -> str:
		return str(frappe.db.get_value("Category Payment Entry", filters))

	def answer(self, run: str, *rows: str):
		"""The bank's answer, imported by finance and booked by the approver."""
		content = "\n".join(["业务编号,金额,结果,原因", *rows]).encode("gb18030")
		with self.acting_as(payment_factories.finance()):
			file = frappe.get_doc(
				{
					"doctype": "File",
					"file_name": f"{frappe.generate_hash(length=8)}.csv",
					"content": content,
					"is_private": 1,
				}
			).insert()
			self.addCleanup(Path(frappe.get_site_path(*file.file_url.split("/"))).unlink, missing_ok=True)
			bank_file = frappe.db.get_value("Bank File", {"payment_run": run})
			return payment_factories.booked_return(
				bank_file=bank_file, received_on="2026-03-02", return_file=file.file_url
			)


class TestCategoryRecovery(CategoryOutcomeTestCase):
	def setUp(self):
		super().setUp()
		fund_factories.source()
		self.house = self.home(ages=(70, 66))
		self.family = self.award(self.house, amount="100.00")
		payment_factories.paid_category(self.gift(("DIBAO-URBAN", "Any", "120"), unit="Person"))
		self.dead = self.house.members[1].person

	def test_the_share_of_the_dead_is_claimed_and_the_others_stays(self):
		doc = self.decided(self.recovery(self.entry_of(person=self.dead), self.family.name))
		rows = [(row.payment_month, row.paid_amount, row.overpaid_amount) for row in doc.months]
		self.assertEqual(rows, [(MONTH, 120, 120)])
		self.assertEqual(
			(doc.scheme, doc.category_cause, doc.overpaid_amount), ("ALLOWANCE", "春节慰问金", 120)
		)
		balance = (get_account_balance(RECEIVABLE), get_account_balance(EXPENSE))
		self.assertEqual(balance, (Decimal(120), Decimal(120)))
		self.assertIn("春节慰问金", "".join(doc.letter()["paragraphs"]))
		self.assertEqual(self.failing(), set())

	def test_a_second_person_decides(self):
		doc = self.recovery(self.entry_of(person=self.dead), self.family.name)
		frappe.db.set_value("Overpayment Recovery", doc.name, "prepared_by", payment_factories.approver())
		with self.assertRaisesRegex(SeparationOfDutiesError, "Another person than"):
			self.decided(doc)

	def test_what_was_due_is_not_claimed(self):
		entry, award = self.entry_of(person=self.dead), self.family.name
		with self.assertRaisesRegex(RecoveryInvalidError, "nothing to recover"):
			self.recovery(entry, award, event_date="2026-03-01")
		doc = self.recovery(entry, award, cause="Unreported Change", due_after="100")
		self.assertEqual(doc.overpaid_amount, 20)
		with self.assertRaisesRegex(RecoveryInvalidError, f"already in recovery {doc.name}"):
			self.recovery(entry, award)

	def test_the_awards_months_are_claimed_beside_it(self):
		payment_factories.paid_run(MONTH)
		self.recovery(self.entry_of(person=self.dead), self.family.name)
		months = self.recovery("", self.family.name, cause="Unreported Change", due_after="40")
		self.assertEqual((months.scheme, months.overpaid_amount), ("DIBAO-URBAN", 60))

	def test_it_is_of_that_award_and_comes_back_in_money(self):
		other = self.award(amount="50.00")
		entry = self.entry_of(person=self.dead)
		with self.assertRaisesRegex(RecoveryInvalidError, "was not paid with this award"):
			self.recovery(entry, other.name)
		doc = self.decided(self.recovery(entry, self.family.name))
		frappe.db.set_value("Overpayment Recovery", doc.name, "offset_consent", "/private/files/consent.pdf")
		with (
			self.acting_as(payment_factories.finance()),
			self.assertRaisesRegex(RecoveryInvalidError, "booked apart"),
		):
			api.agree_repayment(doc.name, "Offset", "30.00", "2026-04")

	def test_a_households_gift_stays_with_the_survivors(self):
		rule = self.gift(("DIBAO-URBAN", "Any", "300"), cause="取暖补贴")
		payment_factories.paid_category(rule)
		entry = self.entry_of(household=self.house.name, category_rule=rule)
		with self.assertRaisesRegex(RecoveryInvalidError, "paid to the household as one"):
			self.recovery(entry, self.family.name)


class TestCategoryReturn(CategoryOutcomeTestCase):
	def test_a_returned_gift_is_paid_again_into_a_changed_account_only(self):
		home = self.home()
		award = self.award(home)
		rule = self.gift()
		run = payment_factories.paid_category(rule)
		(line,) = self.lines(run)
		self.answer(run, f"{line.name},500.00,失败,账号不存在")
		self.assertEqual(frappe.db.get_value("Payment Line", line.name, "line_status"), "Returned")
		self.award()
		late = payment_factories.paid_category(rule)
		self.assertNotIn(award.name, [row.award for row in self.lines(late)])
		with (
			self.acting_as(payment_factories.finance()),
			self.assertRaisesRegex(AwardStateError, "still the one that failed"),
		):
			returned_payments.correct_account(award.name)
		card = payment_factories.changed_account(home).bank_account
		with self.acting_as(payment_factories.finance()):
			returned_payments.correct_account(award.name)
		again = payment_factories.paid_category(rule)
		(new,) = self.lines(again)
		self.assertEqual((new.award, new.amount, new.line_kind), (award.name, 500, "Re-issue"))
		self.assertEqual(frappe.db.get_value("Payment Line", new.name, "bank_account"), card)
		self.answer(again, f"{new.name},500.00,成功,")
		(row,) = self.shown(home.head_person)
		self.assertEqual((row["paid"], row["standing"]), ("500.00", "Paid"))
		self.assertEqual(self.failing(), set())
		doc = self.recovery(self.entry_of(household=home.name), award.name)
		self.assertEqual(doc.overpaid_amount, 500)

	def shown(self, person: str):
		return self.page(person)["rows"]

	def test_what_never_arrived_is_not_claimed_back(self):
		award = self.award()
		run = payment_factories.paid_category(self.gift())
		(line,) = self.lines(run)
		self.answer(run, f"{line.name},500.00,失败,账号不存在")
		with self.assertRaisesRegex(RecoveryInvalidError, "has not been paid"):
			self.recovery(self.entry_of(payment_line=line.name), award.name)


class TestPersonPayments(CategoryOutcomeTestCase):
	def setUp(self):
		super().setUp()
		self.house = self.home(ages=(70, 66))
		self.family = self.award(self.house, amount="100.00")

	def rows(self, person: str, role: str = TOWNSHIP_CLERK, place: str = TOWNSHIP_1):
		with self.acting_as(factories.user(role, place)):
			return [
				(row["month"], row["subject"], row["due"], row["paid"], row["claimed"], row["standing"])
				for row in people.get_person_payments(person)["rows"]
			]

	def test_month_by_month_what_was_due_paid_and_claimed(self):
		first, second = (row.person for row in self.house.members)
		frappe.db.set_value("Award Person", self.family.covered[1].name, "to_month", "2026-02")
		for month in ("2026-02", MONTH):
			payment_factories.paid_run(month)
		payment_factories.paid_category(self.gift(("DIBAO-URBAN", "Any", "120"), unit="Person"))
		self.decided(self.recovery(self.entry_of(person=first), self.family.name, cause="Fraud"))
		self.decided(self.recovery("", self.family.name, cause="Unreported Change", due_after="40"))
		name = frappe.get_cached_value("Assistance Scheme", "DIBAO-URBAN", "scheme_name")
		self.assertCountEqual(
			self.rows(first),
			[
				(MONTH, "春节慰问金", "120.00", "120.00", "120.00", "At the Bank"),
				(MONTH, name, "100.00", "100.00", "60.00", "At the Bank"),
				("2026-02", name, "100.00", "100.00", "", "At the Bank"),
			],
		)
		self.assertEqual(self.rows(second), [("2026-02", name, "100.00", "100.00", "", "At the Bank")])

	def test_what_waits_for_its_file_is_not_paid_yet(self):
		run = payment_factories.approved_run(MONTH)
		payment_factories.execute(run)
		name = frappe.get_cached_value("Assistance Scheme", "DIBAO-URBAN", "scheme_name")
		rows = self.rows(self.house.head_person)
		self.assertEqual(rows, [(MONTH, name, "100.00", "0.00", "", "Due")])

	def test_why_stands_beside_each_sum(self):
		part = self.family.amounts[0].name
		frappe.db.set_value("Award Amount", part, "citation", "民发〔2021〕57号第23条")
		frappe.get_doc(
			{
				"doctype": "Award Change",
				"name": frappe.generate_hash(length=10),
				"award": self.family.name,
				"division": self.family.division,
				"change_kind": "Review",
				"from_month": MONTH,
				"reason": "收入减少",
				"decided_on": "2026-02-20",
			}
		).db_insert()
		for month in ("2026-02", MONTH):
			payment_factories.paid_run(month)
		payment_factories.paid_category(self.gift())
		found = self.page(self.house.head_person)["rows"]
		grounds = {(row["month"], row["kind"]): row["ground"] for row in found}
		self.assertEqual(grounds[(MONTH, "Category Payment")], "测试民〔2026〕2号")
		self.assertIn("民发〔2021〕57号第23条", grounds[("2026-02", "Regular")])
		self.assertNotIn("收入减少", grounds[("2026-02", "Regular")])
		self.assertIn("收入减少", grounds[(MONTH, "Regular")])

	def test_a_page_that_leaves_rows_out_says_so(self):
		for month in ("2026-02", MONTH):
			payment_factories.paid_run(month)
		whole = self.page(self.house.head_person)
		self.assertFalse(whole["is_cut"])
		for module in (people, person_payments, person_shares):
			self.enterContext(patch.object(module, "MOST", 1))
		cut = self.page(self.house.head_person)
		self.assertEqual((cut["rows"], cut["is_cut"]), (whole["rows"][:1], True))

	def test_a_household_gift_is_told_to_who_lived_there_then(self):
		payment_factories.paid_category(self.gift())
		left = self.house.members[1]
		self.assertEqual(len(self.rows(left.person)), 1)
		frappe.db.set_value("Household Membership", left.name, "to_date", date(2026, 2, 1))
		self.assertEqual(self.rows(left.person), [])

	def test_area_and_role_decide_who_reads(self):
		payment_factories.paid_run(MONTH)
		with self.assertRaises(frappe.PermissionError):
			self.rows(self.house.head_person, place=TOWNSHIP_2)
		self.assertEqual(self.rows(self.house.head_person, HOTLINE_OPERATOR, factories.DISTRICT), [])
