"""Temporary aid: in the month of its decision, once for a cause, a second cause beside the first, closed when paid."""

from unittest.mock import patch

import frappe

from social_assistance.constants import TOWNSHIP_CLERK, VILLAGE_ASSISTANT
from social_assistance.engines.awards.paid_once import close_paid_awards
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.permissions.exceptions import FieldClosedError
from social_assistance.services.cases import applications, proposals, step_effects
from social_assistance.services.cases.decisions import issue_decision
from social_assistance.services.cases.exceptions import MissingEvidenceError, OpenCaseExistsError
from social_assistance.tests import case_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1

EMERGENCY = "TEMP-EMERGENCY"


class TestTemporaryAid(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.home = factories.household()

	def filed(self, cause: str = "Fire", **values):
		with self.acting_as(self.assistant):
			return factories.case(self.home, EMERGENCY, aid_cause=cause, **values)

	def helped(self, cause: str = "Fire"):
		"""A case whose sum is granted; it stands in the follow-up."""
		case = self.filed(cause)
		award = payment_factories.award(
			self.home,
			"500.00",
			EMERGENCY,
			"2026-03",
			end_month="2026-03",
			open_award_key=f"{EMERGENCY}|{case.name}|{self.home.name}",
		)
		case_factories.put_at(case, "MAINTAIN", case_status="In Payment", benefit_award=award.name)
		applications.set_derived_fields(case)
		case.db_update()
		return case

	def test_the_sum_belongs_to_the_month_of_the_decision(self):
		for scheme, month in ((EMERGENCY, "2026-03"), ("DIBAO-URBAN", "2026-04")):
			with self.subTest(scheme):
				case = factories.case(factories.household(), scheme)
				case.proposed_amount = 500
				self.assertEqual(issue_decision(case, "Confirmed", "火灾").start_month, month)

	def test_what_is_confirmed_names_the_month_of_the_decision(self):
		sheet = frappe._dict(name="sheet", total_amount=500.0, docstatus=1)
		for scheme, once, month in ((EMERGENCY, True, "2026-03"), ("DIBAO-URBAN", False, "2026-04")):
			with self.subTest(scheme):
				case = factories.case(factories.household(), scheme)
				with patch.object(proposals, "_newest_assessment", return_value=sheet):
					proposal = proposals.get_proposal(case)
				self.assertEqual((proposal["is_paid_once"], proposal["from_month"]), (once, month))

	def test_another_emergency_is_filed_while_the_first_is_followed_up(self):
		first = self.filed()
		with self.assertRaisesRegex(OpenCaseExistsError, first.name):
			self.filed("Traffic Accident")
		case_factories.put_at(first, "MAINTAIN", case_status="In Payment")
		first.reload()
		applications.set_derived_fields(first)
		self.assertIsNone(first.open_case_key)
		first.db_update()
		self.assertEqual(self.filed("Traffic Accident").case_status, "Open")

	def test_a_cause_is_named_before_acceptance(self):
		case = case_factories.put_at(self.filed(""), "ACCEPT", accepted_on=None)
		with self.assertRaisesRegex(MissingEvidenceError, "Cause of the Hardship: choose"):
			step_effects.require_transition_ready(case, self.way(case, "ACCEPT", "Forward"))

	def test_the_same_cause_again_needs_a_reason(self):
		first = self.helped()
		case = case_factories.put_at(self.filed(), "ACCEPT", accepted_on=None)
		with self.assertRaisesRegex(MissingEvidenceError, f"aided in case {first.name}"):
			step_effects.require_transition_ready(case, self.way(case, "ACCEPT", "Forward"))
		case.repeat_reason = "同一房屋第二次失火"
		step_effects.require_transition_ready(case, self.way(case, "ACCEPT", "Forward"))

	def test_a_cause_in_a_case_of_monthly_aid_is_no_aid_before(self):
		self.helped().db_set("scheme", "DIBAO-URBAN")
		case = case_factories.put_at(self.filed(), "ACCEPT", accepted_on=None)
		step_effects.require_transition_ready(case, self.way(case, "ACCEPT", "Forward"))

	def test_an_accepted_case_keeps_its_cause(self):
		case = case_factories.put_at(self.filed(), "VISIT", accepted_on="2026-03-02")
		with self.acting_as(self.clerk):
			case = frappe.get_doc(case.doctype, case.name)
			case.aid_cause = "Traffic Accident"
			with self.assertRaisesRegex(FieldClosedError, "Cause of the Hardship"):
				case.save()

	def test_what_the_bank_has_paid_closes_itself_and_lets_the_case_go(self):
		case = self.helped()
		way = self.way(case, "MAINTAIN", "Forward")
		payment_factories.paid_run(scheme=EMERGENCY)
		self.assertEqual(close_paid_awards(), 0)
		with self.assertRaisesRegex(StepNotAllowedError, "is not paid yet"):
			step_effects.require_transition_ready(case, way)
		frappe.db.set_value("Payment Line", {"award": case.benefit_award}, "line_status", "Paid")
		self.assertEqual(close_paid_awards(), 1)
		stored = ("award_status", "stop_reason", "end_month", "open_award_key")
		self.assertEqual(
			frappe.db.get_value("Benefit Award", case.benefit_award, stored),
			("Stopped", "Paid", "2026-03", None),
		)
		step_effects.require_transition_ready(case, way)
		self.assertEqual(close_paid_awards(), 0)

	def test_a_month_that_was_paid_pays_an_emergency_by_a_run_of_its_own(self):
		payment_factories.award(factories.household(ages=(44,), account_verified_on="2026-01-05"))
		payment_factories.paid_run(scheme=None)
		self.home.db_set("account_verified_on", "2026-01-05")
		self.home.reload()
		case = self.helped()
		run = payment_factories.paid_run(scheme=EMERGENCY, kind="Supplementary")
		lines = frappe.get_all("Payment Line", {"payment_run": run}, ["award", "line_kind", "amount"])
		self.assertEqual(
			[(row.award, row.line_kind, row.amount) for row in lines], [(case.benefit_award, "One-off", 500)]
		)

	def way(self, case, step: str, kind: str):
		template = step_effects.load_template(case.process_template)
		return next(way for way in template.transitions if way.step == step and way.kind.value == kind)
