from decimal import Decimal
from unittest.mock import patch

import frappe

from social_assistance.demo import accounts, cases, loader
from social_assistance.demo.district import DEMO_DISTRICT, build_demo_district
from social_assistance.demo.exceptions import DemoNotAllowedError
from social_assistance.domain.registry.identifiers import parse_citizen_id
from social_assistance.engines.verify import charity
from social_assistance.services.privacy.encrypted_fields import decrypt_value, list_search_digests
from social_assistance.tests.base import AssistanceTestCase


class TestDemoLoader(AssistanceTestCase):
	"""The report's district on a real site; loaded once, every test looks at another side of it."""

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.summary = loader.load_demo_district()

	def test_rolls_are_those_of_the_report(self):
		tallies = loader.count_rolls(DEMO_DISTRICT[0])
		counted = {key: (tally.households, tally.persons) for key, tally in tallies.items()}
		self.assertEqual(counted[("DIBAO-URBAN", "Urban")], (832, 1155))
		self.assertEqual(counted[("DIBAO-RURAL", "Rural")], (1040, 1256))
		self.assertEqual((counted[("TEKUN", "Rural")], counted[("TEKUN", "Urban")]), ((194, 194), (4, 4)))
		for scheme, expected in (("DIBIAN", (347, 541)), ("GANGZHI", (102, 169))):
			both = [value for key, value in counted.items() if key[0] == scheme]
			self.assertEqual(tuple(map(sum, zip(*both, strict=True))), expected)
		self.assertEqual(sum(tally.centralised for tally in tallies.values()), 30)
		self.assertEqual(tallies[("DIBAO-URBAN", "Urban")].average, Decimal("348.50"))
		self.assertEqual(tallies[("DIBAO-RURAL", "Rural")].average, Decimal("261.50"))

	def test_amounts_of_june_2025_have_the_former_average(self):
		for scheme, persons, average in (("DIBAO-URBAN", 1155, "322.50"), ("DIBAO-RURAL", 1256, "227.50")):
			part, award = frappe.qb.DocType("Award Amount"), frappe.qb.DocType("Benefit Award")
			total = (
				frappe.qb.from_(part)
				.join(award)
				.on(award.name == part.parent)
				.where(
					(award.scheme == scheme) & (part.from_month <= "2025-06") & (part.to_month >= "2025-06")
				)
				.select(frappe.query_builder.functions.Sum(part.amount))
				.run()[0][0]
			)
			self.assertEqual(Decimal(str(total)), persons * Decimal(average))

	def test_a_second_load_adds_nothing(self):
		before = {
			doctype: frappe.db.count(doctype) for doctype in (*loader.COLUMNS, "User", "Staff Assignment")
		}
		loader.load_demo_district()
		self.assertEqual(before, {doctype: frappe.db.count(doctype) for doctype in before})

	def test_gifts_and_what_became_of_them_add_up(self):
		gone = frappe.get_all("Charity Disbursement", ["disbursement_kind", "disbursement_status", "amount"])
		shown = sorted((row.disbursement_kind, row.disbursement_status, row.amount) for row in gone)
		self.assertEqual(shown, [("Household", "Delivered", 56), ("Other District", "Delivered", 54240)])
		checks = [*charity.check_donations(), *charity.check_goods_stock(), *charity.check_wishes()]
		self.assertEqual([check.code for check in checks if not check.ok], [])

	def test_rows_are_what_the_controllers_would_accept(self):
		for name in frappe.get_all(
			"Registry Household", filters={"name": ("like", "dh%")}, pluck="name", limit=12
		):
			household = frappe.get_doc("Registry Household", name)
			household.save()
			for row in household.members:
				person = frappe.get_doc("Registry Person", row.person)
				before = person.as_dict()
				person.save()
				derived = (
					"birth_date",
					"sex",
					"name_pinyin",
					"id_number",
					"current_household",
					"split_residence",
				)
				self.assertEqual([before[f] for f in derived], [person.get(f) for f in derived])

	def test_sealed_numbers_open_and_are_found(self):
		person = frappe.get_last_doc("Registry Person", {"source_note": "Demo district"})
		number = decrypt_value("citizen_id", person.id_number_cipher)
		self.assertEqual(parse_citizen_id(number).birth_date, person.birth_date)
		self.assertIn(person.id_number_digest, list_search_digests("citizen_id", number))

	def test_accounts_have_role_area_and_assignment(self):
		for account in accounts.list_accounts(build_demo_district()):
			self.assertIn(account.role, frappe.get_roles(account.user))
			if account.division:
				self.assertTrue(
					frappe.db.exists("Staff Assignment", {"user": account.user, "division": account.division})
				)
		clerk = next(a for a in accounts.list_accounts(build_demo_district()) if a.role == "Township Clerk")
		with self.acting_as(clerk.user):
			seen = set(frappe.get_list("Registry Household", pluck="division", limit_page_length=0))
		self.assertTrue(seen and all(code.startswith(clerk.division[:9]) for code in seen))

	def test_open_cases_stand_at_their_steps_and_are_made_once(self):
		rolls = frappe.db.count("Benefit Award")
		some = [row for row in cases.PLACES_IN_PROCEDURE if row[2]]
		with (
			patch.object(cases, "PLACES_IN_PROCEDURE", some),
			patch.object(cases, "list_places", return_value=cases.list_places()[1:]),
		):
			# As if the load had been cut off after the first.
			with patch.object(cases, "PLACES_IN_PROCEDURE", some[:1]):
				self.assertEqual(cases.ensure_cases(), 1)
			self.assertEqual(cases.ensure_cases(), len(some))
			self.assertEqual(cases.ensure_cases(), len(some))
		self.assertEqual(frappe.db.count("Benefit Award"), rolls)
		rows = frappe.get_all(
			"Assistance Application", {"case_status": "Open"}, pluck="current_step", order_by="creation"
		)
		self.assertEqual(rows, ["APPLY", "NOTICE", "NOTICE"])

	def test_one_reviewer_has_a_relative_on_the_rolls(self):
		relative = frappe.get_all(
			"Staff Relative", filters={"parenttype": "Staff Assignment"}, pluck="id_number_digest"
		)
		self.assertTrue(frappe.db.exists("Registry Person", {"id_number_digest": ("in", relative)}))

	def test_a_production_site_gets_nothing(self):
		frappe.conf.pop("assist_demo")
		self.addCleanup(frappe.conf.__setitem__, "assist_demo", 1)
		with self.assertRaisesRegex(DemoNotAllowedError, "json if invented people may be stored here"):
			loader.load_demo_district()

	def test_impossible_sizes_are_refused(self):
		for size in (0, -1, 1_000_001):
			with self.assertRaisesRegex(DemoNotAllowedError, "Households must be between 1"):
				loader.load_demo_district(size)

	def test_a_small_synthetic_district_stands_beside_it(self):
		summary = loader.load_demo_district(120)
		self.assertEqual(sum(row["households"] for row in summary.schemes.values()), 120)
		self.assertEqual(loader.count_rolls(DEMO_DISTRICT[0])[("DIBAO-URBAN", "Urban")].households, 832)
