"""Versions and delegation: new cases follow what is in force, running cases walk on under what they started with."""

from unittest.mock import patch

import frappe

from social_assistance.api.v1.procedure import templates
from social_assistance.constants import (
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	POLICY_ADMINISTRATOR,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
	VILLAGE_ASSISTANT,
)
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.exceptions import OutOfScopeError
from social_assistance.services.cases import district_file_review
from social_assistance.services.cases.exceptions import MissingEvidenceError
from social_assistance.services.cases.steps import MoveRequest, list_available_actions, move_case
from social_assistance.services.procedure import template_versions, workflow_builder
from social_assistance.services.procedure.exceptions import ProcessTemplateError
from social_assistance.services.procedure.templates import choose_template
from social_assistance.services.procedure.workflow_builder import WORKFLOW_NAME
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1

NATIONAL, DELEGATED = "NATIONAL-16-V1", "TOWNSHIP-16-V1"


def rename_filing(draft) -> None:
	"""A version whose second step has another state."""
	next(row for row in draft.steps if row.step_code == "APPLY").workflow_state = "Filing at the Window"
	draft.save()


class TestVersions(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.administrator = factories.user(POLICY_ADMINISTRATOR)
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)

	def new_case(self):
		with self.acting_as(self.assistant):
			return factories.case(
				factories.household(), policy_told_on="2026-03-02", applicant_wish="Wishes to Apply"
			)

	def second_version(self) -> str:
		with self.acting_as(self.administrator):
			name = templates.new_version(NATIONAL)
			rename_filing(frappe.get_doc("Process Template", name))
		self.put_into_force(name)
		return name

	def put_into_force(self, name: str) -> None:
		with self.acting_as(factories.user(DISTRICT_APPROVER, DISTRICT)):
			templates.activate(name)

	def forward(self, case) -> str:
		with self.acting_as(self.assistant):
			return move_case(case.name, MoveRequest("Complete Step")).workflow_state

	def test_new_cases_follow_the_new_version_and_running_ones_theirs(self):
		old = self.new_case()
		name = self.second_version()
		new = self.new_case()
		self.assertEqual((old.process_template, new.process_template), (NATIONAL, name))
		self.assertEqual(frappe.db.get_value("Process Template", NATIONAL, "template_status"), "Superseded")
		self.assertEqual(self.forward(old), "Filing")
		self.assertEqual(self.forward(new), "Filing at the Window")
		states = {row.state for row in frappe.get_doc("Workflow", WORKFLOW_NAME).states}
		self.assertLessEqual({"Filing", "Filing at the Window"}, states)

	def test_a_case_moves_while_the_workflow_is_generated(self):
		case = self.new_case()
		ensure = workflow_builder._ensure_masters

		def meanwhile(*names):
			self.assertEqual(self.forward(case), "Filing")
			return ensure(*names)

		with patch.object(workflow_builder, "_ensure_masters", meanwhile):
			self.second_version()
		case.reload()
		self.assertEqual((case.current_step, case.process_template), ("APPLY", NATIONAL))
		with self.acting_as(self.assistant):
			self.assertIn("Withdraw Application", {row["action"] for row in list_available_actions(case)})
			self.assertEqual(
				move_case(case.name, MoveRequest("Withdraw Application", "BY_APPLICANT")).case_status,
				"Withdrawn",
			)

	def test_a_version_of_the_future_waits_for_its_day(self):
		with self.acting_as(self.administrator):
			name = templates.new_version(NATIONAL)
			frappe.db.set_value("Process Template", name, "effective_from", "2026-04-01")
		self.put_into_force(name)
		self.assertEqual(self.new_case().process_template, NATIONAL)
		frappe.flags.business_date = frappe.utils.getdate("2026-04-01")
		template_versions.retire_replaced_versions()
		self.assertEqual(frappe.db.get_value("Process Template", NATIONAL, "template_status"), "Superseded")
		self.assertEqual(self.new_case().process_template, name)

	def test_one_draft_at_a_time_and_only_drafts_are_activated(self):
		with self.acting_as(self.administrator):
			templates.new_version(NATIONAL)
			with self.assertRaisesRegex(ProcessTemplateError, "Change and activate that one"):
				templates.new_version(NATIONAL)
			with self.assertRaisesRegex(ProcessTemplateError, "only a draft is activated"):
				templates.activate(NATIONAL)

	def test_only_the_policy_administrator_makes_versions(self):
		leader = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		with self.acting_as(leader), self.assertRaises(frappe.PermissionError):
			templates.new_version(NATIONAL)

	def test_a_second_person_puts_a_version_into_force(self):
		with self.acting_as(self.administrator):
			name = templates.new_version(NATIONAL)
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "or it concerns you; another person must put"
			):
				templates.activate(name)
		for role in (POLICY_ADMINISTRATOR, TOWNSHIP_LEADER):
			user = factories.user(role, DISTRICT if role == POLICY_ADMINISTRATOR else TOWNSHIP_1)
			with (
				self.subTest(role),
				self.acting_as(user),
				self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
			):
				templates.activate(name)
		self.put_into_force(name)
		signed = frappe.db.get_value("Process Template", name, ["template_status", "in_force_by"])
		self.assertEqual(signed, ("Active", factories.user(DISTRICT_APPROVER, DISTRICT)))

	def test_the_shipped_procedures_separate_the_decision_from_all_before_it(self):
		for template in (NATIONAL, DELEGATED):
			for way in frappe.get_doc("Process Template", template).transitions:
				if way.step_code == "DECIDE" and way.action != "Return":
					wanted = {"ACCEPT", "VISIT", "APPRAISE", "INITIAL", "NOTICE", "REVIEW", "VERIFY"}
					self.assertEqual(set(way.separated_from.split(",")), wanted)
				if way.step_code == "NOTICE" and way.action in ("Forward", "Skip"):
					self.assertLessEqual({"ACCEPT", "VISIT"}, set(way.separated_from.split(",")))


class TestDelegation(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.reviewer = factories.user(TOWNSHIP_REVIEWER, TOWNSHIP_1)
		self.leader = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		self.district = factories.user(DISTRICT_REVIEWER, DISTRICT)
		authority = patch(
			"social_assistance.services.procedure.templates.get_decision_authority",
			lambda scheme, division, on: "Township" if scheme == "DIBAO-URBAN" else "District",
		)
		authority.start()
		self.addCleanup(authority.stop)

	def review(self, **values):
		return case_factories.case_at("REVIEW", **values)

	def act(self, user, case, action="Complete Step", **why):
		with self.acting_as(user):
			return move_case(case.name, MoveRequest(action, **why))

	def skip(self, user, case):
		return self.act(user, case, "Skip Step", reason="DELEGATED")

	def find_defect(self, case):
		"""A paper that is not in order, without which a file does not go back."""
		if not case.file_checks:
			district_file_review.prepare_file_checks(case)
			for row in case.file_checks:
				row.db_insert()
		first = case.file_checks[0]
		frappe.db.set_value(first.doctype, first.name, {"check_result": "Defective", "remark": "缺照片"})

	def opinion(self, user, case):
		with self.acting_as(user):
			case.reload()
			case.update({"district_opinion": "Approve", "district_opinion_text": "材料齐全"})
			case.save()

	def test_scheme_and_policy_choose_template_and_the_shorter_clock(self):
		self.assertEqual(choose_template("DIBAO-URBAN", VILLAGE_1, self.today), DELEGATED)
		self.assertEqual(choose_template("DIBAO-RURAL", VILLAGE_1, self.today), NATIONAL)
		case = self.review()
		self.assertEqual((case.process_template, case.workflow_state), (DELEGATED, "Township Self-review"))
		self.assertEqual(str(case.overall_due_on), "2026-03-30")  # 20 working days

	def test_the_township_reviews_itself_and_its_leader_decides(self):
		case = self.review()
		self.opinion(self.reviewer, case)
		case = self.skip(self.reviewer, case)
		self.assertEqual((case.current_step, case.workflow_state), ("DECIDE", "Decision"))
		log = frappe.get_doc("Application Step", {"application": case.name, "step_code": "REVIEW"})
		self.assertEqual(
			(log.action, log.reason_code, log.done_by), ("Skip Step", "DELEGATED", self.reviewer)
		)
		for user in (factories.user(DISTRICT_APPROVER, DISTRICT), self.reviewer, self.clerk):
			with self.assertRaisesRegex(StepNotAllowedError, "is for the role"):
				self.act(user, case)
		refused = self.act(
			self.leader, case, "Refuse Application", reason="DOES_NOT_QUALIFY", remark="收入高于标准"
		)
		self.assertEqual(refused.case_status, "Refused")

	def test_the_leader_confirms_only_with_an_opinion_on_file(self):
		case = self.skip(self.reviewer, self.review())
		with self.assertRaisesRegex(MissingEvidenceError, "Step Decision cannot be left yet"):
			self.act(self.leader, case)

	def test_kin_and_sampled_cases_cannot_pass_the_district(self):
		for flag in ("county_visit_required", "spot_check"):
			case = self.review(**{flag: 1})
			with self.assertRaisesRegex(StepNotAllowedError, "The district reviewer visits the family"):
				self.skip(self.reviewer, case)
			with self.acting_as(self.reviewer):
				self.assertNotIn("Skip Step", {row["action"] for row in list_available_actions(case)})
			with self.acting_as(self.district):
				self.assertIn("Complete Step", {row["action"] for row in list_available_actions(case)})

	def test_who_signed_or_investigated_does_not_decide(self):
		for step in ("INITIAL", "VISIT"):
			case = self.review()
			frappe.db.set_value(
				"Application Step",
				{"application": case.name, "step_code": "DISCOVER"},
				{"step_code": step, "done_by": self.leader},
			)
			case = self.skip(self.reviewer, case)
			with self.assertRaisesRegex(SeparationOfDutiesError, "must be done by another person"):
				self.act(self.leader, case, "Refuse Application", reason="DOES_NOT_QUALIFY", remark="x")

	def test_who_investigated_does_not_review(self):
		case = self.review()
		frappe.db.set_value(
			"Application Step",
			{"application": case.name, "step_code": "DISCOVER"},
			{"step_code": "VISIT", "done_by": self.reviewer},
		)
		with self.assertRaisesRegex(SeparationOfDutiesError, "must be done by another person"):
			self.skip(self.reviewer, case)

	def test_kin_of_the_family_keep_out(self):
		case = self.review()
		case_factories.make_kin(self.reviewer, case.applicant)
		with self.assertRaisesRegex(SeparationOfDutiesError, "You are registered as a near relative in this"):
			self.skip(self.reviewer, case)

	def test_another_township_has_no_say(self):
		case = self.review()
		with self.assertRaisesRegex(
			(OutOfScopeError, frappe.PermissionError), "is not yours to handle: it belongs to another"
		):
			self.skip(factories.user(TOWNSHIP_REVIEWER, TOWNSHIP_2), case)

	def test_the_township_may_look_again_more_than_once(self):
		case = self.review()
		for _round in range(2):
			self.find_defect(case)
			case = self.act(
				self.reviewer, case, "Return to Initial Review", reason="DEFECTS_LISTED", remark="缺照片"
			)
			self.assertFalse(case.is_returned)
			case = case_factories.put_at(case, "REVIEW")

	def test_the_policy_of_the_place_delegates(self):
		patch.stopall()
		from social_assistance.services.procedure import templates as real

		policy = frappe.get_doc(
			"Policy Version", {"division": DISTRICT, "docstatus": 1, "effective_to": ("is", "not set")}
		)
		self.assertEqual(real.get_decision_authority("DIBAO-URBAN", VILLAGE_1, self.today), "District")
		compiled = frappe.parse_json(policy.parameters)
		rows = [r for r in compiled["administration"]["schemes"] if r["scheme"] != "DIBAO-URBAN"]
		rows.append({"scheme": "DIBAO-URBAN", "authority": "Township"})
		compiled["administration"]["schemes"] = rows
		frappe.db.set_value("Policy Version", policy.name, "parameters", frappe.as_json(compiled))
		self.assertEqual(real.get_decision_authority("DIBAO-URBAN", VILLAGE_1, self.today), "Township")
