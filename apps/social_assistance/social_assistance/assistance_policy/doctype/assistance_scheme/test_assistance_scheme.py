import frappe

from social_assistance.domain.vocabulary import Scheme
from social_assistance.services.policy.exceptions import SchemeRuleInvalidError
from social_assistance.setup import seed_policy
from social_assistance.tests.base import AssistanceTestCase


class TestAssistanceScheme(AssistanceTestCase):
	def test_every_scheme_of_the_domain_is_seeded(self):
		names = set(frappe.get_all("Assistance Scheme", pluck="name"))
		self.assertLessEqual({scheme.value for scheme in Scheme}, names)

	def test_seeding_again_keeps_what_the_site_changed(self):
		frappe.db.set_value("Assistance Scheme", "MEDICAL", "scheme_name", "Own name")
		before = frappe.db.count("Scheme Exclusion")
		seed_policy.seed_schemes()
		self.assertEqual(frappe.db.get_value("Assistance Scheme", "MEDICAL", "scheme_name"), "Own name")
		self.assertEqual(frappe.db.count("Scheme Exclusion"), before)

	def test_exclusions_stand_on_both_schemes(self):
		rows = frappe.get_all("Scheme Exclusion", fields=["parent", "excluded_scheme", "scope"])
		pairs = {(row.parent, row.excluded_scheme, row.scope) for row in rows}
		self.assertTrue(pairs)
		self.assertEqual(pairs, {(other, one, scope) for one, other, scope in pairs})

	def test_extreme_difficulty_excludes_the_guarantee_and_the_child_allowances_per_person(self):
		scheme = frappe.get_doc("Assistance Scheme", "TEKUN")
		excluded = {row.excluded_scheme for row in scheme.exclusions if row.scope == "Person"}
		self.assertLessEqual(
			{"DIBAO-URBAN", "DIBAO-RURAL", "DIBAO-SINGLE", "ORPHAN", "UNSUPPORTED-CHILD"}, excluded
		)

	def test_a_scheme_refuses_itself_and_names_the_row(self):
		scheme = frappe.get_doc("Assistance Scheme", "MEDICAL")
		scheme.append("exclusions", {"excluded_scheme": "MEDICAL", "scope": "Person"})
		with self.assertRaisesRegex(
			SchemeRuleInvalidError, "Choose another scheme or delete the row"
		) as refusal:
			scheme.save()
		self.assertIn("1", str(refusal.exception))

	def test_a_scheme_is_not_both_excluded_and_required(self):
		scheme = frappe.get_doc("Assistance Scheme", "DIBAO-SINGLE")
		scheme.append("exclusions", {"excluded_scheme": "DIBIAN", "scope": "Household"})
		with self.assertRaisesRegex(SchemeRuleInvalidError, "Keep one row per scheme"):
			scheme.save()
