import frappe

from social_assistance.constants import VILLAGE_ASSISTANT
from social_assistance.exceptions import RecordIsFinalError
from social_assistance.permissions.exceptions import TransitionNotAllowedError
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import VILLAGE_1


class TestApplicationStep(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)
		home = factories.household()
		with self.acting_as(self.assistant):
			self.case = factories.case(home, policy_told_on="2026-03-02", applicant_wish="Wishes to Apply")

	def first_step(self):
		return frappe.get_doc("Application Step", {"application": self.case.name, "step_code": "DISCOVER"})

	def test_a_finished_step_names_who_did_it_and_cannot_be_rewritten(self):
		with self.acting_as(self.assistant):
			move_case(self.case.name, MoveRequest("Complete Step"))
		step = self.first_step()
		self.assertEqual(
			(step.done_by, step.actor_role, step.target), (self.assistant, VILLAGE_ASSISTANT, "APPLY")
		)
		step.remark = "rewritten"
		with self.assertRaisesRegex(TransitionNotAllowedError, "is written by the system, never by hand"):
			step.save()

	def test_steps_are_never_deleted(self):
		with self.assertRaisesRegex(RecordIsFinalError, "Steps of a case cannot be deleted"):
			self.first_step().delete(force=True)

	def test_staff_cannot_write_the_log_themselves(self):
		with self.acting_as(self.assistant), self.assertRaises(frappe.PermissionError):
			frappe.get_doc(
				{
					"doctype": "Application Step",
					"application": self.case.name,
					"sequence": 9,
					"step_code": "PAY",
					"division": VILLAGE_1,
					"opened_on": "2026-03-02 08:00:00",
				}
			).insert()
