import frappe
from frappe.desk.query_report import run as run_report

from social_assistance.api.v1.policy.second_person import put_into_force
from social_assistance.constants import AUDITOR, POLICY_ADMINISTRATOR, TOWNSHIP_LEADER
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.services.policy.exceptions import TownshipQuotaInvalidError
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2, VILLAGE_1, VILLAGE_2

SCHEME = "DIBAO-SINGLE"


class TestTownshipQuota(AssistanceTestCase):
	def draft(self, *rows: tuple[str, int], start: str = "2026-01-01"):
		townships = [
			{"division": division, "persons": persons} for division, persons in rows or ((TOWNSHIP_1, 3),)
		]
		return payment_factories.drafted(
			"Township Quota", scheme=SCHEME, effective_from=start, citation="测试指标", townships=townships
		)

	def cover(self, village: str, people: int) -> None:
		home = factories.household(village, (44, 42, 40)[:people])
		covered = [{"person": row.person, "from_month": "2026-01"} for row in home.members]
		payment_factories.award(home, scheme=SCHEME, covered=covered)

	def use(self, user: str, **filters) -> dict[str, tuple]:
		with self.acting_as(user):
			rows = run_report("Township Quota Use", {"scheme": SCHEME, "on_date": "2026-03-02", **filters})[
				"result"
			]
		names = ("quota", "persons", "households", "left", "share")
		return {row["township"]: tuple(row[name] for name in names) for row in rows if isinstance(row, dict)}

	def test_a_second_person_puts_it_into_force(self):
		draft = self.draft()
		with self.acting_as(factories.user(POLICY_ADMINISTRATOR)):
			self.assertRaisesRegex(
				SeparationOfDutiesError,
				"or it concerns you; another person must put",
				put_into_force,
				draft.doctype,
				draft.name,
			)
		self.assertEqual(payment_factories.in_force(draft).docstatus, 1)

	def test_each_township_stands_once(self):
		for rows, words in (
			(((TOWNSHIP_1, 3), (TOWNSHIP_1, 4)), "stands here already"),
			(((VILLAGE_1, 3),), "Choose a township"),
		):
			with self.subTest(words), self.assertRaisesRegex(TownshipQuotaInvalidError, words):
				self.draft(*rows)

	def test_a_scheme_has_one_table_for_a_day(self):
		payment_factories.in_force(self.draft())
		with self.assertRaisesRegex(TownshipQuotaInvalidError, "same day"):
			payment_factories.in_force(self.draft())
		payment_factories.in_force(self.draft(start="2026-02-01"))

	def test_the_report_shows_it_beside_those_covered(self):
		self.cover(VILLAGE_1, 3)
		self.cover(VILLAGE_1, 1)
		self.cover(VILLAGE_2, 2)
		payment_factories.in_force(self.draft((TOWNSHIP_1, 3)))
		self.assertEqual(
			self.use(factories.user(AUDITOR)),
			{TOWNSHIP_1: (3, 4, 2, -1, 133.3), TOWNSHIP_2: (None, 2, 1, None, None)},
		)
		self.assertEqual(set(self.use(factories.user(TOWNSHIP_LEADER, TOWNSHIP_2))), {TOWNSHIP_2})

	def test_a_later_table_holds_from_its_day(self):
		payment_factories.in_force(self.draft())
		payment_factories.in_force(self.draft((TOWNSHIP_1, 9), start="2026-03-01"))
		auditor = factories.user(AUDITOR)
		self.assertEqual(self.use(auditor)[TOWNSHIP_1][0], 9)
		self.assertEqual(self.use(auditor, on_date="2026-02-28")[TOWNSHIP_1][0], 3)

	def test_nobody_is_refused_by_it(self):
		"""No code beside the report, the form and the demo bureau reads the table."""
		payment_factories.in_force(self.draft((TOWNSHIP_1, 0)))
		self.cover(VILLAGE_1, 1)
		self.assertEqual(self.use(factories.user(AUDITOR))[TOWNSHIP_1], (0, 1, 1, -1, None))
		self.assertTrue(frappe.db.exists("Benefit Award", {"scheme": SCHEME}))
