from datetime import date

import frappe

from social_assistance.api.v1.registry import households, people
from social_assistance.services.means import split_signs
from social_assistance.tests import charity_factories, factories
from social_assistance.tests.base import AssistanceTestCase

TODAY = date(2026, 3, 2)


class TestSplitting(AssistanceTestCase):
	def separated(self, day: str = "2026-01-10", employment: str = "Employed", ages=(72, 45)) -> str:
		"""An old head leaves an adult of working age behind; returns the old person's new household."""
		home = factories.household(ages=ages)
		old, other = (row.person for row in home.members)
		for person in (old, other):
			frappe.db.set_value("Registry Person", person, "address", "幸福路12号院3栋")
		frappe.db.set_value("Registry Person", other, "employment_status", employment)
		return households.split_household(home.name, {old: "Head"}, day, {other: "Head"})

	def test_an_old_person_separated_from_an_earner_at_the_same_address(self):
		signs = split_signs.list_splitting_signs(self.separated(), TODAY)
		self.assertEqual(signs, ("formed_shortly_before", "only_dependants_left", "earner_at_same_address"))

	def test_without_an_earner_left_behind_there_is_no_sign(self):
		self.assertEqual(split_signs.list_splitting_signs(self.separated(employment="Unemployed"), TODAY), ())

	def test_a_split_long_ago_is_no_sign(self):
		self.assertEqual(split_signs.list_splitting_signs(self.separated(day="2024-12-01"), TODAY), ())

	def test_a_household_that_was_never_split(self):
		self.assertEqual(split_signs.list_splitting_signs(factories.household(ages=(72,)).name, TODAY), ())

	def test_the_form_gets_texts_inside_the_area_only(self):
		household = self.separated()
		self.assertEqual(len(people.splitting_signs(household)), 3)
		stranger = factories.user("Township Clerk", factories.TOWNSHIP_2)
		with self.acting_as(stranger), self.assertRaises(frappe.PermissionError):
			people.splitting_signs(household)


class TestTimeline(AssistanceTestCase):
	def test_applications_and_moves_of_the_person_newest_first(self):
		home = factories.household()
		case = factories.case(home)
		found = people.get_person_timeline(home.head_person)
		self.assertIn(("Assistance Application", case.name), {(row["doctype"], row["name"]) for row in found})
		self.assertIn(("Registry Household", home.name), {(row["doctype"], row["name"]) for row in found})
		self.assertEqual([row["date"] for row in found], sorted((row["date"] for row in found), reverse=True))

	def test_a_member_who_is_not_the_applicant_sees_the_same_case(self):
		home = factories.household()
		case = factories.case(home)
		found = people.get_person_timeline(home.members[1].person)
		self.assertIn(case.name, {row["name"] for row in found})

	def test_gifts_findings_and_spot_checks_are_told_to_whoever_may_read_them(self):
		home = factories.household()
		case = factories.case(home)
		need = charity_factories.need(home)
		gift = charity_factories.disbursement(charity_factories.donation(charity_factories.partner()), need)
		sheet = frappe.get_doc(
			{"doctype": "Means Assessment", "name": "HS-TIMELINE", "application": case.name}
		)
		sheet.update({"division": home.division, "household": home.name, "docstatus": 1, "as_of_date": TODAY})
		sheet.append("findings", {"finding_kind": "Doubt", "message": "两处住房"})
		run = frappe.get_doc(
			{"doctype": "Spot Check Run", "name": "CC-TIMELINE", "division": factories.DISTRICT}
		)
		run.update({"run_status": "Drawn", "drawn_on": "2026-03-02 10:00:00"})
		run.append("cases", {"application": case.name, "drawn": 1, "mandatory": "Near Relative"})
		for doc in (sheet, run):
			doc.set_parent_in_children()
			doc.db_insert()
			for row in doc.get_all_children():
				row.db_insert()
		ours = {"Charity Need": need.name, "Charity Disbursement": gift.name}
		findings = {"Means Assessment": sheet.name, "Spot Check Run": run.name}
		found = {row["doctype"]: row["name"] for row in people.get_person_timeline(home.head_person)}
		self.assertLessEqual((ours | findings).items(), found.items())
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			found = {row["doctype"]: row["name"] for row in people.get_person_timeline(home.head_person)}
			self.assertLessEqual(ours.items(), found.items())
			self.assertNotIn("Spot Check Run", found)

	def test_out_of_the_area_nothing_is_told(self):
		home = factories.household()
		stranger = factories.user("Township Clerk", factories.TOWNSHIP_2)
		with self.acting_as(stranger), self.assertRaises(frappe.PermissionError):
			people.get_person_timeline(home.head_person)
