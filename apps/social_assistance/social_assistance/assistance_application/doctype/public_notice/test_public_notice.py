import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import frappe
import segno
from frappe.utils.jinja import get_jenv

from social_assistance.constants import TOWNSHIP_REVIEWER, VILLAGE_ASSISTANT
from social_assistance.patches.v1_0 import name_published_fields
from social_assistance.permissions.exceptions import (
	DerivedFieldError,
	FieldClosedError,
	TransitionNotAllowedError,
)
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.cases import notices
from social_assistance.services.cases.exceptions import NoticeError
from social_assistance.services.policy.in_force import get_policy_in_force
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1
from social_assistance.www import notice as page


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
			set(content),
			{"scheme", "applicant_name", "member_count", "covered_count", "amount", "office_phone"},
		)
		self.assertEqual((content["member_count"], content["amount"]), (3, "291.00"))

	def test_the_policy_decides_what_a_notice_shows(self):
		self.stand_at("NOTICE", "Public Notice")
		rules = notices.policy.get_case_policy(self.case)
		narrow = replace(
			rules.administration, publish_fields=("applicant_name", "village"), publish_masked_name=True
		)
		with patch.object(notices, "get_case_administration", return_value=narrow):
			content = json.loads(self.post().content)
		name = self.case.applicant_name
		self.assertEqual(content, {"applicant_name": f"{name[0]}**", "village": "第一社区"})

	def test_a_phone_number_in_a_name_is_not_posted(self):
		self.stand_at("NOTICE", "Public Notice")
		self.case.db_set("applicant_name", "张三13900139000")
		with self.assertRaisesRegex(NoticeError, "contains a personal number and may not be published"):
			self.post()

	def test_a_protected_person_is_a_number_and_a_count_on_notice_page_and_print(self):
		self.stand_at("NOTICE", "Public Notice")
		self.mark(protected_person=self.case.members[1].person)
		self.assert_hidden(self.post())

	def test_a_protected_case_is_a_number_and_a_count(self):
		self.stand_at("NOTICE", "Public Notice")
		self.mark(application=self.case.name)
		self.assert_hidden(self.post())

	def test_a_mark_takes_the_name_from_a_notice_that_hangs(self):
		self.stand_at("NOTICE", "Public Notice")
		notice = self.post()
		self.assertIn(self.case.applicant_name, self.page(notice))
		self.mark(protected_person=self.case.applicant)
		notice.reload()
		self.assert_hidden(notice)

	def test_a_mark_that_ended_hides_nothing(self):
		self.stand_at("NOTICE", "Public Notice")
		self.mark(protected_person=self.case.applicant, valid_from="2026-01-01", valid_until="2026-03-01")
		self.assertIn(self.case.applicant_name, self.post().content)

	def mark(self, **values):
		with self.acting_as(self.reviewer):
			return frappe.get_doc(
				{
					"doctype": "Protection Mark",
					"protection_kind": "Domestic Violence",
					"valid_from": "2026-03-02",
					"ground": "人身安全保护令",
					**values,
				}
			).insert()

	def page(self, notice) -> str:
		"""What a guest reads at the public address, without the frame of the site."""
		with patch.object(page, "_running", return_value=notice), self.acting_as("Guest"):
			context = frappe._dict()
			page.get_context(context)
		template = Path(page.__file__).with_suffix(".html").read_text(encoding="utf-8")
		inner = template.replace('{% extends "templates/web.html" %}', "")
		return get_jenv().from_string(inner).render(context)

	def assert_hidden(self, notice):
		name, number = self.case.applicant_name, self.case.name
		printed = frappe.get_print(notice.doctype, notice.name, "Notice Sheet")
		for shown in (notice.content, notice.notice_text, self.page(notice), printed):
			self.assertNotIn(name, shown)
			self.assertNotIn("291.00", shown)
			self.assertNotIn("Domestic Violence", shown)
			self.assertIn(number, shown)
		self.assertEqual(json.loads(notice.content)["member_count"], 3)

	def test_notice_runs_seven_days_after_the_day_of_posting(self):
		self.stand_at("NOTICE", "Public Notice")
		self.assertEqual(self.post().ends_on, date(2026, 3, 9))

	def test_notice_belongs_to_its_step(self):
		with self.assertRaisesRegex(NoticeError, "Kind: a notice of this kind belongs to step"):
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
			with self.assertRaisesRegex(NoticeError, "Photo at End: the notice runs until"):
				notice.save()
		with self.acting_as(self.reviewer, date(2026, 3, 10)):
			notice.reload()
			notice.photo_end = self.photograph(notice)
			notice.save()
		self.assertTrue(notice.photo_end)

	def test_future_posting_is_refused(self):
		self.stand_at("NOTICE", "Public Notice")
		with self.assertRaisesRegex(frappe.ValidationError, "Posted On: the date lies in the future"):
			self.post(posted_on="2026-03-03")

	def test_older_notices_and_policies_take_the_names_of_the_whitelist(self):
		self.stand_at("NOTICE", "Public Notice")
		notice = self.post()
		old = {
			"scheme": "低保",
			"applicant_name": self.case.name,
			"persons": 3,
			"covered_persons": 2,
			"phone": "12345",
		}
		notice.db_set("content", json.dumps(old, ensure_ascii=False, indent=1))
		version = frappe.get_doc(
			"Policy Version", self.case.policy_version or get_policy_in_force(VILLAGE_1, self.today)
		)
		former = json.loads(version.parameters)
		former["administration"] |= {"publish_fields": ["household_size", "scheme"], "protected_kinds": []}
		version.db_set("parameters", json.dumps(former))
		for _again in range(2):
			name_published_fields.execute()
		notice.reload()
		new = {
			"scheme": "低保",
			"case_no": self.case.name,
			"member_count": 3,
			"covered_count": 2,
			"office_phone": "12345",
		}
		self.assertEqual(json.loads(notice.content), new)
		version.reload()
		self.assertEqual([row.value for row in version.publish_fields], ["Member Count", "Scheme"])
		self.assertEqual(
			json.loads(version.parameters)["administration"]["protected_kinds"][0], "Domestic Violence"
		)

	def test_a_posted_notice_is_not_rewritten_but_corrected_by_a_new_one(self):
		self.stand_at("NOTICE", "Public Notice")
		old = self.post()
		forged = {
			"ends_on": ("2026-03-03", DerivedFieldError, "Ends On of Public Notice is worked out"),
			"takes_down_on": ("2026-03-04", DerivedFieldError, "To Be Taken Down On of"),
			"content": ("{}", DerivedFieldError, "Published Fields of"),
			"notice_text": ("x", DerivedFieldError, "Notice Text of"),
			"place": ("elsewhere", FieldClosedError, "Place of .* stays as it was entered"),
			"taken_down_on": (
				"2026-03-02",
				TransitionNotAllowedError,
				"Taken Down On of .* through the steps",
			),
		}
		with self.acting_as(self.reviewer):
			for field, (value, error, words) in forged.items():
				doc = frappe.get_doc(old.doctype, old.name).update({field: value})
				with self.subTest(field), self.assertRaisesRegex(error, words):
					doc.save()
		frappe.flags.business_date = date(2026, 3, 4)
		new = self.post(posted_on="2026-03-04", place="the right board", corrects=old.name)
		old.reload()
		self.assertEqual((old.place, old.taken_down_on), ("notice board", date(2026, 3, 4)))
		self.assertEqual(new.ends_on, date(2026, 3, 11))
		self.assertEqual(notices.get_notice_in_force(self.case).name, new.name)
		with self.assertRaisesRegex(NoticeError, old.name):
			self.post(posted_on="2026-03-04", corrects=old.name)

	def test_photos_are_closed_when_the_step_is_left(self):
		self.stand_at("NOTICE", "Public Notice")
		notice = self.post()
		self.stand_at("REVIEW", "District Review")
		notice.photo_start = self.photograph(notice)
		with self.acting_as(self.reviewer), self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
			notice.save()
