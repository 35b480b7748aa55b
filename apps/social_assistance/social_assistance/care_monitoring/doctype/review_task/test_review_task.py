from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.api.v1.means import assessments as means_api
from social_assistance.constants import (
	AUDITOR,
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	TOWNSHIP_CLERK,
	TOWNSHIP_REVIEWER,
)
from social_assistance.domain.money import from_storage
from social_assistance.engines.reviews import due_reviews as review_runs
from social_assistance.exceptions import (
	ReasonRequiredError,
	SeparationOfDutiesError,
	StepNotAllowedError,
)
from social_assistance.permissions.exceptions import (
	FieldClosedError,
	OutOfScopeError,
	TransitionNotAllowedError,
)
from social_assistance.services.awards import changes, review_dates
from social_assistance.services.means.exceptions import AssessmentSubjectError
from social_assistance.services.payments.exceptions import RecoveryInvalidError
from social_assistance.services.reviews import review_decisions
from social_assistance.services.reviews import tasks as reviews
from social_assistance.services.reviews.exceptions import (
	ExitNoticeError,
	ReviewOpenError,
	ReviewSheetError,
	ReviewStateError,
)
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2

SHEET = {
	"visited_on": "2026-03-02",
	"visitors": "甲、乙",
	"verification_no": "HD-1",
	"verified_on": "2026-03-02",
	"change_kind": "Income or Work",
	"changed_on": "2026-03-01",
	"findings": "家庭情况与申报一致",
	"proposal_text": "建议按复核结果办理",
}


class TestReviewTask(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.reviewer = factories.user(TOWNSHIP_REVIEWER, TOWNSHIP_1)
		self.district = factories.user(DISTRICT_REVIEWER, DISTRICT)
		self.approver = factories.user(DISTRICT_APPROVER, DISTRICT)
		self.home = factories.household(account_verified_on="2026-01-05")
		self.award = payment_factories.award(self.home)

	def opened(self, cause: str = "Reported Change", **values):
		with self.acting_as(self.clerk):
			return reviews.open_review(self.award.name, cause, **values)

	def proposed(self, result: str, **values):
		task = self.opened(**{k: values.pop(k) for k in ("cause",) if k in values})
		with self.acting_as(self.clerk):
			task.update({**SHEET, "proposed_result": result, **values})
			task.save()
			return review_decisions.propose_review_result(task.name)

	def decided(self, result: str, day: date | None = None, **values):
		task = self.proposed(result, **values)
		with self.acting_as(self.approver, day):
			return review_decisions.decide_review(task.name)

	def assessment(self, amount: float, eligible: int = 1, **values) -> str:
		"""A submitted sheet of the family, made after the review was opened."""
		sheet = frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": self.award.application,
				"household": self.home.name,
				"division": self.home.division,
				"docstatus": 1,
				"as_of_date": "2026-03-02",
				"is_eligible": eligible,
				"base_amount": amount,
				"total_amount": amount,
				**values,
			}
		)
		sheet.name = frappe.generate_hash(length=10)
		sheet.set_user_and_timestamp()
		sheet.db_insert()
		return sheet.name

	def with_assessment(self, result: str, amount: float, eligible: int = 1, **values):
		task = self.opened()
		with self.acting_as(self.clerk):
			task.update(
				{
					**SHEET,
					"proposed_result": result,
					"means_assessment": self.assessment(amount, eligible),
					**values,
				}
			)
			task.save()
			review_decisions.propose_review_result(task.name)
		with self.acting_as(self.approver):
			return review_decisions.decide_review(task.name)

	def stored(self):
		return frappe.get_doc("Benefit Award", self.award.name)

	def test_a_review_takes_family_scheme_and_township_from_its_award(self):
		task = self.opened()
		self.assertEqual(
			(task.household, task.scheme, task.township, task.review_status, task.amount_before),
			(self.home.name, "DIBAO-URBAN", TOWNSHIP_1, "Open", 291),
		)
		self.assertEqual(task.due_on, date(2026, 3, 23))  # fifteen working days after 2 March

	def test_an_award_has_one_open_review(self):
		self.opened()
		with self.assertRaisesRegex(ReviewOpenError, "is under review already"):
			self.opened("Other")

	def test_a_maintained_benefit_gets_its_next_date_by_class(self):
		task = self.decided("Maintain")
		# The family has members able to work and no assessment here: six months.
		self.assertEqual((task.review_status, task.next_review_on), ("Decided", date(2026, 9, 2)))
		self.assertRegex(task.decision_no, r"^FH-2026-\d{6}$")
		self.assertEqual(self.stored().next_review_on, date(2026, 9, 2))
		self.assertIsNone(task.award_change)
		self.opened("Review Due")  # the loop goes on

	def assess(self, task):
		"""The assessment that the clerk starts from the review, with an income, submitted."""
		with self.acting_as(self.clerk):
			sheet = frappe.get_doc("Means Assessment", means_api.start_review_assessment(task.name))
			income = {"income_kind": "Wages", "gross_amount": 100, "months": 1}
			sheet.append("incomes", {**income, "person": self.award.payee, "evidence_source": "Payslip"})
			sheet.save()
			return sheet.submit()

	def test_an_award_without_a_case_is_assessed_by_its_review(self):
		self.assertFalse(self.award.application)
		task = self.opened()
		sheet = self.assess(task)
		self.assertEqual(
			(sheet.household, sheet.scheme, sheet.division, sheet.review_task),
			(self.home.name, self.award.scheme, self.home.division, task.name),
		)
		self.assertTrue(sheet.is_eligible)
		raised = sheet.total_amount > self.award.monthly_amount
		with self.acting_as(self.clerk):
			words = {"proposed_result": "Increase" if raised else "Decrease", "means_assessment": sheet.name}
			task.reload()
			task.update({**SHEET, **words})
			task.save()
			review_decisions.propose_review_result(task.name)
		with self.acting_as(self.approver):
			review_decisions.decide_review(task.name)
		changed = frappe.db.get_value("Award Change", {"award": self.award.name}, "amount_after")
		self.assertEqual(from_storage(changed), sheet.total_amount)

	def test_an_assessment_needs_a_case_or_an_open_review_of_its_own(self):
		task = self.opened()
		with self.acting_as(self.clerk), self.assertRaisesRegex(AssessmentSubjectError, "choose the case"):
			frappe.get_doc({"doctype": "Means Assessment", "as_of_date": self.today}).insert()
		stranger = factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)
		with self.acting_as(stranger), self.assertRaises(frappe.PermissionError):
			means_api.start_review_assessment(task.name)
		with self.acting_as(stranger), self.assertRaises(frappe.PermissionError):
			frappe.get_doc(
				{"doctype": "Means Assessment", "as_of_date": self.today, "review_task": task.name}
			).insert()
		sheet = self.assess(task)
		frappe.db.set_value(task.doctype, task.name, "review_status", "Cancelled")
		with self.acting_as(self.clerk), self.assertRaisesRegex(AssessmentSubjectError, "is over"):
			means_api.start_review_assessment(task.name)
		frappe.db.set_value(task.doctype, task.name, "open_task_key", None)
		again = self.opened()
		with self.acting_as(self.clerk), self.assertRaisesRegex(ReviewSheetError, "made for another review"):
			again.update({**SHEET, "proposed_result": "Increase", "means_assessment": sheet.name})
			again.save()
			review_decisions.propose_review_result(again.name)

	def test_an_increase_follows_the_new_assessment_from_the_next_month(self):
		task = self.with_assessment("Increase", 350)
		change = frappe.get_doc("Award Change", task.award_change)
		self.assertEqual(
			(change.change_kind, change.from_month, change.amount_before, change.amount_after),
			("Review", "2026-04", 291, 350),
		)
		award = self.stored()
		self.assertEqual(award.monthly_amount, 350)
		month = changes.Month.parse
		self.assertEqual(changes.get_due_amount(award, month("2026-03")), 291)
		self.assertEqual(changes.get_due_amount(award, month("2026-04")), 350)

	def test_a_reduction_of_paid_months_is_overpaid_and_handed_over(self):
		run = payment_factories.approved_run("2026-04")
		payment_factories.execute(run)
		task = self.with_assessment("Decrease", 200)
		self.assertEqual(task.overpaid_amount, 91)
		self.assertEqual(frappe.db.get_value("Award Change", task.award_change, "overpaid_amount"), 91)

	def test_a_review_rests_on_a_verification_that_is_not_too_old(self):
		with self.assertRaisesRegex(ReviewSheetError, "must not be older than the policy allows"):
			self.with_assessment("Increase", 350, verified_on="2025-09-01")

	def facts(
		self, dead: int | None = None, day: str = "2026-03-02", died: str = "2026-01-10", yearly: int = 7200
	):
		"""The family as its assessment froze it: three people, one of them with income over the last twelve months."""
		people = [
			{
				"key": row.person,
				"relation": relation,
				"birth_date": "1980-01-01",
				"is_applicant": number == 0,
				"statuses": [{"status": "Deceased", "first_day": died}] if number == dead else [],
			}
			for number, (row, relation) in enumerate(
				zip(self.home.members, ("Head", "Spouse", "Daughter"), strict=True)
			)
		]
		people[2]["birth_date"] = "2014-01-01"
		line = {
			"member": people[0]["key"],
			"kind": "Wages",
			"amount": str(yearly),
			"first": "2025-03",
			"last": "2026-02",
		}
		return {
			"key": self.home.name,
			"residence_class": "Urban",
			"assessed_on": day,
			"members": people,
			"incomes": [line],
		}

	def settled(self, amount: float, facts: dict, **task):
		"""A decided decrease or increase by an event, whose sheet keeps its facts."""
		result = "Increase" if amount > self.award.monthly_amount else "Decrease"
		opened = self.opened(**{name: task[name] for name in ("changed_on", "change_kind")})
		data = {
			"facts": facts,
			"result": {
				"parts": [
					{"kind": "Base", "amount": str(amount), "member": "", "rule": "dibao.gap", "citation": ""}
				]
			},
		}
		sheet = self.assessment(amount, scheme="DIBAO-URBAN", result_data=frappe.as_json(data))
		with self.acting_as(self.clerk):
			opened.update({**SHEET, **task, "proposed_result": result, "means_assessment": sheet})
			opened.save()
			review_decisions.propose_review_result(opened.name)
		with self.acting_as(self.approver):
			return review_decisions.decide_review(opened.name)

	def test_a_members_death_is_settled_from_the_month_after_it(self):
		"""Three persons, 600 a month of income: 1491 for all, 794 for the two who are left; died on 10 January."""
		self.award = payment_factories.award(
			factories.household(account_verified_on="2026-01-05"), "1491.00", covered_persons=3
		)
		self.home = frappe.get_doc("Registry Household", self.award.household)
		for month in ("2026-01", "2026-02", "2026-03"):
			payment_factories.paid_run(month)
		task = self.settled(794, self.facts(dead=1), change_kind="Death", changed_on="2026-01-10")
		change = frappe.get_doc("Award Change", task.award_change)
		self.assertEqual(
			(change.change_kind, change.from_month, change.overpaid_amount), ("Death", "2026-02", 1394)
		)
		recovery = frappe.get_doc(
			{
				"doctype": "Overpayment Recovery",
				"award": self.award.name,
				"cause": "Death",
				"event_date": "2026-01-10",
				"grounds": "火化证明",
			}
		)
		with self.acting_as(payment_factories.finance()):
			recovery.insert()
		self.assertEqual(
			[(row.payment_month, row.overpaid_amount) for row in recovery.months],
			[("2026-02", 697), ("2026-03", 697)],
		)

	def test_the_survivors_share_is_not_recovered_before_it_is_worked_out(self):
		award = payment_factories.award(
			factories.household(account_verified_on="2026-01-05"), "1491.00", covered_persons=3
		)
		payment_factories.paid_run("2026-02")
		claim = {"cause": "Death", "event_date": "2026-01-10", "grounds": "火化证明"}
		with (
			self.acting_as(payment_factories.finance()),
			self.assertRaisesRegex(RecoveryInvalidError, "review"),
		):
			frappe.get_doc({"doctype": "Overpayment Recovery", "award": award.name, **claim}).insert()

	def test_a_birth_is_paid_from_the_month_after_it(self):
		self.award = payment_factories.award(
			factories.household(account_verified_on="2026-01-05"), "794.00", covered_persons=2
		)
		self.home = frappe.get_doc("Registry Household", self.award.household)
		for month in ("2026-01", "2026-02", "2026-03"):
			payment_factories.paid_run(month)
		facts = self.facts()
		facts["members"][2]["birth_date"] = "2026-01-20"
		task = self.settled(1491, facts, change_kind="Birth", changed_on="2026-01-20")
		change = frappe.get_doc("Award Change", task.award_change)
		self.assertEqual((change.from_month, change.arrears_amount), ("2026-02", 1394))

	def test_months_before_a_new_standard_are_settled_by_the_standard_of_their_time(self):
		"""Died in May 2025; the standard rose from 645 to 697 in July: 690 and then 794 were due for two."""
		self.award = payment_factories.award(
			factories.household(account_verified_on="2025-01-05"),
			"1335.00",
			start="2025-05",
			covered_persons=3,
		)
		self.home = frappe.get_doc("Registry Household", self.award.household)
		task = self.settled(
			794, self.facts(dead=1, died="2025-05-10"), change_kind="Death", changed_on="2025-05-10"
		)
		self.assertEqual(task.from_month, "2025-06")
		award = frappe.get_doc("Benefit Award", self.award.name)
		due = [
			changes.get_due_amount(award, changes.Month.parse(text))
			for text in ("2025-05", "2025-06", "2025-07")
		]
		self.assertEqual(due, [1335, 690, 794])

	def test_income_changes_from_the_usual_month_whenever_they_happened(self):
		task = self.with_assessment("Decrease", 200, change_kind="Income or Work", changed_on="2026-01-10")
		self.assertEqual(task.from_month, "2026-04")

	def test_the_letter_of_a_stop_cites_the_law_of_its_scheme(self):
		task = self.decided(
			"Stop", cause="Voluntary Exit", exit_reason="Voluntary", visited_on=None, verification_no=None
		)
		self.assertIn("（民发〔2021〕57号）第三十二条", task.clause)
		self.award = payment_factories.award(self.home, scheme="TEKUN", person=self.home.head_person)
		task = self.decided("Stop", cause="Death", exit_reason="Death", changed_on="2026-02-10")
		self.assertIn("（民发〔2021〕43号）第二十四条", task.clause)
		self.assertNotIn("57号", task.clause)

	def test_the_result_must_follow_from_the_assessment(self):
		for result, amount, eligible in (
			("Increase", 291, 1),
			("Decrease", 300, 1),
			("Stop", 291, 1),
			("Maintain", 0, 0),
		):
			with self.subTest(result), self.assertRaisesRegex(ReviewSheetError, "means assessment"):
				self.with_assessment(result, amount, eligible, exit_reason="Income Above Standard")
			frappe.db.delete("Review Task", {"award": self.award.name})

	def test_an_older_assessment_does_not_count(self):
		sheet = self.assessment(350)
		frappe.db.set_value("Means Assessment", sheet, "creation", "2026-01-01")
		with self.assertRaisesRegex(ReviewSheetError, "New Means Assessment: choose a submitted one"):
			self.proposed("Increase", means_assessment=sheet)

	def test_a_proposal_needs_visit_verification_and_words(self):
		for lacking in ("visited_on", "verification_no", "findings", "proposal_text"):
			with (
				self.subTest(lacking),
				self.assertRaisesRegex(
					ReviewSheetError,
					"Findings and Reasons of the Township: write|a review rests on a home visit|Give the number and the day of its report",
				),
			):
				self.proposed("Maintain", **{lacking: None})
			frappe.db.delete("Review Task", {"award": self.award.name})

	def test_gradual_exit_pays_the_schedule_of_the_policy_and_then_ends(self):
		task = self.with_assessment("Gradual Exit", 0, eligible=0, exit_reason="Income Above Standard")
		award = self.stored()
		self.assertEqual((award.award_status, award.end_month), ("Gradual Exit", "2026-09"))
		paid = [changes.get_due_amount(award, changes.Month.parse(f"2026-{m:02}")) for m in range(3, 11)]
		self.assertEqual(paid, [291, 291, 291, 291, 146, 146, 146, 0])
		self.assertEqual(task.amount_after, 291)
		self.assertEqual(review_runs.end_gradual_exits("2026-09"), 0)
		self.assertEqual(review_runs.end_gradual_exits("2026-10"), 1)
		self.assertEqual(self.stored().award_status, "Stopped")

	def test_voluntary_exit_asks_for_no_papers_of_the_family(self):
		task = self.decided(
			"Stop", cause="Voluntary Exit", exit_reason="Voluntary", visited_on=None, verification_no=None
		)
		award = self.stored()
		self.assertEqual((award.award_status, award.end_month), ("Stopped", "2026-03"))
		self.assertEqual((task.from_month, task.next_review_on), ("2026-04", None))

	def test_a_death_ends_the_benefit_with_the_month_after_it_and_later_payments_are_overpaid(self):
		run = payment_factories.approved_run("2026-03")
		payment_factories.execute(run)
		task = self.decided("Stop", cause="Death", exit_reason="Death", changed_on="2026-02-10")
		self.assertEqual((self.stored().end_month, task.from_month), ("2026-02", "2026-03"))
		self.assertEqual(task.overpaid_amount, 291)
		self.assertEqual(frappe.db.get_value("Award Change", task.award_change, "change_kind"), "Death")

	def test_two_people_and_the_right_roles(self):
		task = self.opened()
		with (
			self.acting_as(self.approver),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			review_decisions.propose_review_result(task.name)
		task = self.proposed_from(task)
		with (
			self.acting_as(self.reviewer),
			self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"),
		):
			review_decisions.decide_review(task.name)
		frappe.db.set_value("Review Task", task.name, "proposed_by", self.approver)
		with (
			self.acting_as(self.approver),
			self.assertRaisesRegex(SeparationOfDutiesError, "You proposed this review yourself; it must be"),
		):
			review_decisions.decide_review(task.name)

	def proposed_from(self, task):
		with self.acting_as(self.clerk):
			task.update({**SHEET, "proposed_result": "Maintain"})
			task.save()
			return review_decisions.propose_review_result(task.name)

	def test_another_township_neither_sees_nor_handles_it(self):
		task = self.opened()
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)):
			self.assertEqual(frappe.get_list("Review Task", filters={"name": task.name}), [])
			self.assertFalse(frappe.has_permission("Review Task", "read", doc=task.name))
			with self.assertRaisesRegex(OutOfScopeError, "is not yours to handle"):
				review_decisions.propose_review_result(task.name)
			with self.assertRaisesRegex(
				frappe.PermissionError, "Choose a village or community of your own area"
			):
				reviews.open_review(payment_factories.award().name, "Other")
		with self.acting_as(factories.user(AUDITOR)):
			self.assertTrue(frappe.has_permission("Review Task", "read", doc=task.name))
			with self.assertRaisesRegex(OutOfScopeError, "is not yours to handle"):
				review_decisions.decide_review(task.name)

	def test_states_and_amounts_are_the_services(self):
		task = self.opened()
		for field, value in (
			("review_status", "Decided"),
			("amount_after", 999),
			("next_review_on", "2030-01-01"),
			("overpaid_amount", 1),
		):
			with (
				self.subTest(field),
				self.acting_as(self.approver),
				self.assertRaisesRegex(
					TransitionNotAllowedError, "changes only through the steps of the procedure"
				),
			):
				doc = frappe.get_doc("Review Task", task.name)
				doc.set(field, value)
				doc.save()

	def test_a_proposed_sheet_is_frozen_until_it_is_sent_back(self):
		task = self.proposed("Maintain")
		with self.acting_as(self.clerk):
			task.findings = "改动"
			with self.assertRaisesRegex(FieldClosedError, "Findings"):
				task.save()
		with self.acting_as(self.approver):
			with self.assertRaisesRegex(ReasonRequiredError, "Say why in words that the other side can"):
				review_decisions.send_back_review(task.name, " ")
			review_decisions.send_back_review(task.name, "请补充邻里访问情况")
		with self.acting_as(self.clerk):
			task.reload()
			task.findings = "已补充"
			task.save()
			review_decisions.propose_review_result(task.name)

	def test_deciding_twice_is_refused(self):
		task = self.decided("Maintain")
		with self.acting_as(self.approver), self.assertRaisesRegex(ReviewStateError, "Reload the page"):
			review_decisions.decide_review(task.name)

	def test_extreme_hardship_ends_only_after_its_notice(self):
		self.award = payment_factories.award(
			factories.household(ages=(70,), account_verified_on="2026-01-05"), scheme="TEKUN"
		)
		task = self.proposed("Stop", exit_reason="Moved Away")
		with (
			self.acting_as(self.approver),
			self.assertRaisesRegex(ExitNoticeError, "Notice of the Intended End: post it first"),
		):
			review_decisions.decide_review(task.name)
		frappe.db.set_value("Review Task", task.name, "exit_notice_photo", "/private/files/notice.png")
		with self.acting_as(self.clerk):
			task.reload()
			task.update({"exit_notice_on": "2026-03-02", "exit_notice_place": "村务公开栏"})
			task.save()
		self.assertEqual(task.exit_notice_ends_on, date(2026, 3, 9))
		for day in (date(2026, 3, 3), date(2026, 3, 9)):
			with self.acting_as(self.approver, day), self.assertRaisesRegex(ExitNoticeError, "2026"):
				review_decisions.decide_review(task.name)
		with self.acting_as(self.approver, date(2026, 3, 10)):
			self.assertEqual(review_decisions.decide_review(task.name).review_status, "Decided")

	def test_a_suspension_lasts_one_payment_period(self):
		task = self.opened()
		with self.acting_as(self.district):
			review_decisions.suspend_reviewed_award(task.name, "核查期间暂缓发放")
			self.assertEqual(self.stored().award_status, "Suspended")
		self.assertEqual(review_decisions.end_expired_suspensions(date(2026, 3, 31)), 0)
		self.assertEqual(review_decisions.end_expired_suspensions(date(2026, 4, 1)), 1)
		self.assertEqual(self.stored().award_status, "Active")
		with (
			self.acting_as(self.district),
			self.assertRaisesRegex(ReviewStateError, "The payment was held back once for this review"),
		):
			review_decisions.suspend_reviewed_award(task.name, "再次暂缓")

	def test_a_decision_ends_the_suspension(self):
		task = self.proposed("Maintain")
		with self.acting_as(self.district):
			review_decisions.suspend_reviewed_award(task.name, "核查期间暂缓发放")
		with self.acting_as(self.approver):
			review_decisions.decide_review(task.name)
		self.assertEqual(self.stored().award_status, "Active")

	def test_the_letter_says_result_month_and_remedy(self):
		task = self.with_assessment("Decrease", 200)
		letter = task.letter()
		text = " ".join(letter["paragraphs"])
		self.assertIn("291.00", text)
		self.assertIn("200.00", text)
		self.assertIn("2026-04", text)
		self.assertIn("60", text)
		with self.assertRaisesRegex(ReviewStateError, "The letter of a review can be printed once"):
			self.opened("Review Due").letter()

	def test_due_reviews_are_opened_once(self):
		frappe.db.set_value("Benefit Award", self.award.name, "next_review_on", "2026-03-20")
		review_runs.insert_due_reviews(self.today)
		review_runs.insert_due_reviews(self.today)
		tasks = frappe.get_all(
			"Review Task",
			filters={"award": self.award.name},
			fields=["review_cause", "due_on", "township", "applicant_name", "open_task_key"],
		)
		self.assertEqual(len(tasks), 1)
		self.assertEqual(
			(tasks[0].review_cause, tasks[0].due_on, tasks[0].township),
			("Review Due", date(2026, 3, 20), TOWNSHIP_1),
		)
		with self.assertRaisesRegex(ReviewOpenError, "is under review already"):
			self.opened("Other")

	def test_near_relatives_of_the_family_keep_out(self):
		case = factories.case(self.home)
		frappe.db.set_value("Benefit Award", self.award.name, "application", case.name)
		self.award.reload()
		task = self.opened()
		with (
			patch.object(review_decisions, "get_conflicted_users", return_value={self.clerk}),
			self.acting_as(self.clerk),
			self.assertRaisesRegex(SeparationOfDutiesError, "near relative"),
		):
			review_decisions.propose_review_result(task.name)

	def test_a_closed_case_prints_the_list_of_its_file(self):
		case = factories.case(self.home)
		with self.assertRaisesRegex(StepNotAllowedError, "The archive list is printed once the case"):
			case.archive_list()
		frappe.db.set_value("Benefit Award", self.award.name, "application", case.name)
		case.archive_no, case.retain_until = "DA-2026-000001", date(2031, 3, 2)
		sheet = case.archive_list()
		self.assertEqual(sheet["archive_no"], "DA-2026-000001")
		self.assertIn(self.award.award_no, [row["number"] for row in sheet["contents"]])
		self.assertEqual([row["no"] for row in sheet["contents"]], list(range(1, len(sheet["contents"]) + 1)))

	def test_schemes_without_periodic_review_get_no_date(self):
		frappe.db.set_value("Benefit Award", self.award.name, "scheme", "TEMP-EMERGENCY")
		self.assertIsNone(review_dates.compute_next_review(self.award.name, self.today))
