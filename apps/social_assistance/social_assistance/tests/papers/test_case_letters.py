from datetime import date

import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.services.papers.case_letters import LETTERS
from social_assistance.services.papers.exceptions import LetterNotDueError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1


class TestCaseLetters(AssistanceTestCase):
	"""Each letter in Chinese: what it is called, why, on what basis, and what the family can do."""

	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		frappe.local.lang = "zh"
		self.addCleanup(setattr, frappe.local, "lang", "en")

	def printed(self, case, name: str, *texts: str):
		html = frappe.get_print(case.doctype, case.name, name)
		for text in texts:
			self.assertIn(text, html)

	def test_correction_notice_lists_everything_once(self):
		case = case_factories.case_at("ACCEPT", accepted_on=None)
		with self.acting_as(self.clerk):
			for key, name in (("disability_card", "残疾人证"), ("bank_card", "银行卡复印件")):
				case.append("evidence", {"evidence_key": key, "description": name, "source": "Citizen"})
			case.save()
			why = {"reason": "PAPERS_MISSING", "remark": "请补齐"}
			move_case(case.name, MoveRequest("Return to Filing", **why))
		self.printed(
			case,
			"Correction Notice",
			"一次性补正告知书",
			"<li>残疾人证</li>",
			"<li>银行卡复印件</li>",
			"第十条",
		)

	def test_non_acceptance_gives_reason_and_remedy(self):
		case = case_factories.case_at("ACCEPT", accepted_on=None)
		with self.acting_as(self.clerk):
			paper = {"evidence_key": "application_form", "description": "申请表", "source": "Citizen"}
			case.append("evidence", {**paper, "document_no": "1"})
			case.save()
			why = {"reason": "NOT_COMPETENT", "remark": "户籍在外省，请向户籍地提出申请"}
			move_case(case.name, MoveRequest("Refuse Application", **why))
		self.printed(case, "Non-acceptance Letter", "不予受理告知书", "户籍在外省", "行政复议", "六个月")

	def test_acceptance_names_number_and_term(self):
		case = case_factories.case_at(
			"KIN_RECORD", acceptance_no="SL-2026-000001", overall_due_on=date(2026, 4, 14)
		)
		self.printed(case, "Acceptance Notice", "受理通知书", "SL-2026-000001", "2026-04-14", "0375-12345678")

	def test_kin_record_names_staff_and_recusal(self):
		case = case_factories.case_at(
			"VERIFY", kin_declared="Near Relative", county_visit_required=1, kin_matched=1
		)
		case_factories.make_kin(self.clerk, case.applicant)
		self.printed(case, "Kin Record", "近亲属", "回避", case.applicant_name)

	def test_letters_of_steps_that_never_were_are_refused(self):
		case = case_factories.case_at("VISIT", accepted_on=None)
		for kind in LETTERS:
			with (
				self.subTest(kind),
				self.assertRaisesRegex(
					LetterNotDueError,
					"尚未申报近亲属情况|该案件未经此环节终结|该申请尚未受理|该申请未发出补正告知",
				),
			):
				case.letter(kind)
