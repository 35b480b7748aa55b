from pathlib import Path

import frappe
from frappe.query_builder.functions import Sum

from social_assistance.constants import DISTRICT_APPROVER, DISTRICT_REVIEWER
from social_assistance.engines.payments import return_posting
from social_assistance.engines.verify.funds import check_vouchers
from social_assistance.engines.verify.payments import check_payment_lines
from social_assistance.exceptions import AppendOnlyEntryError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.patches.v1_0 import mark_filed_lines_due, mark_unsettled_lines
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.awards import payment_holds, returned_payments
from social_assistance.services.awards.exceptions import AwardStateError, PaymentHoldStateError
from social_assistance.services.funds.ledger import PAYABLE
from social_assistance.services.payments.exceptions import BankReturnInvalidError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase

HEADINGS = "业务编号,金额,结果,原因"


class TestBankReturn(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance = payment_factories.finance()
		cls.approver = payment_factories.approver()

	def setUp(self):
		super().setUp()
		self.homes = [factories.household(ages=(44,), account_verified_on="2026-01-05") for _ in range(2)]
		self.awards = [
			payment_factories.award(home, amount)
			for home, amount in zip(self.homes, ("10.00", "20.00"), strict=True)
		]
		self.payment_run = payment_factories.paid_run("2026-03")
		self.file = frappe.db.get_value("Bank File", {"payment_run": self.payment_run})
		self.lines = [f"{self.payment_run}-{award.name}" for award in self.awards]

	def answer(self, *rows: str, head: str = HEADINGS, control: str = "", encoding: str = "gb18030"):
		"""A Bank Return made from the text of a file, as the finance officer uploads it."""
		content = "\n".join([*([control] if control else []), head, *rows]).encode(encoding)
		with self.acting_as(self.finance):
			url = self.upload(content)
			return payment_factories.booked_return(
				bank_file=self.file, received_on="2026-03-02", return_file=url
			)

	def upload(self, content: bytes) -> str:
		doc = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{frappe.generate_hash(length=8)}.csv",
				"content": content,
				"is_private": 1,
			}
		).insert()
		self.addCleanup(Path(frappe.get_site_path(*doc.file_url.split("/"))).unlink, missing_ok=True)
		return doc.file_url

	def paid(self, index: int) -> str:
		return f"{self.lines[index]},{(10, 20)[index]}.00,成功,"

	def failed(self, index: int) -> str:
		return f"{self.lines[index]},{(10, 20)[index]}.00,失败,账号不存在"

	def states(self) -> list[str]:
		return [frappe.db.get_value("Payment Line", line, "line_status") for line in self.lines]

	def unsettled(self) -> list[str]:
		return frappe.get_all("Payment Line", {"is_unsettled": 1}, pluck="name")

	def test_all_paid_settles_file_and_run(self):
		answer = self.answer(self.paid(0), self.paid(1), control="笔数,2,合计,30.00")
		self.assertEqual((answer.paid_count, answer.paid_amount, answer.failed_count), (2, 30, 0))
		self.assertEqual(self.states(), ["Paid", "Paid"])
		self.assertEqual(frappe.db.get_value("Bank File", self.file, "file_status"), "Settled")
		self.assertEqual(frappe.db.get_value("Payment Run", self.payment_run, "run_status"), "Reconciled")

	def test_a_returned_payment_waits_for_the_corrected_account_and_is_paid_anew(self):
		self.answer(self.paid(0), self.failed(1))
		self.assertEqual(self.states(), ["Paid", "Returned"])
		self.assertEqual(self.unsettled(), [self.lines[1]])
		self.assertEqual(frappe.db.get_value("Payment Line", self.lines[1], "return_reason"), "账号不存在")
		self.assertEqual(frappe.db.get_value("Payment Run", self.payment_run, "returned_amount"), 20)
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(AwardStateError, "The household's account is still the one that"),
		):
			returned_payments.correct_account(self.awards[1].name)
		home = payment_factories.changed_account(self.homes[1])
		with self.acting_as(self.finance):
			returned_payments.correct_account(self.awards[1].name)
		april = payment_factories.paid_run("2026-04")
		lines = frappe.get_all(
			"Payment Line",
			{"payment_run": april, "award": self.awards[1].name},
			["line_kind", "amount", "original_line", "bank_account", "payment_month"],
			order_by="payment_month",
		)
		self.assertEqual(
			[(line.line_kind, line.amount, line.payment_month) for line in lines],
			[("Re-issue", 20, "2026-03"), ("Regular", 20, "2026-04")],
		)
		self.assertEqual((lines[0].original_line, lines[0].bank_account), (self.lines[1], home.bank_account))
		self.assertEqual(self.states(), ["Paid", "Re-issued"])
		self.assertEqual(self.unsettled(), [])

	def test_until_the_account_is_corrected_the_next_month_is_held_and_nothing_is_issued_anew(self):
		self.answer(self.paid(0), self.failed(1))
		april = payment_factories.approved_run("2026-04")
		payment_factories.execute(april)
		lines = frappe.get_all(
			"Payment Line",
			{"payment_run": april, "award": self.awards[1].name},
			["line_kind", "line_status", "hold_reason"],
		)
		self.assertEqual([tuple(line.values()) for line in lines], [("Regular", "Held", "Payment Returned")])

	def test_a_site_that_had_no_mark_of_unsettled_lines_gets_it(self):
		self.answer(self.paid(0), self.failed(1))
		frappe.db.set_value("Payment Line", self.lines[1], "is_unsettled", 0)
		self.assertEqual([check.code for check in check_payment_lines() if not check.ok], ["PAY-12"])
		mark_unsettled_lines.execute()
		self.assertEqual(self.unsettled(), [self.lines[1]])

	def test_lines_that_were_filed_before_files_alone_said_so_are_answered_like_others(self):
		for line in self.lines:
			frappe.db.set_value("Payment Line", line, "line_status", "Filed")
		mark_filed_lines_due.execute()
		self.answer(self.paid(0), self.paid(1))
		self.assertEqual(self.states(), ["Paid", "Paid"])

	def test_the_same_file_twice_is_refused(self):
		rows = (self.paid(0), self.failed(1))
		self.answer(*rows)
		with self.assertRaisesRegex(BankReturnInvalidError, "This return file was imported before; nothing"):
			self.answer(*rows)
		self.assertEqual(frappe.db.count("Bank Return"), 1)

	def test_a_file_in_two_parts_is_settled_by_the_second(self):
		self.answer(self.paid(0))
		self.assertEqual(frappe.db.get_value("Bank File", self.file, "file_status"), "Sent")
		self.answer(self.paid(1))
		self.assertEqual(frappe.db.get_value("Bank File", self.file, "file_status"), "Settled")

	def test_wrong_files_are_refused_as_a_whole(self):
		wrong = {
			"unknown line": (self.paid(0), "FF-1-x,20.00,成功,"),
			"other amount": (self.paid(0), f"{self.lines[1]},20.01,成功,"),
			"thousands separators": (self.paid(0), f'{self.lines[1]},"1,020.00",成功,'),
			"no result": (self.paid(0), f"{self.lines[1]},20.00,也许,"),
			"twice": (self.paid(0), self.paid(0)),
			"short row": (self.paid(0), self.lines[1]),
		}
		for name, rows in wrong.items():
			with (
				self.subTest(name),
				self.assertRaisesRegex(
					BankReturnInvalidError,
					r"which means neither paid nor returned|of the return file has fewer columns than|contains thousands separators\. Enter the digits only, such|of the return file names|of the return file|is not a line of bank file",
				),
			):
				self.answer(*rows)
		for control in ("笔数,3,合计,30.00", "笔数,2,合计,30.01"):
			with (
				self.subTest(control),
				self.assertRaisesRegex(BankReturnInvalidError, "The return file states"),
			):
				self.answer(self.paid(0), self.paid(1), control=control)
		with self.assertRaisesRegex(BankReturnInvalidError, "The return file has no column"):
			self.answer(self.paid(0), head="编号,金额")
		self.assertEqual(self.states(), ["Due", "Due"])

	def test_a_paid_line_cannot_come_back_by_a_later_file(self):
		self.answer(self.paid(0))
		with self.assertRaisesRegex(BankReturnInvalidError, "of the return file"):
			self.answer(self.failed(0))

	def test_utf_8_and_gb18030_are_read_alike(self):
		for encoding, row in (("utf-8-sig", self.paid(0)), ("gb18030", self.paid(1))):
			self.answer(row, encoding=encoding)
		self.assertEqual(self.states(), ["Paid", "Paid"])

	def test_a_return_is_final(self):
		answer = self.answer(self.paid(0), self.paid(1))
		answer.reload()
		answer.paid_amount = 1
		with self.assertRaisesRegex(AppendOnlyEntryError, "belongs to an append-only book and can be"):
			answer.save(ignore_permissions=True)

	def imported(self, *rows: str, **values: str):
		"""A return that the finance officer imported and nobody has confirmed."""
		content = "\n".join([HEADINGS, *rows]).encode("gb18030")
		with self.acting_as(self.finance):
			values = {
				"bank_file": self.file,
				"received_on": "2026-03-02",
				"return_file": self.upload(content),
				**values,
			}
			return frappe.get_doc({"doctype": "Bank Return", **values}).insert()

	def correct(self, old, *rows: str, reason: str = "银行更正回盘"):
		return self.imported(*rows, corrects=old.name, correction_reason=reason)

	def confirm(self, answer):
		with self.acting_as(self.approver):
			return_posting.confirm(answer.name)

	def test_a_mistake_of_the_bank_is_corrected_by_a_new_numbered_return(self):
		old = self.answer(self.paid(0), self.failed(1))
		new = self.correct(old, self.failed(0), self.paid(1))
		self.assertEqual(self.states(), ["Paid", "Returned"])
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(SeparationOfDutiesError, "it must be confirmed by another person"),
		):
			return_posting.confirm(new.name)
		self.confirm(new)
		self.assertEqual(self.states(), ["Returned", "Paid"])
		self.assertEqual(self.unsettled(), [self.lines[0]])
		status = frappe.db.get_value("Bank Return", old.name, ["return_status", "failed_amount"])
		self.assertEqual(status, ("Corrected", 20))
		returned = frappe.db.get_value("Payment Run", self.payment_run, "returned_amount")
		self.assertEqual((returned, frappe.db.get_value("Bank Return", new.name, "corrects")), (10, old.name))
		held = frappe.get_all("Payment Hold", {"hold_status": "Active"}, pluck="award")
		self.assertEqual(held, [self.awards[0].name])
		entry = frappe.qb.DocType("Fund Ledger Entry")
		query = frappe.qb.from_(entry).select(Sum(entry.credit - entry.debit))
		ours = entry.reference_name.isin([old.name, new.name]) & (entry.fund_account == PAYABLE)
		self.assertEqual(query.where(ours).run()[0][0], 10)
		self.assertTrue(all(check.ok for check in [*check_vouchers(), *check_payment_lines()]))
		with self.assertRaisesRegex(BankReturnInvalidError, "only a booked one is corrected"):
			self.correct(old, self.paid(0), self.paid(1))

	def test_a_correction_that_does_not_fit_is_refused(self):
		old = self.answer(self.paid(0), self.failed(1))
		wrong = {
			"must hold the rows and amounts": (self.paid(1),),
			"the bank's answers are the same": (self.paid(0), self.failed(1).replace("不存在", "已销户")),
		}
		for words, rows in wrong.items():
			with self.subTest(words), self.assertRaisesRegex(BankReturnInvalidError, words):
				self.correct(old, *rows)
		with self.assertRaisesRegex((BankReturnInvalidError, frappe.MandatoryError), "Why Corrected"):
			self.correct(old, self.paid(0), self.paid(1), reason=" ")
		new = self.correct(old, self.paid(0), self.paid(1))
		frappe.db.set_value("Payment Line", self.lines[1], {"line_status": "Re-issued", "is_unsettled": 0})
		with self.assertRaisesRegex(BankReturnInvalidError, "has gone on since the first answer"):
			self.confirm(new)
		self.assertEqual(self.states(), ["Paid", "Re-issued"])

	def test_one_officer_alone_neither_invents_a_return_nor_pays_the_month_twice(self):
		answer = self.imported(self.failed(0), self.failed(1))
		self.assertEqual((answer.return_status, answer.row_count), ("Waiting for Confirmation", 2))
		self.assertEqual(answer.total_amount, 30)
		frappe.get_doc("User", self.finance).add_roles(DISTRICT_APPROVER)
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(SeparationOfDutiesError, "it must be confirmed by another person"),
		):
			return_posting.confirm(answer.name)
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			),
		):
			answer.return_status = "Booked"
			answer.save()
		self.assertEqual(self.states(), ["Due", "Due"])
		self.assertEqual(frappe.db.count("Payment Hold"), 0)
		april = payment_factories.paid_run("2026-04")
		kinds = frappe.get_all("Payment Line", {"payment_run": april}, pluck="line_kind")
		self.assertEqual(kinds, ["Regular", "Regular"])

	def test_confirming_needs_a_role_and_the_same_file(self):
		answer = self.imported(self.paid(0), self.paid(1))
		reviewer = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)
		with (
			self.acting_as(reviewer),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs one of the roles"),
		):
			return_posting.confirm(answer.name)
		path = Path(frappe.get_site_path(*answer.return_file.split("/")))
		path.write_bytes(path.read_bytes() + b"\n")
		with (
			self.acting_as(self.approver),
			self.assertRaisesRegex(BankReturnInvalidError, "The return file is not the one that"),
		):
			return_posting.confirm(answer.name)
		self.assertEqual(self.states(), ["Due", "Due"])

	def test_a_file_that_was_turned_down_may_come_again(self):
		rows = (self.paid(0), self.paid(1))
		answer = self.imported(*rows)
		with self.acting_as(self.approver):
			with self.assertRaisesRegex(BankReturnInvalidError, "Say why the return file is turned down"):
				return_posting.turn_down(answer.name, " ")
			return_posting.turn_down(answer.name, "不是银行发来的文件")
			with self.assertRaisesRegex(BankReturnInvalidError, "was answered before"):
				return_posting.confirm(answer.name)
		self.assertEqual(self.states(), ["Due", "Due"])
		self.answer(*rows)
		self.assertEqual(self.states(), ["Paid", "Paid"])

	def test_a_returned_payment_has_one_way_out_and_it_asks_for_a_changed_account(self):
		self.answer(self.paid(0), self.failed(1))
		hold = frappe.db.get_value("Payment Hold", {"award": self.awards[1].name})
		for user in (self.finance, self.approver, factories.user(DISTRICT_REVIEWER, factories.DISTRICT)):
			with (
				self.subTest(user),
				self.acting_as(user),
				self.assertRaisesRegex(PaymentHoldStateError, "The bank returned a payment of this award"),
			):
				payment_holds.release_hold(hold, "已核实")
		payment_factories.changed_account(self.homes[1], bank_account="", change_reason="Payment Returned")
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(AwardStateError, "The household's account is still the one that"),
		):
			returned_payments.correct_account(self.awards[1].name)

	def test_nobody_makes_a_hold_of_a_returned_payment_by_hand(self):
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(PaymentHoldStateError, "Payments are held as returned by the bank's"),
		):
			payment_holds.place_hold(self.awards[0].name, "Payment Returned", "自称退票")

	def test_a_paid_month_is_not_issued_anew_whatever_its_lines_say(self):
		self.answer(self.paid(0), self.paid(1))
		line = frappe.get_doc("Payment Line", self.lines[0]).as_dict()
		twin = frappe.get_doc({**line, "name": "TWIN", "line_key": "twin", "line_kind": "One-off"})
		twin.update({"line_status": "Returned", "is_unsettled": 1})
		twin.db_insert()
		april = payment_factories.paid_run("2026-04")
		kinds = frappe.get_all("Payment Line", {"payment_run": april}, pluck="line_kind")
		self.assertEqual(kinds, ["Regular", "Regular"])
