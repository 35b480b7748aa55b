"""What is due is worked out at the preview and used by the execution exactly as long as nothing changed in between."""

from unittest.mock import patch

import frappe

from social_assistance.engines.payments import due_table, monthly_run
from social_assistance.engines.verify.invariants import verify_site
from social_assistance.services.awards import grants
from social_assistance.services.payments.exceptions import BankReturnInvalidError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestDueRows(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance = payment_factories.finance()

	def setUp(self):
		super().setUp()
		self.awards = [payment_factories.award(amount=amount) for amount in ("10.00", "20.00", "40.00")]
		self.run_name = payment_factories.approved_run()

	def execute(self, **options) -> str:
		with self.acting_as(self.finance):
			monthly_run.execute_payment_run(self.run_name, **options)
		return frappe.db.get_value("Payment Run", self.run_name, "run_status")

	def lines(self) -> int:
		return frappe.db.count("Payment Line", {"payment_run": self.run_name})

	def builds(self) -> int:
		"""How often an execution that succeeds works out what is due."""
		with patch.object(due_table, "build_due_rows", wraps=due_table.build_due_rows) as build:
			self.assertEqual(self.execute(), "Executed")
		self.assertEqual(self.lines(), 3)
		return build.call_count

	def test_nothing_is_worked_out_twice_while_nothing_changed(self):
		self.assertEqual(self.builds(), 0)

	def test_a_change_without_effect_is_looked_at_and_paid(self):
		frappe.get_doc("Registry Person", self.awards[0].payee).save(ignore_permissions=True)
		self.assertEqual(self.builds(), 1)

	def test_rows_that_were_lost_are_worked_out_anew(self):
		frappe.db.sql("delete from assist_due")
		self.assertEqual(self.builds(), 1)

	def test_whatever_decides_a_payment_stops_the_run_when_it_changes(self):
		award = self.awards[0]
		changes = {
			"death": lambda: frappe.db.set_value("Registry Person", award.payee, "is_deceased", 1),
			"part": lambda: frappe.db.set_value("Award Amount", {"parent": award.name}, "amount", 11),
			"part added": lambda: award.append(
				"amounts", {"part": "Top-up", "from_month": "2026-03", "amount": 5}
			).insert(),
			"part removed": lambda: frappe.db.delete("Award Amount", {"parent": award.name}),
			"suspension": lambda: grants.suspend_award(award.name, "red finding"),
			"account": lambda: frappe.db.set_value("Benefit Award", award.name, "bank_account", "****9999"),
			"end": lambda: frappe.db.set_value("Benefit Award", award.name, "end_month", "2026-02"),
			"tree": lambda: frappe.db.sql(
				"update `tabAdministrative Division` set lft = 0, rgt = 0 where name = %s", award.division
			),
			"scheme": lambda: frappe.db.set_value("Assistance Scheme", award.scheme, "pays_cash", 0),
		}
		for name, change in changes.items():
			with self.subTest(name):
				frappe.db.savepoint("unchanged")
				change()
				self.assertEqual((self.execute(), self.lines()), ("Stopped", 0))
				frappe.db.rollback(save_point="unchanged")

	def test_files_fill_up_over_batches_and_say_so_before_they_are_written(self):
		self.assertEqual(self.execute(batch_size=1, rows_per_file=2), "Executed")
		files = frappe.get_all("Bank File", {"payment_run": self.run_name}, ["*"], order_by="part_no")
		self.assertEqual(
			[(file.file_status, file.row_count) for file in files], [("Prepared", 2), ("Prepared", 1)]
		)
		line = payment_factories.opened_line({"bank_file": files[0].name})
		self.assertEqual((line.line_status, line.bank_row), ("Due", 0))
		self.assertEqual(
			[check.code for check in verify_site() if check.code.startswith("PAY") and not check.ok], []
		)
		content = f"业务编号,金额,结果\n{line.name},{line.amount},成功\n"
		with self.acting_as(self.finance):
			kept = {"doctype": "File", "file_name": "early.csv", "is_private": 1, "content": content}
			early = {"bank_file": files[0].name, "return_file": frappe.get_doc(kept).insert().file_url}
			with self.assertRaisesRegex(BankReturnInvalidError, files[0].name):
				frappe.get_doc({"doctype": "Bank Return", "received_on": "2026-03-02", **early}).insert()
		payment_factories.file(self.run_name)
		self.assertIn(payment_factories.opened_line(line.name).bank_row, (1, 2))

	def test_rows_go_when_their_run_is_done(self):
		self.execute()
		payment_factories.award(factories.household(factories.VILLAGE_2, ages=(50,)), "7.00", "DIBAO-RURAL")
		waiting = payment_factories.approved_run(scheme="DIBAO-RURAL")
		due_table.delete_finished_rows()
		kept = frappe.db.sql_list("select distinct payment_run from assist_due")
		self.assertEqual(kept, [waiting])
