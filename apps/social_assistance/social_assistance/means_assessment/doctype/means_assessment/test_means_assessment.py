import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from unittest.mock import patch

import frappe

from social_assistance.api.v1.means.assessments import start_assessment
from social_assistance.constants import TOWNSHIP_CLERK, TOWNSHIP_REVIEWER
from social_assistance.domain.codec import from_plain
from social_assistance.domain.means import entitlement
from social_assistance.domain.means.household import HouseholdFacts
from social_assistance.domain.means.schemes import dibao
from social_assistance.domain.means.worksheet import replay_figures
from social_assistance.overrides.exceptions import NumberUnreadableError
from social_assistance.permissions.exceptions import DerivedFieldError
from social_assistance.services.cases.exceptions import ApplicationNotReadyError
from social_assistance.services.means import assessments
from social_assistance.services.means.exceptions import (
	AssessmentFrozenError,
	AssessmentLineInvalidError,
	PersonDeceasedError,
	PersonNotInHouseholdError,
)
from social_assistance.services.policy import in_force
from social_assistance.services.policy.exceptions import PolicyExpiredError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2


class TestMeansAssessment(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.home = factories.household()
		self.case = self.accepted(factories.case(self.home))
		frappe.local.lang = "en"

	def accepted(self, case):
		values = {
			"accepted_on": "2026-03-02",
			"policy_version": in_force.get_policy_in_force(case.division, date(2026, 3, 2)),
		}
		frappe.db.set_value(case.doctype, case.name, values)
		case.reload()
		return case

	def assessment(self, *incomes, case=None, **tables):
		case = case or self.case
		rows = [{"person": case.applicant, "income_kind": "Wages", "months": 12, **row} for row in incomes]
		return frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": case.name,
				"as_of_date": "2026-03-02",
				"incomes": rows,
				**tables,
			}
		).insert()

	def assert_refused(self, error, *words, incomes=(), **tables):
		with self.assertRaises(error) as refusal:
			self.assessment(*incomes, **tables)
		for word in words:
			self.assertIn(word, str(refusal.exception))
		self.assertFalse(frappe.db.exists("Means Assessment", {"application": self.case.name}))

	def test_a_wage_per_month_is_counted_as_it_is(self):
		doc = self.assessment({"gross_amount": 1800, "amount_period": "Per Month", "months": None})
		self.assertEqual(doc.counted_income, 1800)
		yearly = self.assessment({"gross_amount": 21600, "amount_period": "Per Year", "months": None})
		self.assertEqual(yearly.counted_income, doc.counted_income)

	def test_an_amount_says_what_it_is_for(self):
		with self.assertRaisesRegex(AssessmentLineInvalidError, "per month or per year"):
			self.assessment({"gross_amount": 1800, "months": None})
		with self.assertRaisesRegex(AssessmentLineInvalidError, "twelve months"):
			self.assessment({"gross_amount": 1800, "amount_period": "Per Year", "months": 3})

	def test_all_wrong_lines_are_told_at_once(self):
		frappe.clear_messages()
		with self.assertRaisesRegex(AssessmentLineInvalidError, "must not be negative"):
			self.assessment({"gross_amount": -1}, {"gross_amount": 1, "months": 121})
		told = " ".join(message["message"] for message in frappe.get_message_log())
		self.assertIn("Row 1", told)
		self.assertIn("Row 2", told)

	def test_months_without_income_are_told(self):
		frappe.clear_messages()
		self.assessment({"gross_amount": 1800, "amount_period": "Per Month", "months": 3})
		told = [message["message"] for message in frappe.get_message_log()]
		self.assertTrue(any("3 of the 12 months" in text for text in told), told)

	def test_a_sum_is_understood_as_typed_or_refused(self):
		doc = self.assessment({"gross_amount": "1 800元", "amount_period": "Per Month", "months": None})
		self.assertEqual(doc.incomes[0].gross_amount, 1800)
		with self.assertRaisesRegex(NumberUnreadableError, "Row 1.*abc"):
			self.assessment({"gross_amount": "abc", "amount_period": "Per Month", "months": None})

	def test_three_persons_with_1800_at_697_get_291(self):
		doc = self.assessment({"gross_amount": 21600})
		self.assertEqual((doc.is_eligible, doc.outcome, doc.member_count), (1, "Eligible", 3))
		self.assertEqual(Decimal(str(doc.counted_income)), Decimal("1800"))
		self.assertEqual(Decimal(str(doc.total_amount)), Decimal("291.00"))
		self.assertEqual(doc.start_month, "2026-04")
		self.assertEqual(doc.incomes[0].counted_amount, 1800)

	def test_stored_facts_and_figures_reproduce_the_amount(self):
		doc = self.assessment({"gross_amount": 21600})
		stored = json.loads(doc.result_data)
		rules = in_force.get_policy_parameters(doc.policy_version)
		result = dibao.evaluate_dibao(from_plain(HouseholdFacts, stored["facts"]), rules)
		self.assertEqual(replay_figures(result.lines)["total"], Decimal("291.00"))
		shown = {row.label: row.value for row in doc.explanation}
		self.assertEqual(shown["Amount a month"], "291.00")
		self.assertEqual(shown["Minimum living standard per person and month"], "697")
		self.assertTrue(all(row.citation for row in doc.explanation if row.formula))

	def test_a_sheet_whose_figures_do_not_follow_is_not_kept(self):
		def altered(facts, rules):
			everything = entitlement.evaluate_all_schemes(facts, rules)
			results = [
				replace(row, lines=(*row.lines[:-1], replace(row.lines[-1], value=Decimal(9))))
				for row in everything.results
				if row.lines
			]
			return replace(everything, results=tuple(results))

		with (
			patch.object(assessments, "entitlement", SimpleNamespace(evaluate_all_schemes=altered)),
			self.assertRaisesRegex(AssessmentLineInvalidError, "does not follow"),
		):
			self.assessment({"gross_amount": 21600})

	def test_explanation_says_how_each_figure_follows(self):
		doc = self.assessment({"gross_amount": 21600})
		rows = {row.label: row for row in doc.explanation}
		limit, income = rows["Income limit of the household"], rows["Counted income of the household a month"]
		self.assertEqual(
			rows["Difference between standard and income"].formula, f"({limit.line_no}) − ({income.line_no})"
		)

	def test_saving_again_recomputes_and_typed_results_do_not_survive(self):
		doc = self.assessment({"gross_amount": 21600})
		doc.total_amount = 9999
		doc.incomes[0].gross_amount = 12000
		with self.assertRaisesRegex(DerivedFieldError, "is worked out by the system and cannot"):
			doc.save()
		doc.reload()
		doc.incomes[0].gross_amount = 12000
		doc.save()
		self.assertEqual(Decimal(str(doc.total_amount)), Decimal("1091.00"))

	def test_income_at_the_standard_is_not_below_it(self):
		doc = self.assessment({"gross_amount": 697 * 3 * 12})
		self.assertEqual((doc.is_eligible, doc.total_amount), (0, 0))
		self.assertIn("not within the limit", doc.findings[0].message)

	def test_not_eligible_names_what_would_be(self):
		doc = self.assessment({"gross_amount": 2500 * 12})
		self.assertEqual(doc.is_eligible, 0)
		found = {row.scheme: row.outcome for row in doc.scheme_results}
		self.assertEqual(found.get("DIBIAN"), "Eligible")

	def test_assets_above_a_limit_wait_for_a_reasoned_judgement(self):
		car = [{"person": self.case.applicant, "asset_kind": "Vehicle", "value": 30000, "quantity": 1}]
		doc = self.assessment({"gross_amount": 0}, assets=car)
		self.assertEqual((doc.is_eligible, doc.needs_judgement), (0, 1))
		with self.assertRaisesRegex(
			AssessmentLineInvalidError, "Record a judgement with its reason for each kind"
		):
			doc.submit()
		doc.reload()
		doc.append(
			"asset_judgements",
			{"asset_kind": "Vehicle", "is_accepted": 1, "reason": "delivers goods with it"},
		)
		doc.save()
		self.assertEqual((doc.is_eligible, doc.needs_judgement), (1, 0))
		doc.asset_judgements[0].is_accepted = 0
		doc.save()
		self.assertEqual((doc.outcome, doc.total_amount), ("Not Eligible", 0))

	def test_property_that_never_counts_is_marked(self):
		scooter = [{"asset_kind": "Vehicle", "item": "Two-wheel Motorcycle", "value": 2000, "quantity": 1}]
		doc = self.assessment({"gross_amount": 0}, assets=scooter)
		self.assertEqual((doc.is_eligible, doc.assets[0].is_exempt), (1, 1))

	def test_excluded_item_is_not_counted_and_says_so(self):
		doc = self.assessment(
			{"gross_amount": 6000, "income_kind": "Net Transfer Income", "item": "Scholarship"}
		)
		self.assertEqual(doc.counted_income, 0)
		self.assertTrue(doc.incomes[0].excluded_reason)

	def test_central_pension_counts_again_after_2025(self):
		doc = self.assessment(
			{"gross_amount": 1200, "income_kind": "Net Transfer Income", "item": "Central Basic Pension"}
		)
		self.assertEqual(doc.counted_income, 100)

	def test_support_by_a_relative_is_counted_by_the_formula(self):
		son = {"obligor_name": "王某", "relation": "Child", "household_members": 3, "monthly_income": 6000}
		doc = self.assessment(obligors=[son])
		# (2000 - 2 x 697) x 50 %
		self.assertEqual(doc.obligors[0].counted_amount, 303)
		self.assertEqual(doc.counted_income, 303)

	def test_impossible_lines_are_refused_with_row_and_field(self):
		wage = {"gross_amount": 100}
		cases = (
			({"gross_amount": -5}, "Row 2 of Income Lines", "Gross Amount", "negative"),
			({"gross_amount": 10**12}, "Row 2 of Income Lines", "Gross Amount"),
			({"gross_amount": 100, "months": 0}, "Row 2 of Income Lines", "per month or per year"),
			({"gross_amount": 100, "months": 0, "period_from": "2026-01-01"}, "Row 2", "both dates"),
			(
				{"gross_amount": 1, "months": 0, "period_from": "2026-01-01", "period_to": "2025-01-01"},
				"Row 2",
				"before",
			),
			(
				{"gross_amount": 1, "months": 3, "period_from": "2025-01-01", "period_to": "2025-12-31"},
				"span 12 months",
			),
			({"gross_amount": 1, "months": 1, "period_from": "2027-01-01"}, "Row 2", "after the day"),
			({"gross_amount": 100, "cost_amount": -1}, "Row 2", "Deductible Cost"),
		)
		for row, *words in cases:
			with self.subTest(words):
				self.assert_refused(AssessmentLineInvalidError, *words, incomes=(wage, row))

	def test_stranger_is_refused_with_row_and_name(self):
		stranger = factories.person()
		row = {"gross_amount": 1, "person": stranger.name}
		self.assert_refused(PersonNotInHouseholdError, "Row 1", stranger.person_name, incomes=(row,))

	def test_obligor_unable_needs_a_reason(self):
		self.assert_refused(
			AssessmentLineInvalidError,
			"Row 1 of Obligors",
			obligors=[{"obligor_name": "王某", "is_unable": 1}],
		)

	def test_member_dead_before_the_application_is_refused(self):
		member = self.case.members[1].person
		frappe.db.set_value("Registry Person", member, {"deceased_on": "2026-01-05", "is_deceased": 1})
		self.assert_refused(PersonDeceasedError, incomes=({"gross_amount": 0},))

	def test_prisoner_does_not_count(self):
		person = frappe.get_doc("Registry Person", self.case.members[1].person)
		person.append("statuses", {"status": "Imprisoned", "from_date": "2025-11-01", "source": "court"})
		person.save()
		doc = self.assessment({"gross_amount": 0})
		self.assertEqual((doc.member_count, doc.total_amount), (2, 1394))
		self.assertIn("prison", doc.members[1].remark)

	def test_expired_policy_is_refused(self):
		frappe.db.set_value("Policy Version", self.case.policy_version, "effective_to", "2025-12-31")
		frappe.db.set_value(self.case.doctype, self.case.name, "policy_version", None)
		self.assert_refused(PolicyExpiredError, incomes=({"gross_amount": 0},))

	def test_day_outside_the_case_is_refused(self):
		with self.assertRaisesRegex(
			AssessmentLineInvalidError, "As Of must lie between the application, or the beginning"
		):
			frappe.get_doc(
				{"doctype": "Means Assessment", "application": self.case.name, "as_of_date": "2026-03-03"}
			).insert()

	def test_submitted_sheet_is_frozen(self):
		doc = self.assessment({"gross_amount": 21600})
		doc.submit()
		doc.incomes[0].gross_amount = 1
		with self.assertRaisesRegex(AssessmentFrozenError, "Cancel and amend it, or start a new one"):
			doc.save()

	def test_sheet_of_a_decided_case_is_not_cancelled(self):
		doc = self.assessment({"gross_amount": 21600})
		doc.submit()
		frappe.db.set_value(
			self.case.doctype, self.case.name, {"means_assessment": doc.name, "case_status": "Confirmed"}
		)
		with self.assertRaisesRegex(AssessmentFrozenError, "was decided on this assessment"):
			doc.cancel()

	def test_start_gives_one_draft_and_prefills_from_the_last(self):
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			name = start_assessment(self.case.name)
			self.assertEqual(start_assessment(self.case.name), name)
		doc = frappe.get_doc("Means Assessment", name)
		self.assertEqual(doc.as_of_date, date(2026, 3, 2))
		doc.append("incomes", {"income_kind": "Wages", "gross_amount": 21600, "months": 12})
		doc.save()
		doc.submit()
		again = frappe.get_doc("Means Assessment", start_assessment(self.case.name))
		self.assertEqual([row.gross_amount for row in again.incomes], [21600])

	def test_start_before_acceptance_is_refused(self):
		frappe.db.set_value(self.case.doctype, self.case.name, "accepted_on", None)
		with self.assertRaisesRegex(ApplicationNotReadyError, "The means test starts after acceptance"):
			start_assessment(self.case.name)

	def test_other_township_neither_starts_nor_reads(self):
		doc = self.assessment({"gross_amount": 0})
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)):
			with self.assertRaises(frappe.PermissionError):
				start_assessment(self.case.name)
			self.assertFalse(frappe.has_permission(doc.doctype, "read", doc=doc.name))

	def test_clerk_sees_the_sheet_but_not_the_stored_facts(self):
		doc = self.assessment({"gross_amount": 0})
		with self.acting_as(factories.user(TOWNSHIP_REVIEWER, TOWNSHIP_1)):
			seen = frappe.get_doc(doc.doctype, doc.name)
			seen.apply_fieldlevel_read_permissions()
			self.assertFalse(seen.get("result_data"))
			self.assertTrue(seen.explanation)

	def test_sheet_prints_in_chinese(self):
		doc = self.assessment({"gross_amount": 21600})
		frappe.local.lang = "zh"
		html = frappe.get_print(doc.doctype, doc.name, print_format="Means Calculation Sheet", doc=doc)
		for text in ("291.00", self.case.applicant_name, "最低生活保障审核确认办法"):
			self.assertIn(text, html)

	def test_emergency_aid_follows_difficulty_and_months(self):
		case = self.accepted(factories.case(self.home, "TEMP-EMERGENCY"))
		doc = self.assessment(case=case, aid_reason="Fire", aid_difficulty="Serious", aid_months=2)
		self.assertEqual((doc.outcome, doc.total_amount), ("Eligible", 697 * 4 * 3))
