from datetime import date

import frappe

from social_assistance.constants import (
	AUDITOR,
	DISTRICT_APPROVER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	VERIFICATION_OFFICER,
	VILLAGE_ASSISTANT,
)
from social_assistance.exceptions import ReasonRequiredError, StepNotAllowedError
from social_assistance.permissions.exceptions import (
	FieldClosedError,
	TransitionNotAllowedError,
)
from social_assistance.services.cases.exceptions import (
	ApplicantMissingError,
	CorrectionAlreadySentError,
	MissingEvidenceError,
	NothingToCorrectError,
	OpenCaseExistsError,
	StaleCaseError,
)
from social_assistance.services.cases.steps import MoveRequest, list_available_actions, move_case
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1, VILLAGE_2


def paper(key: str) -> dict:
	return {"evidence_key": key, "description": key, "source": "Citizen", "document_no": "1"}


class TestAssistanceApplication(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.other_clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)
		self.home = factories.household()

	def new_case(self, **values):
		with self.acting_as(self.assistant):
			return factories.case(
				self.home, policy_told_on="2026-03-02", applicant_wish="Wishes to Apply", **values
			)

	def as_user(self, user, case, action="Complete Step", **why):
		with self.acting_as(user):
			return move_case(case.name, MoveRequest(action, **why))

	def at_acceptance(self):
		case = self.new_case()
		self.as_user(self.assistant, case)
		with self.acting_as(self.assistant):
			case.reload()
			case.extend("evidence", [paper("application_form"), paper("identity_card")])
			case.save()
		self.as_user(self.assistant, case)
		with self.acting_as(self.clerk):
			case.reload()
			for row in case.members[:2]:
				case.append(
					"consents",
					{
						"person": row.person,
						"capacity": "Household Member",
						"pledge_signed": 1,
						"authorisation_signed": 1,
						"signed_on": "2026-03-02",
					},
				)
			case.save()
		return self.as_user(self.clerk, case)

	def test_new_case_stands_at_discovery_with_members_and_an_open_step(self):
		case = self.new_case()
		self.assertEqual(
			(case.workflow_state, case.current_step, len(case.members)), ("Discovery", "DISCOVER", 3)
		)
		self.assertEqual(case.township, TOWNSHIP_1)
		steps = frappe.get_all(
			"Application Step", filters={"application": case.name}, fields=["step_code", "done_on"]
		)
		self.assertEqual([(s.step_code, s.done_on) for s in steps], [("DISCOVER", None)])

	def test_acceptance_gives_number_policy_and_due_dates_of_the_working_calendar(self):
		case = self.as_user(self.clerk, self.at_acceptance())
		self.assertEqual(case.workflow_state, "Kin Registration")
		self.assertTrue(case.acceptance_no.startswith("SL-2026-"))
		self.assertEqual(case.accepted_on, date(2026, 3, 2))
		self.assertEqual(case.overall_due_on, date(2026, 4, 14))  # 30 working days over Qingming

	def test_forward_without_evidence_is_refused_and_names_what_is_missing(self):
		case = self.new_case()
		self.as_user(self.assistant, case)
		with self.assertRaisesRegex(MissingEvidenceError, "cannot be left yet") as refusal:
			self.as_user(self.assistant, case)
		self.assertIn("Application form", str(refusal.exception))
		self.assertEqual(frappe.db.get_value(case.doctype, case.name, "workflow_state"), "Filing")

	def test_wrong_role_is_refused(self):
		case = self.at_acceptance()
		with self.assertRaisesRegex(StepNotAllowedError, "is for the role"):
			self.as_user(self.assistant, case)
		with self.assertRaisesRegex(StepNotAllowedError, "is for the role"):
			self.as_user(factories.user(VERIFICATION_OFFICER, factories.DISTRICT), case)

	def test_another_township_can_neither_move_nor_read_nor_list(self):
		case = self.at_acceptance()
		with self.assertRaisesRegex(frappe.PermissionError, "is not yours to handle: it belongs to another"):
			self.as_user(self.other_clerk, case)
		with self.acting_as(self.other_clerk):
			self.assertFalse(frappe.has_permission(case.doctype, "read", doc=case.name))
			self.assertEqual(frappe.get_list(case.doctype, pluck="name", filters={"name": case.name}), [])

	def test_staff_without_a_division_see_nothing_and_auditors_everything(self):
		case = self.new_case()
		for user, seen in ((factories.user(TOWNSHIP_CLERK), []), (factories.user(AUDITOR), [case.name])):
			with self.acting_as(user):
				self.assertEqual(
					frappe.get_list(case.doctype, pluck="name", filters={"name": case.name}), seen
				)

	def test_case_cannot_be_filed_into_another_township(self):
		home = factories.household(VILLAGE_2)
		with self.acting_as(self.clerk), self.assertRaises(frappe.PermissionError):
			factories.case(home)

	def test_state_changes_only_through_the_step_service(self):
		case = self.new_case()
		with self.acting_as(self.assistant):
			case.reload()
			case.workflow_state, case.current_step = "Filing", "APPLY"
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				case.save()

	def test_reason_and_remark_are_asked_for(self):
		case = self.at_acceptance()
		with self.assertRaisesRegex(ReasonRequiredError, "needs a reason"):
			self.as_user(self.clerk, case, "Refuse Application", remark="not ours")
		with self.assertRaisesRegex(ReasonRequiredError, "needs a remark that the family can understand"):
			self.as_user(self.clerk, case, "Refuse Application", reason="DUPLICATE")
		closed = self.as_user(
			self.clerk, case, "Refuse Application", reason="DUPLICATE", remark="filed twice"
		)
		self.assertEqual(
			(closed.workflow_state, closed.case_status, closed.open_case_key), ("Not Accepted",) * 2 + (None,)
		)

	def test_the_correction_notice_is_written_from_the_checklist_once(self):
		case = self.at_acceptance()
		back = {"action": "Return to Filing", "reason": "PAPERS_MISSING", "remark": "please complete"}
		with self.assertRaisesRegex(NothingToCorrectError, "nothing to ask of the citizen"):
			self.as_user(self.clerk, case, **back)
		with self.acting_as(self.clerk):
			case.reload()
			form = next(row for row in case.evidence if row.evidence_key == "application_form")
			form.defect = "not signed"
			paper = {"evidence_key": "invoice", "description": "Medical invoice", "source": "Citizen"}
			case.append("evidence", paper)
			case.save()
		case = self.as_user(self.clerk, case, **back)
		self.assertEqual(case.correction_items, "Application form: not signed\nMedical invoice")
		with self.assertRaisesRegex(MissingEvidenceError, "Application form: not signed"):
			self.as_user(self.assistant, case)
		with self.acting_as(self.assistant):
			case.reload()
			case.evidence[-1].document_no = "F-1"
			for row in case.evidence:
				row.defect = None
			case.save()
		self.as_user(self.assistant, case)
		self.as_user(self.clerk, case)
		with self.assertRaisesRegex(CorrectionAlreadySentError, "a second is not allowed"):
			self.as_user(self.clerk, case, **back)

	def test_an_old_verification_report_does_not_open_the_gate(self):
		case = case_factories.case_at("VERIFY")
		officer = factories.user(VERIFICATION_OFFICER, factories.DISTRICT)
		report = {"evidence_key": "verification_report", "source": "Platform", "document_no": "HD-1"}
		for issued, opens in ((None, False), ("2025-09-01", False), ("2025-09-02", True)):
			with self.acting_as(officer):
				case.reload()
				case.evidence = [row for row in case.evidence if row.evidence_key != "verification_report"]
				case.append("evidence", {**report, "document_date": issued})
				case.save()
			if opens:
				self.assertEqual(self.as_user(officer, case).current_step, "VISIT")
			else:
				with self.assertRaisesRegex(MissingEvidenceError, "lies more than 6 months back"):
					self.as_user(officer, case)

	def test_stale_form_is_refused(self):
		case = self.at_acceptance()
		with self.assertRaisesRegex(StaleCaseError, "since you opened it"):
			self.as_user(self.clerk, case, seen_state="Filing")

	def test_second_open_case_for_the_scheme_is_refused(self):
		first = self.new_case()
		with self.assertRaisesRegex(OpenCaseExistsError, "Continue it instead of opening another") as refusal:
			self.new_case()
		self.assertIn(first.name, str(refusal.exception))

	def test_applicant_must_be_a_member(self):
		stranger = factories.person()
		with (
			self.acting_as(self.assistant),
			self.assertRaisesRegex(ApplicantMissingError, "is not among the household members"),
		):
			factories.case(self.home, applicant=stranger.name)

	def test_only_roles_of_the_step_edit(self):
		case = self.at_acceptance()
		with self.acting_as(factories.user(DISTRICT_APPROVER, factories.DISTRICT)):
			case.reload()
			case.reason_text = "changed"
			with self.assertRaisesRegex(StepNotAllowedError, "It can now be edited"):
				case.save()

	def test_actions_offered_are_those_of_the_role(self):
		case = self.at_acceptance()
		with self.acting_as(self.clerk):
			names = {row["action"] for row in list_available_actions(case)}
		self.assertEqual(names, {"Complete Step", "Return to Filing", "Refuse Application"})
		with self.acting_as(factories.user(AUDITOR)):
			self.assertEqual(list_available_actions(case), [])

	def test_a_members_corrected_name_is_no_change_of_an_accepted_case(self):
		case = case_factories.case_at("VISIT")
		frappe.db.set_value("Registry Person", case.applicant, "person_name", "张更正")
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			doc = frappe.get_doc(case.doctype, case.name)
			doc.append("evidence", paper("identity_card"))
			doc.save()
			self.assertEqual((doc.evidence[0].step_code, doc.members[0].person_name), ("VISIT", "张更正"))
			case_factories.put_at(case, "INITIAL")
		with (
			self.acting_as(factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)),
			self.assertRaisesRegex(FieldClosedError, "of Assistance Application"),
		):
			frappe.get_doc(case.doctype, case.name).update({"evidence": []}).save()
