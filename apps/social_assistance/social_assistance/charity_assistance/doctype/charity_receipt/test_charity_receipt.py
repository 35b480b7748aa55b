import frappe

from social_assistance.api.v1.charity import receipts as api
from social_assistance.constants import AUDITOR, FINANCE_OFFICER
from social_assistance.engines.verify import campaigns
from social_assistance.exceptions import AppendOnlyEntryError
from social_assistance.services.charity import receipts
from social_assistance.services.charity.exceptions import ReceiptCorrectionError
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase


class TestCharityReceipt(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.partner = charity_factories.partner()
		cls.other = charity_factories.partner("另一慈善会", "51410298MJ7654321")
		cls.user, cls.other_user = cls.partner.users[0].user, cls.other.users[0].user

	def test_serials_count_per_partner_and_year_and_a_gap_shows(self):
		first, _other, second = (
			charity_factories.donation(of) for of in (self.partner, self.other, self.partner)
		)
		serials = [
			frappe.db.get_value("Charity Receipt", gift.receipt_no, "serial_no") for gift in (first, second)
		]
		self.assertEqual(serials[1], serials[0] + 1)
		self.assertTrue(all(check.ok for check in campaigns.check_receipts()))
		frappe.db.delete("Charity Receipt", first.receipt_no)
		gap = next(check for check in campaigns.check_receipts() if check.code == "CHA-23")
		self.assertEqual(gap.examples, (f"{self.partner.name} 2026",))

	def test_the_print_names_what_the_law_asks(self):
		with self.acting_as(self.user):
			gift = charity_factories.goods(self.partner)
			html = frappe.get_print("Charity Donation", gift.name, "Donation Receipt")
		handler = frappe.db.get_value("User", self.user, "full_name")
		for text in (
			"王小明",
			"大米",
			"150",
			"斤",
			"衣物",
			"3150",
			self.partner.name,
			handler,
			"陆万叁仟肆佰贰拾元整",
		):
			self.assertIn(text, html)

	def test_a_waived_receipt_is_recorded_and_takes_no_serial(self):
		before = frappe.db.count("Charity Receipt")
		gift = charity_factories.donation(self.partner, receipt_waived=1)
		self.assertEqual((gift.receipt_no, frappe.db.count("Charity Receipt")), (None, before))
		self.assertTrue(all(check.ok for check in campaigns.check_receipts()))

	def test_a_void_receipt_prints_what_took_its_place(self):
		gift = charity_factories.donation(self.partner)
		frappe.get_doc("Charity Donation", gift.name).cancel()
		entry = frappe.get_doc("Charity Receipt", gift.receipt_no)
		self.assertEqual((entry.receipt_status, str(entry.voided_on)), ("Void", "2026-03-02"))
		self.assertTrue(entry.receipt()["is_void"])

	def test_a_wrong_name_is_corrected_by_a_new_numbered_receipt(self):
		gift = charity_factories.goods(self.partner)
		with self.acting_as(self.user):
			new = frappe.get_doc(
				"Charity Receipt", api.correct_receipt(gift.receipt_no, "王晓明", "姓名写错")
			)
			with self.assertRaisesRegex(ReceiptCorrectionError, f"is void; it was replaced by {new.name}"):
				api.correct_receipt(gift.receipt_no, "王小鸣", "姓名写错")
			html = frappe.get_print("Charity Donation", gift.name, "Donation Receipt")
		old = frappe.get_doc("Charity Receipt", gift.receipt_no)
		self.assertEqual(
			(old.receipt_status, old.replaced_by, old.void_reason), ("Void", new.name, "Corrected")
		)
		self.assertEqual(
			(new.corrects, new.correction_reason, new.amount), (old.name, "姓名写错", gift.amount)
		)
		self.assertEqual(frappe.db.get_value("Charity Donation", gift.name, "receipt_no"), new.name)
		for text in ("王晓明", new.name, old.name, "大米"):
			self.assertIn(text, html)
		self.assertIn("王小明", old.receipt()["donor"])
		self.assertEqual(receipts.get_receipt_facts(old.name, old.receipt_token)["is_valid"], False)
		self.assertTrue(all(check.ok for check in campaigns.check_receipts()))

	def test_who_may_not_correct_a_receipt_and_what_is_no_correction(self):
		gift = charity_factories.donation(self.partner)
		for user in (self.other_user, factories.user(AUDITOR), factories.user(FINANCE_OFFICER)):
			with self.subTest(user), self.acting_as(user), self.assertRaises(frappe.PermissionError):
				api.correct_receipt(gift.receipt_no, "王晓明", "姓名写错")
		with self.acting_as(self.user):
			with self.assertRaisesRegex(ReceiptCorrectionError, "Nothing is corrected"):
				api.correct_receipt(gift.receipt_no, " 王小明 ", "姓名写错")
			with self.assertRaisesRegex(ReceiptCorrectionError, "Why Corrected"):
				api.correct_receipt(gift.receipt_no, "王晓明", "错")
		nameless = charity_factories.donation(self.partner, is_anonymous=1)
		with self.assertRaisesRegex(ReceiptCorrectionError, "its receipt names nobody"):
			api.correct_receipt(nameless.receipt_no, "王晓明", "姓名写错")

	def test_the_book_is_read_by_its_partner_and_changed_by_nobody(self):
		gift = charity_factories.donation(self.partner)
		for user, seen in ((self.user, True), (self.other_user, False), (factories.user(AUDITOR), True)):
			with self.subTest(user), self.acting_as(user):
				doc = frappe.get_doc("Charity Receipt", gift.receipt_no)
				rights = [bool(doc.has_permission(right)) for right in ("read", "write", "delete", "create")]
				self.assertEqual(rights, [seen, False, False, False])
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			frappe.delete_doc("Charity Receipt", gift.receipt_no, force=True)
