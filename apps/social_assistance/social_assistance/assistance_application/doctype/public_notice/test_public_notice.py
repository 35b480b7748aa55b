import json
from datetime import date
from io import BytesIO

import frappe
import segno

from social_assistance.constants import TOWNSHIP_REVIEWER, VILLAGE_ASSISTANT
from social_assistance.permissions.exceptions import (
	DerivedFieldError,
	FieldClosedError,
	TransitionNotAllowedError,
)
from social_assistance.permissions.transition_token import allow_transition
from social_assistance.services.cases import notices
from social_assistance.services.cases.exceptions import NoticeError
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1


class TestPublicNotice(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.reviewer = factories.user(TOWNSHIP_REVIEWER, TOWNSHIP_1)
		home = factories.household()
		with self.acting_as(factories.user(VILLAGE_ASSISTANT, VILLAGE_1)):
			self.case = factories.case(home)

	def stand_at(self, code: str, state: str):
		with allow_transition(self.case.doctype, self.case.name):
			self.case.reload()
			self.case.update({"current_step": code, "workflow_state": state, "proposed_amount": 291})
			self.case.db_update()

	def post(self, **values):
		with self.acting_as(self.reviewer):
			return frappe.get_doc(
				{
					"doctype": "Public Notice",
					"application": self.case.name,
					"notice_kind": "Preliminary",
					"posted_on": "2026-03-02",
					"place": "notice board",
					**values,
				}
			).insert()

	def test_only_whitelisted_fields_are_published(self):
		self.stand_at("NOTICE", "Public Notice")
		content = json.loads(self.post().content)
		self.assertEqual(
			set(content), {"scheme", "applicant_name", "persons", "covered_persons", "amount", "phone"}
		)
		self.assertEqual((content["persons"], content["amount"]), (3, "291.00"))

	def test_notice_runs_seven_days_after_the_day_of_posting(self):
		self.stand_at("NOTICE", "Public Notice")
		self.assertEqual(self.post().ends_on, date(2026, 3, 9))

	def test_notice_belongs_to_its_step(self):
		with self.assertRaises(NoticeError):
			self.post()

	def photograph(self, notice) -> str:
		picture = BytesIO()
		segno.make("photo").save(picture, kind="png")
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "end.png",
				"attached_to_doctype": notice.doctype,
				"attached_to_name": notice.name,
				"is_private": 1,
				"content": picture.getvalue(),
			}
		)
		return file.insert().file_url

	def test_end_photo_waits_for_the_end(self):
		self.stand_at("NOTICE", "Public Notice")
		notice = self.post()
		with self.acting_as(self.reviewer, date(2026, 3, 9)):
			notice.photo_end = self.photograph(notice)
			with self.assertRaises(NoticeError):
				notice.save()
		with self.acting_as(self.reviewer, date(2026, 3, 10)):
			notice.reload()
			notice.photo_end = self.photograph(notice)
			notice.save()
		self.assertTrue(notice.photo_end)

	def test_future_posting_is_refused(self):
		self.stand_at("NOTICE", "Public Notice")
		with self.assertRaises(frappe.ValidationError):
			self.post(posted_on="2026-03-03")

	def test_a_posted_notice_is_not_rewritten_but_corrected_by_a_new_one(self):
		self.stand_at("NOTICE", "Public Notice")
		old = self.post()
		forged = {
			"ends_on": ("2026-03-03", DerivedFieldError),
			"takes_down_on": ("2026-03-04", DerivedFieldError),
			"content": ("{}", DerivedFieldError),
			"notice_text": ("x", DerivedFieldError),
			"place": ("elsewhere", FieldClosedError),
			"taken_down_on": ("2026-03-02", TransitionNotAllowedError),
		}
		with self.acting_as(self.reviewer):
			for field, (value, error) in forged.items():
				doc = frappe.get_doc(old.doctype, old.name).update({field: value})
				with self.subTest(field), self.assertRaises(error):
					doc.save()
		frappe.flags.business_date = date(2026, 3, 4)
		new = self.post(posted_on="2026-03-04", place="the right board", corrects=old.name)
		old.reload()
		self.assertEqual((old.place, old.taken_down_on), ("notice board", date(2026, 3, 4)))
		self.assertEqual(new.ends_on, date(2026, 3, 11))
		self.assertEqual(notices.in_force(self.case).name, new.name)
		with self.assertRaisesRegex(NoticeError, old.name):
			self.post(posted_on="2026-03-04", corrects=old.name)

	def test_photos_are_closed_when_the_step_is_left(self):
		self.stand_at("NOTICE", "Public Notice")
		notice = self.post()
		self.stand_at("REVIEW", "District Review")
		notice.photo_start = self.photograph(notice)
		with self.acting_as(self.reviewer), self.assertRaises(FieldClosedError):
			notice.save()
