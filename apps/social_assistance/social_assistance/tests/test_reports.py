"""Case Register and Case Timeliness count what their reader may see, with the same number of queries for one case or many."""

from datetime import date
from typing import Any

import frappe
from frappe.desk.query_report import run

from social_assistance.constants import AUDITOR, CHARITY_PARTNER, TOWNSHIP_CLERK, VILLAGE_ASSISTANT
from social_assistance.engines.cases.timeliness import list_step_timeliness
from social_assistance.services.cases.steps import MoveRequest, move_case
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1, VILLAGE_2


class TestReports(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.other_clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)
		self.auditor = factories.user(AUDITOR)
		self.here = self.file_case(VILLAGE_1, "DIBAO-URBAN")
		self.there = self.file_case(VILLAGE_2, "DIBAO-RURAL")

	def file_case(self, village: str, scheme: str):
		with self.acting_as(factories.user(VILLAGE_ASSISTANT, village)):
			return factories.case(
				factories.household(village),
				scheme,
				policy_told_on="2026-03-02",
				applicant_wish="Wishes to Apply",
			)

	def rows(self, user: str, report: str, **filters: Any) -> list[dict[str, Any]]:
		with self.acting_as(user):
			return [row for row in run(report, filters)["result"] if isinstance(row, dict)]

	def test_the_register_shows_each_clerk_the_own_township(self):
		assert {row["name"] for row in self.rows(self.clerk, "Case Register")} == {self.here.name}
		assert {row["name"] for row in self.rows(self.other_clerk, "Case Register")} == {self.there.name}

	def test_the_auditor_reads_the_whole_register(self):
		shown = {row["name"] for row in self.rows(self.auditor, "Case Register")}
		assert {self.here.name, self.there.name} <= shown

	def test_the_register_names_places_and_schemes_in_words(self):
		row = self.rows(self.clerk, "Case Register", scheme="DIBAO-URBAN")[0]
		assert (row["division"], row["township"]) == ("第一社区", "第一街道")
		assert row["scheme"] != "DIBAO-URBAN"

	def test_the_register_filters(self):
		assert self.rows(self.clerk, "Case Register", scheme="TEKUN") == []
		assert self.rows(self.clerk, "Case Register", from_date="2026-01-01", to_date="2026-01-31") == []

	def test_one_end_of_the_days_is_enough(self):
		assert self.rows(self.clerk, "Case Register", from_date="2026-03-02") != []
		assert self.rows(self.clerk, "Case Register", from_date="2026-03-03") == []
		assert self.rows(self.clerk, "Case Register", to_date="2026-03-01") == []

	def test_the_register_costs_the_same_for_one_case_and_for_many(self):
		from social_assistance.assistance_application.report.case_register.case_register import execute

		with self.acting_as(self.clerk):
			execute({})
			with self.assertQueryCount(6):
				execute({})
		for _each in range(5):
			self.file_case(VILLAGE_1, "DIBAO-URBAN")
		with self.acting_as(self.clerk), self.assertQueryCount(6):
			assert len(execute({})[1]) == 6

	def test_steps_are_counted_in_time_late_running_and_overdue(self):
		with self.acting_as(factories.user(VILLAGE_ASSISTANT, VILLAGE_1), date(2026, 3, 30)):
			move_case(self.here.name, MoveRequest("Complete Step"))
		found = list_step_timeliness(
			date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31), user=self.auditor
		)
		discovery = {row.township: row for row in found if row.step_no == 1}
		late, overdue = discovery[TOWNSHIP_1], discovery[TOWNSHIP_2]
		assert (late.done_in_time, late.done_late, late.running, late.overdue) == (0, 1, 0, 0)
		assert (overdue.done_in_time, overdue.done_late, overdue.running, overdue.overdue) == (0, 0, 0, 1)
		running = list_step_timeliness(
			date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 2), TOWNSHIP_2, self.auditor
		)
		assert [(row.running, row.overdue) for row in running] == [(1, 0)]

	def test_the_sheet_of_a_month_names_skipped_steps_and_why(self):
		case = case_factories.case_at("APPRAISE")
		with self.acting_as(self.clerk):
			move_case(case.name, MoveRequest("Skip Step", "NO_DISPUTE"))
		rows = self.rows(self.clerk, "Case Timeliness", month="2026-03")
		line = next(row for row in rows if row["step_no"] == 8)
		assert (line["skipped"], line["skip_reasons"]) == (1, "NO_DISPUTE 1")
		assert (line["done_in_time"], line["in_time_share"]) == (1, 100)
		assert self.rows(self.other_clerk, "Case Timeliness", month="2026-02") == []
		assert [
			row for row in self.rows(self.other_clerk, "Case Timeliness", month="2026-03") if row["skipped"]
		] == []

	def test_what_is_overdue_since_an_earlier_month_stays_on_the_sheet(self):
		"""Until it is done, apart from the month's own steps, and only where the reader sees the case."""

		def left_over(reader, month, day):
			with self.acting_as(reader, day):
				lines = run("Case Timeliness", {"month": month}, ignore_prepared_report=True)["result"]
			found = [line for line in lines if isinstance(line, dict) and line.get("left_over")]
			return {
				(line["township"], line["step_no"]): (line["left_over"], line["overdue"]) for line in found
			}

		april, here, there = date(2026, 4, 20), ("第一街道", 1), ("第二乡", 1)
		self.assertEqual(left_over(self.auditor, "2026-04", april), {here: (1, 0), there: (1, 0)})
		self.assertEqual(left_over(self.clerk, "2026-04", april), {here: (1, 0)})
		self.assertEqual(left_over(self.auditor, "2026-03", april), {}, "opened in the month itself")
		self.assertEqual(left_over(self.auditor, "2026-04", date(2026, 3, 2)), {}, "not overdue yet")
		with self.acting_as(factories.user(VILLAGE_ASSISTANT, VILLAGE_1), april):
			move_case(self.here.name, MoveRequest("Complete Step"))
		self.assertEqual(left_over(self.auditor, "2026-04", april), {there: (1, 0)})

	def test_timeliness_counts_the_own_township_only(self):
		filters = {"from_date": "2026-03-01", "to_date": "2026-03-31"}
		assert {r["township"] for r in self.rows(self.clerk, "Case Timeliness", **filters)} == {"第一街道"}
		assert {r["township"] for r in self.rows(self.other_clerk, "Case Timeliness", **filters)} == {
			"第二乡"
		}
		assert len(self.rows(self.auditor, "Case Timeliness", **filters)) == 2

	def test_a_township_filter_cannot_leave_the_own_area(self):
		filters = {"from_date": "2026-03-01", "to_date": "2026-03-31", "township": TOWNSHIP_2}
		assert self.rows(self.clerk, "Case Timeliness", **filters) == []

	def test_partners_of_the_charity_may_not_run_them(self):
		with self.acting_as(factories.user(CHARITY_PARTNER)):
			for report in ("Case Register", "Case Timeliness"):
				self.assertRaisesRegex(
					frappe.PermissionError, "Case Register|Case Timeliness", run, report, {}
				)
