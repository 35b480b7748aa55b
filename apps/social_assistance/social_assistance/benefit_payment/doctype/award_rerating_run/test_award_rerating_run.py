import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from unittest.mock import patch

import frappe

from social_assistance.constants import DISTRICT_APPROVER, DISTRICT_REVIEWER
from social_assistance.domain.awards.rerating import (
	Method,
	StandardChange,
	income_behind,
	keep_share,
	lawful_base,
)
from social_assistance.domain.money import Rounding, from_storage
from social_assistance.domain.policy.scheme_rules import AmountMethod, Floor, FloorKind, Tier
from social_assistance.domain.vocabulary import Scope
from social_assistance.engines.awards import rerating, rerating_batch, rerating_preview
from social_assistance.exceptions import (
	NothingToPayError,
	PaymentRunStateError,
	ReasonRequiredError,
	RunScopeInvalidError,
	SeparationOfDutiesError,
)
from social_assistance.services.awards import rerating_run
from social_assistance.setup.seed_policy import create_demo_policies
from social_assistance.tests import case_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.query_budget import queries_of

BY_POLICY = Method.BY_POLICY.value
# The district's report: standards before and after July 2025, average supplement per person before and after.
REPORT = (
	("DIBAO-URBAN", "Urban", factories.VILLAGE_1, ("645", "697"), ("322.50", "348.50")),
	("DIBAO-RURAL", "Rural", factories.VILLAGE_2, ("455", "523"), ("227.50", "261.50")),
)
DRAWN = (("100.50", 1), ("900.00", 3), ("611.25", 2), ("323.25", 1))


class TestAwardReratingRun(AssistanceTestCase):
	today = date(2025, 7, 20)

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.reviewer = factories.user(DISTRICT_REVIEWER, factories.DISTRICT)
		cls.approver = factories.user(DISTRICT_APPROVER, factories.DISTRICT)
		payment_factories.finance()
		cls.former, cls.new = create_demo_policies(factories.DISTRICT)
		cls.homes = {
			village: factories.household(village, ages=(44,), account_verified_on="2025-01-05")
			for village in (factories.VILLAGE_1, factories.VILLAGE_2)
		}

	def award(self, amount: str, persons: int = 1, case=REPORT[0], **values):
		scheme, residence, village, *_rest = case
		return payment_factories.award(
			self.homes[village],
			amount,
			scheme,
			start=values.pop("start", "2025-01"),
			covered_persons=persons,
			residence_class=residence,
			policy_version=self.former,
			open_award_key=frappe.generate_hash(length=10),
			**values,
		)

	def prepare(self, scheme: str = "DIBAO-URBAN", **values) -> str:
		with self.acting_as(self.reviewer):
			return (
				frappe.get_doc(
					{
						"doctype": "Award Rerating Run",
						"scheme": scheme,
						"division": factories.DISTRICT,
						"from_month": "2025-07",
						"former_version": self.former,
						"new_version": self.new,
						"method": Method.KEEP_SHARE.value,
						"share_reason": "区政府常务会议纪要（演示）",
						**values,
					}
				)
				.insert()
				.name
			)

	def approved(self, scheme: str = "DIBAO-URBAN", **values) -> str:
		run = self.prepare(scheme, **values)
		with self.acting_as(self.reviewer):
			rerating.preview_award_rerating(run)
		with self.acting_as(self.approver):
			rerating_run.STATES.approve(run)
		return run

	def execute(self, run: str, size: int = rerating.BATCH_SIZE):
		with self.acting_as(self.reviewer):
			rerating.execute_award_rerating(run, size)
		return frappe.get_doc("Award Rerating Run", run)

	def parts(self, award) -> list[tuple]:
		rows = frappe.get_all(
			"Award Amount",
			{"parent": award.name},
			["from_month", "to_month", "amount"],
			order_by="from_month, to_month",
		)
		return [(row.from_month, row.to_month, row.amount) for row in rows]

	def test_the_july_2025_change_gives_the_averages_of_the_report(self):
		for case in REPORT:
			scheme, _residence, _village, (old, _new), (average_before, average_after) = case
			persons = sum(count for _amount, count in DRAWN)
			amounts = [
				(str((Decimal(amount) * Decimal(old) / 645).quantize(Decimal("0.01"))), count)
				for amount, count in DRAWN[:-1]
			]
			total = sum(Decimal(amount) for amount, _count in amounts)
			rest = Decimal(average_before) * persons - total
			for amount, count in (*amounts, (str(rest), DRAWN[-1][1])):
				self.award(amount, count, case)
			run = frappe.get_doc("Award Rerating Run", self.approved(scheme))
			self.assertEqual(
				(from_storage(run.average_before), from_storage(run.average_after)),
				(Decimal(average_before), Decimal(average_after)),
			)
			(township,) = json.loads(run.preview_data)
			self.assertEqual((township["awards"], township["persons"]), (len(DRAWN), persons))
			self.assertAlmostEqual(township["average_after"], float(average_after), 2)
			self.assertEqual(self.execute(run.name).run_status, "Executed")

	def test_an_award_gets_a_new_part_and_a_change_that_says_why(self):
		award = self.award("322.50")
		run = self.approved()
		self.execute(run)
		self.assertEqual(self.parts(award), [("2025-01", "2025-06", 322.5), ("2025-07", None, 348.5)])
		change = frappe.get_doc("Award Change", {"award": award.name})
		self.assertEqual(
			(change.change_kind, change.from_month, change.rerating_run), ("Standard Change", "2025-07", run)
		)
		self.assertEqual(
			(change.amount_before, change.amount_after, change.arrears_amount), (322.5, 348.5, 0)
		)
		stored = frappe.db.get_value("Benefit Award", award.name, ["monthly_amount", "policy_version"])
		self.assertEqual(stored, (348.5, self.new))
		letter = change.letter()
		self.assertEqual(letter["title"], "Notice of the New Standard")
		self.assertIn("changes from 322.50 to 348.50 yuan a month, from 2025-07 on", letter["paragraphs"][0])
		self.assertIn("Legal basis: ", letter["paragraphs"][1])

	def test_the_next_run_pays_the_new_amount_and_july_is_made_up_for(self):
		award = self.award("322.50")
		payment_factories.paid_run("2025-07")
		self.execute(self.approved())
		change = frappe.get_doc("Award Change", {"award": award.name})
		self.assertEqual((change.arrears_amount, change.overpaid_amount), (26, 0))
		run = payment_factories.paid_run("2025-08")
		lines = frappe.get_all(
			"Payment Line", {"payment_run": run}, ["line_kind", "amount", "name"], order_by="line_kind"
		)
		self.assertEqual(
			[(line.line_kind, line.amount) for line in lines], [("Arrears", 26), ("Regular", 348.5)]
		)
		self.assertEqual(frappe.db.get_value("Award Change", change.name, "arrears_line"), lines[0].name)
		self.assertEqual(frappe.db.count("Payment Line", {"award": award.name, "line_kind": "Arrears"}), 1)

	def test_parts_end_when_their_predecessor_would_have_ended(self):
		limited = self.award(
			"100", amounts=[{"part": "Base", "from_month": "2025-01", "to_month": "2025-09", "amount": 100}]
		)
		over = self.award(
			"100", amounts=[{"part": "Base", "from_month": "2025-01", "to_month": "2025-06", "amount": 100}]
		)
		later = self.award("100", start="2025-08")
		self.execute(self.approved())
		self.assertEqual(self.parts(limited), [("2025-01", "2025-06", 100), ("2025-07", "2025-09", 108.06)])
		self.assertEqual(self.parts(over), [("2025-01", "2025-06", 100)])
		self.assertEqual(self.parts(later), [("2025-08", None, 108.06), ("2025-08", "2025-07", 100)])

	def test_care_is_not_re_rated_and_top_ups_keep_their_share(self):
		award = self.award(
			"300",
			amounts=[
				{"part": "Base", "from_month": "2025-01", "amount": 200},
				{"part": "Top-up", "from_month": "2025-01", "amount": 64.5},
				{"part": "Care", "from_month": "2025-01", "amount": 35.5},
			],
		)
		self.execute(self.approved())
		now = [amount for first, last, amount in self.parts(award) if not last]
		self.assertEqual(sorted(now), [35.5, 69.7, 216.12])

	def test_awards_under_the_new_version_or_over_before_july_stay_as_they_are(self):
		self.award("10", end_month="2025-06", award_status="Stopped")
		already = self.award("20")
		frappe.db.set_value("Benefit Award", already.name, "policy_version", self.new)
		run = self.prepare()
		with (
			self.acting_as(self.reviewer),
			self.assertRaisesRegex(NothingToPayError, "Check scheme, month and versions"),
		):
			rerating.preview_award_rerating(run)

	def test_by_policy_the_gap_is_worked_out_from_the_same_income(self):
		self.assertEqual(frappe.new_doc("Award Rerating Run").method, BY_POLICY)
		award = self.award("1459.50", 4)  # 645 × 4 less 1,120.50 of income
		run = frappe.get_doc("Award Rerating Run", self.approved(method=BY_POLICY))
		self.execute(run.name)
		self.assertEqual(self.parts(award)[-1], ("2025-07", None, 1667.5))
		citation = frappe.db.get_value(
			"Award Amount", {"parent": award.name, "to_month": ("is", "not set")}, "citation"
		)
		self.assertIn("57号", citation)

	def test_keeping_the_share_says_what_it_underpays(self):
		self.award("1459.50", 4)
		run = frappe.get_doc("Award Rerating Run", self.approved())
		self.assertEqual((run.amount_after, run.lawful_amount), (1577.17, 1667.5))
		self.assertEqual((run.underpaid_amount, run.excess_amount), (90.33, 0))
		with self.assertRaisesRegex(ReasonRequiredError, "Why Not by Policy: say on what the"):
			self.prepare(share_reason=" ")

	def test_an_award_whose_income_nobody_knows_is_left_out_and_counted(self):
		told, unknown = self.award("322.50"), self.award("700.00")  # above the full standard of 645
		run = frappe.get_doc("Award Rerating Run", self.approved(method=BY_POLICY))
		self.assertEqual((run.award_count, run.left_out_count), (1, 1))
		listed = rerating_preview.left_out(rerating.get_rerating_scope(run))
		asked = queries_of(lambda: rerating_preview.left_out(rerating.get_rerating_scope(run)))
		self.assertLessEqual(len(asked), 12, "the budget of `awards.rerating.left_out`")
		self.assertEqual([row["name"] for row in listed], [unknown.name])
		self.execute(run.name)
		self.assertEqual(self.parts(unknown), [("2025-01", None, 700)])
		self.assertEqual(self.parts(told)[-1], ("2025-07", None, 374.5))

	def test_the_income_of_the_last_assessment_counts_not_the_paid_amount(self):
		"""A single person with 635: the gap of 10 was raised to the floor; the new gap is 62."""
		with self.acting_as("Administrator", date(2026, 3, 2)):
			case = case_factories.case_at("MAINTAIN")
		sheet = frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": case.name,
				"household": case.household,
				"scheme": "DIBAO-URBAN",
				"division": case.division,
				"docstatus": 1,
				"as_of_date": "2025-05-02",
				"counted_income": 635,
			}
		)
		sheet.name = frappe.generate_hash(length=10)
		sheet.set_user_and_timestamp()
		sheet.db_insert()
		frappe.db.set_value("Assistance Application", case.name, "means_assessment", sheet.name)
		award = self.award("129.00", application=case.name)
		run = frappe.get_doc("Award Rerating Run", self.prepare(method=BY_POLICY))
		floor = Floor(FloorKind.STANDARD_SHARE, Decimal("0.2"))
		scope = rerating.get_rerating_scope(run)
		for rules, amount in (
			({}, "62.00"),
			({"floor": floor}, "139.40"),
			({"rounding": Rounding.CEIL_5}, "65.00"),
		):
			changed = replace(scope, rules=replace(scope.rules, new=replace(scope.rules.new, **rules)))
			(row,) = rerating.ReratedParts(changed).select().run(as_dict=True)
			self.assertEqual((row.award, from_storage(row.amount_after)), (award.name, Decimal(amount)))

	def test_query_and_rule_agree_on_every_method_rounding_floor_tier_and_part(self):
		shapes = [
			(part, amount, n)
			for part in ("Base", "Top-up", "Care")
			for amount in ("0.01", "77.77", "333.33")
			for n in (1, 4)
		]
		awards = {
			self.award(
				amount, n, amounts=[{"part": part, "from_month": "2025-01", "amount": Decimal(amount)}]
			).name: shape
			for shape in shapes
			for part, amount, n in (shape,)
		}
		change = StandardChange(Decimal(645), Decimal(697))
		tiers = (
			Tier("A", Decimal("0.5"), standard_share=Decimal(1)),
			Tier("B", Decimal(1), standard_share=Decimal("0.4")),
		)
		variants = [{"rounding": rounding} for rounding in Rounding]
		variants += [
			{"floor": Floor(FloorKind.AMOUNT, Decimal(50), Scope.PERSON), "rounding": Rounding.CEIL_YUAN}
		]
		variants += [{"method": AmountMethod.TIERS, "tiers": tiers}]
		for method in Method:
			scope = rerating.get_rerating_scope(
				frappe.get_doc("Award Rerating Run", self.prepare(method=method.value))
			)
			for variant in variants:
				rules = replace(scope.rules, new=replace(scope.rules.new, **variant))
				rows = rerating.ReratedParts(replace(scope, rules=rules)).select().run(as_dict=True)
				found = {row.award: from_storage(row.amount_after) for row in rows if row.award in awards}
				expected = {
					name: self.expected(method, part, Decimal(amount), n, change, rules)
					for name, (part, amount, n) in awards.items()
					if part != "Care"
				}
				self.assertEqual(found, expected, (method, variant))

	def expected(self, method, part, amount, persons, change, rules):
		if method is Method.KEEP_SHARE or part != "Base":
			return keep_share(part, amount, change, rules)
		income = income_behind(amount, persons, change.before, rules.former)
		return lawful_base(income, persons, change.after, rules)

	def test_a_second_person_approves_and_nothing_happens_before(self):
		award = self.award("100")
		frappe.get_doc("User", self.reviewer).add_roles(DISTRICT_APPROVER)
		run = self.prepare()
		with self.acting_as(self.reviewer):
			rerating.preview_award_rerating(run)
			with self.assertRaisesRegex(SeparationOfDutiesError, "it must be approved by another person"):
				rerating_run.STATES.approve(run)
			with self.assertRaisesRegex(PaymentRunStateError, "This action is possible in state"):
				rerating.start_award_rerating(run, now=True)
		self.assertEqual(self.parts(award), [("2025-01", None, 100)])

	def test_awards_that_changed_after_the_approval_stop_the_run(self):
		self.award("100")
		run = self.approved()
		late = self.award("200")
		self.assertEqual(self.execute(run).run_status, "Stopped")
		self.assertEqual(self.parts(late), [("2025-01", None, 200)])

	def test_a_killed_run_goes_on_and_changes_nobody_twice(self):
		awards = [self.award(str(amount)) for amount in (645, 1290, 64.5)]
		run = self.approved()

		class Killed(BaseException):
			"""Stands for SIGKILL."""

		change, calls = rerating_batch.change_batch, []

		def die_in_second(*args):
			calls.append(args)
			if len(calls) == 2:
				raise Killed
			return change(*args)

		with patch.object(rerating_batch, "change_batch", die_in_second), self.assertRaises(Killed):
			self.execute(run, size=1)
		self.assertEqual(self.execute(run, size=1).run_status, "Executed")
		self.assertEqual([self.parts(award)[-1][2] for award in awards], [697, 1394, 69.7])
		self.assertEqual(frappe.db.count("Award Change", {"rerating_run": run}), 3)

	def test_equal_standards_are_refused(self):
		with self.assertRaisesRegex(RunScopeInvalidError, "The two policy versions set no different"):
			self.prepare(new_version=self.former)
