from datetime import date
from io import BytesIO

import frappe
import xlsxwriter

from social_assistance.api.v1.cases import applications
from social_assistance.api.v1.clocks import holidays
from social_assistance.constants import DISTRICT_APPROVER, POLICY_ADMINISTRATOR, TOWNSHIP_CLERK
from social_assistance.engines.clocks import refresh
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services import second_person
from social_assistance.services.clocks import holidays as calendars
from social_assistance.services.clocks.deadlines import get_work_calendar
from social_assistance.services.clocks.exceptions import HolidayCalendarError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1

CALENDAR = "Holiday Calendar"
HEADING = "日期,名称,类型"


def attach(calendar: str, content: bytes, name: str = "notice-of-the-year.csv") -> str:
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": name,
			"content": content,
			"is_private": 1,
			"attached_to_doctype": CALENDAR,
			"attached_to_name": calendar,
		}
	).insert()
	return file.file_url


class TestHolidayCalendar(AssistanceTestCase):
	def new_year(self, year: int = 2031, **values):
		first = {"holiday_date": f"{year}-01-01", "day_name": "元旦", "day_kind": "Holiday"}
		doc = frappe.get_doc(
			{"doctype": CALENDAR, "calendar_year": year, "citation": "测试通知", "days": [first], **values}
		)
		doc.flags.ignore_permissions = True
		return doc

	def test_published_years_are_on_file(self):
		self.assertLessEqual({2024, 2025, 2026}, calendars.get_stored_years())
		self.assertEqual(frappe.db.get_value(CALENDAR, "2025", "make_up_count"), 5)

	def test_due_days_over_spring_festival_and_national_day(self):
		for start, count, end in (
			(date(2025, 1, 24), 3, date(2025, 2, 5)),
			(date(2025, 1, 24), 6, date(2025, 2, 8)),
			(date(2025, 9, 26), 3, date(2025, 9, 30)),
			(date(2025, 9, 26), 4, date(2025, 10, 9)),
			(date(2026, 2, 13), 2, date(2026, 2, 24)),
			(date(2026, 9, 30), 1, date(2026, 10, 8)),
			(date(2026, 9, 18), 2, date(2026, 9, 21)),
		):
			self.assertEqual(get_work_calendar(start).add_working_days(start, count), end, start)

	def test_a_correction_of_the_record_moves_the_due_day(self):
		self.addCleanup(frappe.clear_document_cache, CALENDAR, "2026")
		calendar = frappe.get_doc(CALENDAR, "2026")
		calendar.append("days", {"holiday_date": "2026-03-04", "day_name": "测试", "day_kind": "Holiday"})
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			calendar.save()
			with self.assertRaisesRegex(
				SeparationOfDutiesError, "or it concerns you; another person must put"
			):
				second_person.put_into_force(CALENDAR, "2026")
		start = date(2026, 3, 2)
		self.assertEqual(get_work_calendar(start).add_working_days(start, 2), date(2026, 3, 4))
		with self.acting_as(factories.user(DISTRICT_APPROVER, DISTRICT)):
			second_person.put_into_force(CALENDAR, "2026")
		self.assertEqual(get_work_calendar(start).add_working_days(start, 2), date(2026, 3, 5))

	def test_days_of_another_year_doubles_and_weekdays_are_named_by_row(self):
		calendar = self.new_year()
		calendar.append("days", {"holiday_date": "2030-12-31", "day_name": "元旦", "day_kind": "Holiday"})
		calendar.append("days", {"holiday_date": "2031-01-01", "day_name": "元旦", "day_kind": "Holiday"})
		calendar.append(
			"days", {"holiday_date": "2031-01-06", "day_name": "元旦", "day_kind": "Make-up Working Day"}
		)
		with self.assertRaisesRegex(
			HolidayCalendarError, "is not a Saturday or Sunday, so offices work"
		) as refusal:
			calendar.insert()
		for row in ("Row 2", "Row 3", "Row 4"):
			self.assertIn(row, str(refusal.exception))

	def test_a_new_year_is_read_from_its_file_without_a_day_typed(self):
		lines = [HEADING, "1月1日至3日,元旦,法定节假日", "1月4日,元旦,调休"]
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "2031.csv",
				"content": "\n".join(lines).encode("gbk"),
				"is_private": 1,
			}
		).insert()
		calendar = self.new_year(days=[], source_file=file.file_url).insert()
		self.assertEqual((calendar.holiday_count, calendar.make_up_count), (3, 1))
		with self.assertRaisesRegex(HolidayCalendarError, "Attach the file of the notice, or list"):
			self.new_year(2032, days=[]).insert()

	def test_a_year_without_its_notice_knows_the_holidays_of_the_regulation(self):
		frappe.db.delete(CALENDAR, {"calendar_year": 2027})
		self.assertFalse(get_work_calendar(date(2026, 12, 1)).is_working_day(date(2027, 1, 1)))
		self.assertFalse(get_work_calendar(date(2026, 12, 1)).is_working_day(date(2027, 2, 5)))  # the eve
		self.assertEqual(
			get_work_calendar(date(2026, 12, 1)).roll_forward(date(2027, 1, 1)), date(2027, 1, 4)
		)

	def test_a_loaded_year_moves_cases_and_posted_notices_and_says_what_changed(self):
		case = case_factories.case_at("NOTICE")
		notice = frappe.new_doc("Public Notice")
		notice.update(
			{
				"application": case.name,
				"notice_kind": "Preliminary",
				"division": case.division,
				"posted_on": "2026-03-02",
				"ends_on": "2026-03-09",
				"takes_down_on": "2026-03-10",
				"content": "{}",
			}
		)
		notice.name = frappe.generate_hash(length=10)
		notice.set_user_and_timestamp()
		notice.db_insert()
		calendar = frappe.get_doc(CALENDAR, "2026")
		for day in ("2026-03-09", "2026-03-10"):
			calendar.append("days", {"holiday_date": day, "day_name": "测试", "day_kind": "Holiday"})
		calendar.save(ignore_permissions=True)
		self.assertGreaterEqual(refresh.refresh_running_cases("2026", source=CALENDAR), 1)
		self.assertEqual(
			frappe.db.get_value("Public Notice", notice.name, ["ends_on", "takes_down_on"]),
			(date(2026, 3, 11), date(2026, 3, 12)),
		)
		written = frappe.get_all(
			"Comment", {"reference_doctype": CALENDAR, "reference_name": "2026"}, pluck="content"
		)
		self.assertTrue(any(case.name in text and "2026-03-11" in text for text in written))

	def test_a_gbk_file_in_the_words_of_the_notice_fills_the_year(self):
		calendar = self.new_year().insert()
		lines = [HEADING, "２０３１年１月１日,元旦,放假", "2031/1/2,元旦,休", "20310104,元旦,调休上班"]
		url = attach(calendar.name, "\n".join(lines).encode("gbk"))
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			frappe.db.set_value("File", {"file_url": url}, "owner", frappe.session.user)
			self.assertEqual(holidays.read_file(calendar.name, url), {"holiday_count": 2, "make_up_count": 1})

	def test_a_workbook_fills_the_year(self):
		calendar = self.new_year().insert()
		stream = BytesIO()
		book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"})
		sheet = book.add_worksheet()
		for number, line in enumerate(
			(["Date", "Name", "Kind"], [date(2031, 1, 1), "元旦", "Holiday"], [""])
		):
			sheet.write_row(number, 0, line)
		book.close()
		url = attach(calendar.name, stream.getvalue(), "notice-of-the-year.xlsx")
		self.assertEqual(holidays.read_file(calendar.name, url)["holiday_count"], 1)

	def test_a_file_with_faults_names_each_and_changes_nothing(self):
		calendar = self.new_year().insert()
		lines = [HEADING, "2031-02-30,春节,休", "2031-01-22,,休", "2031-01-23,春节,x", "2032-01-01,元旦,休"]
		url = attach(calendar.name, "\n".join(lines).encode())
		with self.assertRaisesRegex(
			HolidayCalendarError, "x is neither a holiday nor a make-up working day"
		) as refusal:
			holidays.read_file(calendar.name, url)
		for fault in ("Row 2, Date", "Row 3, Name", "Row 4, Kind", "Row 5, Date"):
			self.assertIn(fault, str(refusal.exception))
		self.assertEqual(len(frappe.get_doc(CALENDAR, calendar.name).days), 1)

	def test_a_file_without_the_columns_is_refused(self):
		calendar = self.new_year().insert()
		with self.assertRaisesRegex(HolidayCalendarError, "日期"):
			holidays.read_file(calendar.name, attach(calendar.name, b"a,b\n1,2"))

	def test_clerks_read_and_do_not_write(self):
		calendar = self.new_year().insert()
		url = attach(calendar.name, f"{HEADING}\n2031-01-01,元旦,休".encode())
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			self.assertTrue(frappe.has_permission(CALENDAR, "read"))
			with self.assertRaises(frappe.PermissionError):
				holidays.read_file(calendar.name, url)

	def test_a_year_without_record_is_told_in_the_case_and_once_to_the_administrator(self):
		frappe.db.delete(CALENDAR, {"calendar_year": 2026})
		administrator = factories.user(POLICY_ADMINISTRATOR)
		case = factories.case(factories.household())
		self.assertEqual(applications.get_standing(case.name)["missing_calendars"], [2026])
		with self.acting_as(administrator):
			self.assertIn(2026, holidays.list_years_without_calendar())
			self.assertGreaterEqual(holidays.missing_count()["value"], 1)
		calendars.remind_administrators()
		told = {"for_user": administrator, "document_type": CALENDAR, "document_name": "2026"}
		self.assertEqual(frappe.db.count("Notification Log", told), 1)
		calendars.remind_administrators()
		self.assertEqual(frappe.db.count("Notification Log", told), 1)

	def test_next_year_is_expected_from_november(self):
		frappe.flags.business_date = date(2026, 10, 31)
		self.assertEqual(calendars.list_expected_years(), [2026])
		frappe.flags.business_date = date(2026, 11, 1)
		self.assertEqual(calendars.list_expected_years(), [2026, 2027])
