from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.api.v1.cases import objections as api
from social_assistance.constants import (
	AUDITOR,
	DISTRICT_REVIEWER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
	VILLAGE_ASSISTANT,
)
from social_assistance.engines.cases.notice_takedown import take_down_expired_notices
from social_assistance.exceptions import RecordIsFinalError, SeparationOfDutiesError
from social_assistance.permissions.exceptions import DerivedFieldError, FieldClosedError
from social_assistance.services.cases import notices, objections
from social_assistance.services.cases.appraisals import list_appraisal_triggers
from social_assistance.services.cases.exceptions import (
	MissingEvidenceError,
	NoticeError,
	ObjectionInvalidError,
)
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.services.privacy import sensitive_access
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.services.privacy.exceptions import RevealNotPermittedError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1
from social_assistance.www import notice as page

AFTER = date(2026, 3, 10)


class TestNoticeObjection(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.reviewer = factories.user(TOWNSHIP_REVIEWER, TOWNSHIP_1)
		self.leader = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		self.district = factories.user(DISTRICT_REVIEWER, DISTRICT)
		self.case = case_factories.case_at("NOTICE")
		self.notice = self.post()

	def post(self, photographed: bool = True):
		with self.acting_as(self.reviewer):
			notice = frappe.get_doc(
				{
					"doctype": "Public Notice",
					"application": self.case.name,
					"notice_kind": "Preliminary",
					"posted_on": frappe.flags.business_date,
					"place": "居务公开栏",
				}
			).insert()
		if photographed:
			frappe.db.set_value(
				notice.doctype, notice.name, {"photo_start": "/private/a.png", "photo_end": "/private/b.png"}
			)
		return notice

	def object(self, user: str | None = None, **values):
		with self.acting_as(user or self.clerk):
			return frappe.get_doc(
				{
					"doctype": "Notice Objection",
					"public_notice": self.notice.name,
					"is_anonymous": 1,
					"ground": "Income",
					"ground_text": "户主有固定工资",
					"received_on": frappe.flags.business_date,
					**values,
				}
			).insert()

	def change(self, objection, user: str, day: date | None = None, **values):
		with self.acting_as(user, day):
			objection.reload()
			objection.update(values)
			return objection.save()

	def settle(self, result: str, day: date = AFTER):
		objection = self.object()
		self.change(objection, self.reviewer, investigator=self.district)
		return self.change(objection, self.district, day, result=result, findings="经查社保缴费记录")

	def forward(self, day: date = AFTER):
		with self.acting_as(self.reviewer, day):
			return move_case(self.case.name, MoveRequest("Complete Step"))

	def test_notice_without_objection_goes_on_after_its_period(self):
		with self.assertRaisesRegex(MissingEvidenceError, "cannot be left yet"):
			self.forward(date(2026, 3, 9))
		self.assertEqual(self.forward().current_step, "REVIEW")

	def test_open_objection_blocks_until_it_is_closed(self):
		objection = self.object()
		self.assertEqual((objection.division, objection.application), (VILLAGE_1, self.case.name))
		self.assertEqual(objection.investigate_by, date(2026, 3, 23))
		self.assertEqual(frappe.db.get_value("Public Notice", self.notice.name, "objections_received"), 1)
		with self.assertRaisesRegex(MissingEvidenceError, "Objections investigated"):
			self.forward()
		self.settle("Not Upheld")
		with self.assertRaisesRegex(MissingEvidenceError, "Objections investigated and answered, none"):
			self.forward()
		self.change(objection, self.reviewer, investigator=self.district)
		self.change(objection, self.district, AFTER, result="Not Upheld", findings="情况不实")
		self.assertEqual(objection.objection_status, "Closed")
		self.assertEqual(self.forward().current_step, "REVIEW")

	def test_named_objection_is_answered_before_it_is_closed(self):
		objection = self.object(is_anonymous=0, objector_name="王某", objector_phone="13900139000")
		self.assertNotIn("13900139000", str(objection.as_dict()))
		self.change(objection, self.reviewer, investigator=self.district)
		done = {"result": "Not Upheld", "findings": "情况不实"}
		self.change(objection, self.district, AFTER, **done)
		self.assertEqual(objection.objection_status, "To Be Answered")
		reply = {"reply_text": "经调查，情况不实", "replied_on": AFTER, "reply_method": "By Phone"}
		self.change(objection, self.clerk, AFTER, **reply)
		self.assertEqual(objection.objection_status, "Closed")
		self.assertIn(
			"经调查，情况不实", frappe.get_print(objection.doctype, objection.name, "Objection Reply")
		)

	def test_upheld_objection_leads_back_and_calls_for_an_appraisal(self):
		self.settle("Upheld")
		with self.assertRaisesRegex(MissingEvidenceError, "Objections investigated and answered, none"):
			self.forward()
		for state, step in (("Home Visit", "VISIT"), ("Initial Review", "INITIAL")):
			with self.acting_as(self.reviewer, AFTER):
				frappe.db.savepoint("back")
				request = MoveRequest(f"Return to {state}", reason="OBJECTION", remark="异议成立")
				self.assertEqual(move_case(self.case.name, request).current_step, step)
				frappe.db.rollback(save_point="back")
		self.assertEqual(list_appraisal_triggers(self.case), ["Objection to the Notice"])

	def test_after_an_upheld_objection_the_same_notice_serves_where_no_new_one_is_asked_for(self):
		self.settle("Upheld")
		with self.acting_as(self.reviewer, date(2026, 3, 12)):
			case_factories.put_at(self.case, "NOTICE")
		self.assertEqual(self.forward(date(2026, 3, 13)).current_step, "REVIEW")

	def test_where_the_rule_asks_for_it_the_new_opinion_is_posted_anew(self):
		self.settle("Upheld")
		with self.acting_as(self.reviewer, date(2026, 3, 12)):
			case_factories.put_at(self.case, "NOTICE")
		with patch.object(notices, "needs_new_notice", return_value=True):
			with self.assertRaisesRegex(
				MissingEvidenceError, "Seven-day notice with photos at start and end"
			):
				self.forward(date(2026, 3, 13))
			with self.acting_as(self.reviewer, date(2026, 3, 13)):
				self.post()
			with self.assertRaisesRegex(MissingEvidenceError, "cannot be left yet"):
				self.forward(date(2026, 3, 20))
			self.assertEqual(self.forward(date(2026, 3, 21)).current_step, "REVIEW")

	def test_extreme_hardship_is_posted_again_by_the_policy(self):
		self.assertFalse(notices.needs_new_notice(self.case))
		self.case.scheme = "TEKUN"
		self.assertTrue(notices.needs_new_notice(self.case))

	def test_a_notice_with_another_amount_no_longer_stands(self):
		case_factories.put_at(self.case, "NOTICE", proposed_amount=300)
		with self.assertRaisesRegex(MissingEvidenceError, "Seven-day notice with photos at start and end"):
			self.forward()

	def test_objection_belongs_to_the_days_of_the_notice(self):
		for day in ("2026-03-01", "2026-03-10"):
			with (
				self.subTest(day),
				self.acting_as(self.clerk, date(2026, 3, 20)),
				self.assertRaisesRegex(ObjectionInvalidError, "Report or Complaint"),
			):
				self.object(received_on=day)
		with self.acting_as(self.clerk, date(2026, 3, 20)):
			self.object(
				objection_kind="Report or Complaint",
				public_notice=None,
				application=self.case.name,
				is_anonymous=0,
				objector_name="李某",
			)
		self.assertEqual(list_appraisal_triggers(self.case), ["Named Report or Complaint"])

	def test_who_handled_the_case_or_is_kin_does_not_investigate(self):
		case_factories.visit(self.case)
		kin = factories.user(TOWNSHIP_LEADER, TOWNSHIP_1)
		case_factories.make_kin(kin, self.case.applicant)
		objection = self.object(concerns_staff=self.district)
		for user in (self.clerk, self.reviewer, kin, self.district):
			with (
				self.subTest(user),
				self.assertRaisesRegex(SeparationOfDutiesError, "handled this case or is concerned by"),
			):
				self.change(objection, self.reviewer, investigator=user)
		stranger = factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)
		with self.assertRaisesRegex(ObjectionInvalidError, "does not work in this area"):
			self.change(objection, self.reviewer, investigator=stranger)
		with self.acting_as(self.reviewer):
			self.assertEqual(api.list_investigators(objection.name), {})
			free = self.object()
			self.assertEqual(list(api.list_investigators(free.name)), [self.district])
		with self.acting_as(factories.user(AUDITOR)), self.assertRaises(frappe.PermissionError):
			api.list_investigators(free.name)

	def test_order_of_assignment_result_and_reply(self):
		objection = self.object()
		with self.assertRaisesRegex(SeparationOfDutiesError, "Investigator: is named"):
			self.change(objection, self.clerk, investigator=self.district)
		with self.assertRaisesRegex(ObjectionInvalidError, "Investigator: name one before the result"):
			self.change(objection, self.reviewer, result="Upheld", findings="x")
		with self.assertRaisesRegex(ObjectionInvalidError, "Replied On: the objection needs its result"):
			self.change(objection, self.reviewer, replied_on="2026-03-02", reply_text="x")
		self.change(objection, self.reviewer, investigator=self.district)
		with self.assertRaisesRegex(SeparationOfDutiesError, "Result: only the investigator"):
			self.change(objection, self.reviewer, result="Upheld", findings="x")
		with self.assertRaisesRegex(ObjectionInvalidError, "Findings of the Investigation are missing"):
			self.change(objection, self.district, result="Upheld", findings=" ")
		self.change(objection, self.district, result="Upheld", findings="x")
		with self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
			self.change(objection, self.district, result="Not Upheld")

	def test_what_was_received_stays(self):
		objection = self.object()
		forged = {
			"ground_text": ("没有异议，写错了", FieldClosedError, "What Is Objected of Notice Objection"),
			"objector_name": ("别人", FieldClosedError, "Name of the Person Objecting of"),
			"investigate_by": ("2030-01-01", DerivedFieldError, "To Be Handled By of"),
			"handled_on": ("2026-02-28 08:00:00", DerivedFieldError, "Handled On of"),
			"assigned_on": ("2026-02-01", DerivedFieldError, "Assigned On of"),
			"received_by": (self.reviewer, DerivedFieldError, "Received By of"),
		}
		for field, (value, error, words) in forged.items():
			with self.subTest(field), self.assertRaisesRegex(error, words):
				self.change(objection, self.clerk, **{field: value})

	def correct(self, objection, user: str, reason: str = "口述记录有误", **words):
		with self.acting_as(user):
			return frappe.get_doc(objection.doctype, api.correct_objection(objection.name, reason, **words))

	def test_a_mistake_of_the_record_is_corrected_by_a_new_numbered_objection(self):
		old = self.object(is_anonymous=0, objector_name="王某", objector_phone="13900139000")
		new = self.correct(old, self.leader, ground_text="房产未申报")
		self.assertEqual((new.corrects, new.correction_reason), (old.name, "口述记录有误"))
		self.assertEqual((new.ground_text, new.objector_name), ("房产未申报", "王**"))
		self.assertEqual(decrypt_value("person_name", new.objector_name_cipher), "王某")
		self.assertEqual(decrypt_value("phone", new.objector_phone_cipher), "13900139000")
		self.assertEqual(new.investigate_by, old.investigate_by)
		self.assertEqual(frappe.db.get_value(old.doctype, old.name, "objection_status"), "Corrected")
		self.assertNotEqual(frappe.db.get_value(old.doctype, old.name, "ground_text"), "房产未申报")
		self.assertEqual(frappe.db.get_value("Public Notice", self.notice.name, "objections_received"), 1)
		with self.assertRaisesRegex(RecordIsFinalError, f"was corrected by {new.name}"):
			self.change(old, self.reviewer, investigator=self.district)
		with self.assertRaisesRegex(ObjectionInvalidError, f"was corrected by {new.name} already"):
			self.correct(old, self.leader, ground_text="又改")
		with self.assertRaisesRegex(MissingEvidenceError, "Objections investigated"):
			self.forward()

	def test_who_may_not_correct_an_objection(self):
		objection = self.object()
		with self.assertRaisesRegex(SeparationOfDutiesError, "An objection is corrected by"):
			self.correct(objection, self.clerk, ground_text="没有异议")
		with self.assertRaisesRegex(ObjectionInvalidError, "Why Corrected"):
			self.correct(objection, self.leader, "x", ground_text="没有异议")
		with self.assertRaisesRegex(ObjectionInvalidError, "Nothing is corrected"):
			self.correct(objection, self.leader, ground_text=objection.ground_text)
		with self.assertRaises(frappe.PermissionError):
			self.correct(objection, factories.user(TOWNSHIP_LEADER, TOWNSHIP_2), ground_text="没有异议")
		own = self.object(self.reviewer)
		with self.assertRaisesRegex(SeparationOfDutiesError, "You wrote down objection"):
			self.correct(own, self.reviewer, ground_text="没有异议")
		self.change(own, self.district, concerns_staff=self.leader)
		with self.assertRaisesRegex(SeparationOfDutiesError, "concerned by the objection"):
			self.correct(own, self.leader, ground_text="没有异议")
		self.change(objection, self.reviewer, investigator=self.district)
		self.change(objection, self.district, result="Not Upheld", findings="x")
		with self.assertRaisesRegex(ObjectionInvalidError, "has its result"):
			self.correct(objection, self.leader, ground_text="没有异议")
		frappe.set_user("Guest")
		values = {"name": "", "phone": "", "ground": "Income", "text": "有车"}
		sent = frappe.get_doc("Notice Objection", objections.file_objection_online(self.notice, values))
		with self.assertRaisesRegex(ObjectionInvalidError, "was sent by the person objecting"):
			self.correct(sent, self.leader, ground_text="没有异议")

	def test_who_objected_is_shown_to_the_investigator_and_the_district_only(self):
		objection = self.object(is_anonymous=0, objector_name="王某某", objector_phone="13900139000")
		self.change(objection, self.reviewer, investigator=self.leader)

		def look(user: str, fieldname: str = "objector_name") -> str:
			with self.acting_as(user):
				return sensitive_access.reveal_value(objection.doctype, objection.name, fieldname, "核实异议")

		for user in (self.clerk, self.reviewer):
			for fieldname in ("objector_name", "objector_phone"):
				with (
					self.subTest(user),
					self.assertRaisesRegex(RevealNotPermittedError, "the investigator and"),
				):
					look(user, fieldname)
			with self.acting_as(user):
				shown = str(frappe.get_list(objection.doctype, ["objector_name"], as_list=True))
				shown += frappe.get_print(objection.doctype, objection.name, "Objection Reply")
				shown += frappe.get_print(objection.doctype, objection.name)
			self.assertNotIn("王某某", shown)
		for user in (self.leader, self.district):
			self.assertEqual((look(user), look(user, "objector_phone")), ("王某某", "13900139000"))
			with self.acting_as(user):
				self.assertIn(
					"王某某", frappe.get_print(objection.doctype, objection.name, "Objection Reply")
				)
		self.assertNotIn("王某某", str(frappe.db.get_value(objection.doctype, objection.name, "*")))

	def test_name_or_anonymous_and_nothing_is_deleted(self):
		with self.assertRaisesRegex(
			(ObjectionInvalidError, frappe.MandatoryError), "Name of the Person Objecting is missing"
		):
			self.object(is_anonymous=0)
		objection = self.object(objector_name="王某")
		self.assertIsNone(objection.objector_name)
		with self.assertRaisesRegex(RecordIsFinalError, "Objections cannot be deleted"):
			objection.delete(force=True)

	def test_scope_and_roles(self):
		objection = self.object()
		sees = {
			self.leader: True,
			self.district: True,
			factories.user(TOWNSHIP_CLERK, TOWNSHIP_2): False,
			factories.user(VILLAGE_ASSISTANT, VILLAGE_1): False,
			factories.user(AUDITOR): True,
		}
		for user, expected in sees.items():
			with self.subTest(user), self.acting_as(user):
				self.assertEqual(objection.has_permission("read"), expected)
		for user in (factories.user(TOWNSHIP_CLERK, TOWNSHIP_2), factories.user(AUDITOR)):
			with self.subTest(user), self.assertRaises(frappe.PermissionError):
				self.object(user)

	def test_notices_come_down_the_day_after_their_period_once(self):
		self.assertEqual(self.notice.takes_down_on, AFTER)
		self.assertEqual(take_down_expired_notices(date(2026, 3, 9)), 0)
		self.assertEqual(take_down_expired_notices(AFTER), 1)
		self.assertEqual(take_down_expired_notices(date(2026, 3, 11)), 0)
		self.assertEqual(frappe.db.get_value("Public Notice", self.notice.name, "taken_down_on"), AFTER)

	def test_photo_of_the_start_is_not_made_up_afterwards(self):
		notice = self.post(photographed=False)
		notice.photo_start = "/private/files/late.png"
		with (
			self.acting_as(self.reviewer, AFTER),
			self.assertRaisesRegex(NoticeError, "its beginning can no longer be proven"),
		):
			notices.check_notice_photos(notice)

	def test_names_of_minors_are_not_posted(self):
		child = factories.person(age=10)
		self.case.applicant = child.name
		shown = notices.get_published_fields(self.case, "Preliminary")
		self.assertEqual((shown["case_no"], shown["member_count"]), (self.case.name, 3))
		self.assertEqual(shown.keys() & {"applicant_name", "amount", "village"}, set())

	def test_public_page_shows_a_running_notice_and_takes_objections(self):
		key = frappe.db.get_value("Public Notice", self.notice.name, "notice_key")
		with self.acting_as("Guest"):
			notice = page._running(key)
			self.assertEqual(notice.name, self.notice.name)
			for wrong in ("", "x"):
				self.assertIsNone(page._running(wrong))
			values = {"name": "", "phone": "", "ground": "Income", "text": "有工资收入"}
			number = page.objections.file_objection_online(notice, values)
		objection = frappe.get_doc("Notice Objection", number)
		self.assertEqual(
			(objection.channel, objection.is_anonymous, objection.received_by), ("Online", 1, None)
		)
		with self.acting_as("Guest", AFTER):
			self.assertIsNone(page._running(key))
