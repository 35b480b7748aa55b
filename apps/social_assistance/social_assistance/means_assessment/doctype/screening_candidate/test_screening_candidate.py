import frappe

from social_assistance.api.v1.screening.proposals import accept_candidate, refuse_candidate
from social_assistance.constants import AUDITOR, VILLAGE_ASSISTANT
from social_assistance.exceptions import StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.screening.exceptions import ScreeningStateError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1, VILLAGE_2


class TestScreeningCandidate(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		factories.user("System Manager")
		self.home = factories.household()
		run = frappe.get_doc(
			{
				"doctype": "Screening Run",
				"division": TOWNSHIP_1,
				"as_of_date": "2026-03-02",
				"months_known": 12,
			}
		).insert()
		with allow_transition(
			"Screening Candidate"
		):  # stands in for the run, which writes its rows set-based
			self.candidate = self.proposal(run.name)
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)

	def proposal(self, run: str):
		return frappe.get_doc(
			{
				"doctype": "Screening Candidate",
				"screening_run": run,
				"scheme": "EDUCATION",
				"household": self.home.name,
				"person": self.home.members[2].person,
				"division": self.home.division,
				"reason": "at school",
			}
		).insert()

	def test_refusal_keeps_its_reason(self):
		with self.acting_as(self.assistant):
			refuse_candidate(self.candidate.name, "Does Not Wish to Apply")
		self.candidate.reload()
		self.assertEqual(
			(self.candidate.candidate_status, self.candidate.refusal_reason, self.candidate.answered_by),
			("Refused", "Does Not Wish to Apply", self.assistant),
		)

	def test_refusal_needs_a_listed_reason_and_other_needs_words(self):
		with self.acting_as(self.assistant):
			for reason in ("", "Because", "Other"):
				with (
					self.subTest(reason),
					self.assertRaisesRegex(
						ScreeningStateError,
						"Reason for Refusal must be one|Remark: say in words why the family does not",
					),
				):
					refuse_candidate(self.candidate.name, reason)
			refuse_candidate(self.candidate.name, "Other", "moves abroad next month")

	def test_acceptance_files_an_application(self):
		self.candidate.db_set("scheme", "DIBAO-URBAN")
		with self.acting_as(self.assistant):
			case = frappe.get_doc("Assistance Application", accept_candidate(self.candidate.name))
		self.assertEqual((case.household, case.discovery_channel), (self.home.name, "Alert"))
		self.candidate.reload()
		self.assertEqual(
			(self.candidate.candidate_status, self.candidate.application), ("Accepted", case.name)
		)

	def test_an_answer_is_final(self):
		with self.acting_as(self.assistant):
			refuse_candidate(self.candidate.name, "Not Reached")
			with self.assertRaisesRegex(ScreeningStateError, "This proposal was answered"):
				accept_candidate(self.candidate.name)

	def test_other_village_and_auditor_do_not_answer(self):
		with (
			self.acting_as(factories.user(VILLAGE_ASSISTANT, VILLAGE_2)),
			self.assertRaises(frappe.PermissionError),
		):
			refuse_candidate(self.candidate.name, "Not Reached")
		with (
			self.acting_as(factories.user(AUDITOR)),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			refuse_candidate(self.candidate.name, "Not Reached")
