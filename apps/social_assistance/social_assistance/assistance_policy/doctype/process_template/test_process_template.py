import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.services.procedure.case_board import CASE_BOARD
from social_assistance.services.procedure.exceptions import ProcessTemplateError
from social_assistance.services.procedure.workflow_builder import WORKFLOW_NAME, rebuild_workflow
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1

NATIONAL = "NATIONAL-16-V1"


class TestProcessTemplate(AssistanceTestCase):
	def draft(self):
		copy = frappe.copy_doc(frappe.get_doc("Process Template", NATIONAL))
		copy.update({"template_version": 99, "template_status": "Draft"})
		return copy

	def test_workflow_has_a_state_for_each_step_and_exit(self):
		rebuild_workflow()
		workflow = frappe.get_doc("Workflow", WORKFLOW_NAME)
		self.assertEqual(len({row.state for row in workflow.states}), 17 + 5)
		self.assertTrue(workflow.is_active)

	def test_workflow_passes_over_steps_that_a_scheme_skips(self):
		rebuild_workflow()
		rows = [
			row
			for row in frappe.get_doc("Workflow", WORKFLOW_NAME).transitions
			if row.state == "Publication" and row.action == "Complete Step"
		]
		targets = {row.next_state: row.condition for row in rows}
		self.assertIn("MARGINAL", targets["Maintenance"])
		self.assertIn("RIGID", targets["Exit and Archive"])
		self.assertIn("MLG", targets["Payment"])

	def test_templates_that_agree_share_a_transition_without_a_condition(self):
		rebuild_workflow()
		rows = frappe.get_doc("Workflow", WORKFLOW_NAME).transitions
		keys = [(row.state, row.action, row.allowed, row.next_state) for row in rows]
		self.assertEqual(len(keys), len(set(keys)))
		accepted = [row for row in rows if row.state == "Acceptance"]
		self.assertFalse([row for row in accepted if "process_template" in (row.condition or "")])
		self.assertIn(None, [row.condition for row in accepted])

	def test_a_move_leaves_no_list_of_the_framework_that_ignores_the_scope(self):
		rebuild_workflow()
		states = frappe.get_doc("Workflow", WORKFLOW_NAME).states
		self.assertTrue(all(row.is_optional_state for row in states))

	def test_boards_follow_the_procedure(self):
		board = frappe.get_doc("Kanban Board", CASE_BOARD)
		first = board.columns[0]
		first.indicator = "Red"
		board.columns = [row for row in board.columns if row.column_name != "Acceptance"]
		board.append("columns", {"column_name": "Refused", "indicator": "Gray", "status": "Active"})
		board.save()
		rebuild_workflow()
		board.reload()
		states = [row.column_name for row in board.columns]
		self.assertEqual(board.columns[0].indicator, "Red")
		self.assertEqual(states.index("Acceptance"), states.index("Authorisation") + 1)
		self.assertEqual([row.column_name for row in board.columns if row.status == "Archived"], ["Refused"])

	def test_template_that_a_case_could_not_finish_is_refused(self):
		broken = self.draft()
		broken.transitions = [row for row in broken.transitions if row.step_code != "EXIT"]
		with self.assertRaisesRegex(ProcessTemplateError, "no exit can be reached"):
			broken.insert()

	def test_target_that_does_not_exist_is_refused(self):
		broken = self.draft()
		broken.transitions[0].target = "NOWHERE"
		with self.assertRaisesRegex(ProcessTemplateError, "which is neither a step nor an exit"):
			broken.insert()

	def test_version_in_use_keeps_its_rows(self):
		template = frappe.get_doc("Process Template", NATIONAL)
		template.steps[0].limit_value = 99
		with self.assertRaisesRegex(ProcessTemplateError, "Press New Version and change the draft"):
			template.save()

	def test_clerks_read_but_do_not_edit(self):
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			self.assertTrue(frappe.has_permission("Process Template", "read"))
			self.assertFalse(frappe.has_permission("Process Template", "write"))
