import frappe

from social_assistance.api.v1.payments import runs as api
from social_assistance.engines.payments import bank_files
from social_assistance.exceptions import PaymentRunStateError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.services.payments.exceptions import FinanceListError
from social_assistance.tests import factories, fund_factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase


class TestFinanceList(AssistanceTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.finance, cls.approver = payment_factories.finance(), payment_factories.approver()

	def executed(self):
		payment_factories.award(amount="100.01")
		payment_factories.award(factories.household(ages=(44,)), "40.00")
		run = payment_factories.approved_run()
		payment_factories.execute(run)
		return run

	def prepared(self, run):
		with self.acting_as(self.finance):
			return frappe.get_doc("Finance List", api.prepare_finance_list(run))

	def test_the_list_shows_township_scheme_and_source_of_what_goes_to_banks(self):
		for name, weight in (("中央财政", 70), ("市级财政", 30)):
			fund_factories.source(name, 0, shares=[{"scheme": "DIBAO-URBAN", "weight": weight}])
		doc = self.prepared(self.executed())
		rows = {row.fund_source: (row.township, row.row_count, row.amount) for row in doc.rows}
		self.assertEqual(
			{source: amount for source, (_place, _count, amount) in rows.items()},
			{"中央财政": 70.01, "市级财政": 30},
		)
		self.assertEqual({place for place, _count, _amount in rows.values()}, {factories.TOWNSHIP_1})
		self.assertEqual(
			(doc.total_count, doc.total_amount, doc.amount_in_capitals), (1, 100.01, "壹佰元零壹分")
		)

	def test_no_bank_file_before_another_person_approved(self):
		run = self.executed()
		with (
			self.acting_as(self.finance),
			self.assertRaisesRegex(FinanceListError, "Prepare one and have it approved by another"),
		):
			bank_files.write_missing_files(run)
		doc = self.prepared(run)
		with self.acting_as(self.finance):
			with self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"):
				api.answer_finance_list(doc.name, True)
			with self.assertRaisesRegex(FinanceListError, "Prepare one and have it approved by another"):
				bank_files.start_bank_files(run)
		frappe.db.set_value("Finance List", doc.name, "owner", self.approver)
		with self.acting_as(self.approver):
			with self.assertRaisesRegex(SeparationOfDutiesError, "Another person than"):
				api.answer_finance_list(doc.name, True)
			frappe.db.set_value("Finance List", doc.name, "owner", self.finance)
			api.answer_finance_list(doc.name, True)
			with self.assertRaisesRegex(FinanceListError, "is Approved already"):
				api.answer_finance_list(doc.name, False, "再次")
		with self.acting_as(self.finance):
			bank_files.write_missing_files(run)
		self.assertEqual(frappe.db.get_value("Payment Run", run, "run_status"), "Filed")

	def test_a_refused_list_gives_way_to_a_new_one(self):
		run = self.executed()
		doc = self.prepared(run)
		with self.acting_as(self.finance), self.assertRaisesRegex(FinanceListError, "has finance list"):
			api.prepare_finance_list(run)
		with self.acting_as(self.approver):
			with self.assertRaisesRegex(FinanceListError, "Say why the list is refused"):
				api.answer_finance_list(doc.name, False)
			api.answer_finance_list(doc.name, False, "户数不符")
		self.assertEqual(self.prepared(run).list_status, "Prepared")

	def test_only_executed_runs_have_a_list(self):
		payment_factories.award()
		run = payment_factories.approved_run()
		with self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"):
			self.prepared(run)

	def test_what_no_share_names_is_the_nearest_budgets(self):
		"""The source that says so pays; without one the district before the province, and donations never."""
		frappe.db.delete("Fund Source")
		for name, kind, fiscal in (
			("慈善捐赠", "Charity", 0),
			("省级补助", "Provincial", 1),
			("区级预算", "District", 1),
		):
			fund_factories.source(name, 0, source_kind=kind, is_fiscal=fiscal)
		doc = self.prepared(self.executed())
		self.assertEqual({row.fund_source for row in doc.rows}, {"区级预算"})
