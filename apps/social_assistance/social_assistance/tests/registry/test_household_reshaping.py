"""Households that split, merge or change by hand: both sides are guarded, and every running award gets its review."""

from datetime import date

import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.engines.verify import awards as checks
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.awards import coverage, grants
from social_assistance.services.awards.exceptions import SchemeConflictError
from social_assistance.services.registry import household_splits_and_merges as reshaping
from social_assistance.services.registry.exceptions import HouseholdBusyError
from social_assistance.tests import case_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1

DAY = date(2026, 3, 2)
HEAD = "Head"


class TestHouseholdReshaping(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)

	def covered(self, ages=(44, 42, 14), scheme="DIBAO-URBAN", **values):
		home = factories.household(ages=ages, account_verified_on="2026-01-05")
		award = payment_factories.award(home, scheme=scheme, **values)
		self.cover(award, [row.person for row in home.members])
		return home, award

	def cover(self, award, people, first="2026-01"):
		award.reload()
		coverage.cover(award, people, grants.Month.parse(first))
		grants.save_award(award)

	def tasks(self, award):
		return frappe.get_all(
			"Review Task", {"award": award.name}, ["review_cause", "change_kind", "change_text", "changed_on"]
		)

	def failing(self):
		found = [*checks.people_covered(), *checks.residence_classes()]
		return {check.code for check in found if not check.ok}

	def test_a_split_opens_the_review_of_the_award_that_still_counts_who_left(self):
		home, award = self.covered()
		leaving = home.members[1].person
		with self.acting_as(self.clerk):
			reshaping.split_household(home.name, {leaving: HEAD}, DAY)
		(task,) = self.tasks(award)
		self.assertEqual(
			(task.review_cause, task.change_kind, task.changed_on), ("Household Changed", "Members", DAY)
		)
		self.assertIn(frappe.db.get_value("Registry Person", leaving, "person_name"), task.change_text)

	def test_a_merge_opens_the_review_of_the_household_that_takes_people_in(self):
		source = factories.household(ages=(30,))
		target, award = self.covered(ages=(50, 48))
		with self.acting_as(self.clerk):
			reshaping.merge_households(source.name, target.name, DAY)
		self.assertEqual([row.change_kind for row in self.tasks(award)], ["Members"])

	def test_a_household_under_examination_takes_nobody_in(self):
		case = case_factories.case_at("INITIAL")
		source = factories.household(ages=(30,))
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(HouseholdBusyError, r"of this household is open\. Decide or withdraw"),
		):
			reshaping.merge_households(source.name, case.household, DAY)

	def test_a_membership_is_not_ended_by_hand_while_a_case_is_examined(self):
		case = case_factories.case_at("INITIAL")
		home = frappe.get_doc("Registry Household", case.household)
		home.members[2].update({"to_date": "2026-03-01", "end_reason": "Moved Out"})
		with self.assertRaisesRegex(HouseholdBusyError, r"of this household is open\. Decide or withdraw"):
			home.save()

	def test_a_membership_ended_by_hand_opens_the_review(self):
		home, award = self.covered()
		home.reload()
		home.members[2].update({"to_date": "2026-03-01", "end_reason": "Moved Out"})
		home.save()
		self.assertEqual([row.review_cause for row in self.tasks(award)], ["Household Changed"])

	def test_nobody_is_covered_by_two_running_benefits(self):
		home = self.covered()[0]
		child = home.members[2].person
		other = payment_factories.award(home, scheme="ORPHAN", person=child, open_award_key=f"ORPHAN|{child}")
		with self.assertRaisesRegex(SchemeConflictError, "covered"):
			self.cover(other, [child])

	def test_the_database_itself_refuses_the_second(self):
		home = self.covered()[0]
		person = home.members[0].person
		other = payment_factories.award(factories.household(account_verified_on="2026-01-05"))
		other.reload()
		other.append("covered", {"person": person, "from_month": "2026-02", "open_key": person})
		with self.assertRaises(frappe.UniqueValidationError), allow_transition("Benefit Award", other.name):
			other.save(ignore_permissions=True)

	def test_who_left_by_decision_may_be_covered_elsewhere_from_the_next_month(self):
		home, award = self.covered()
		leaving = home.members[1].person
		stay = [row.person for row in home.members if row.person != leaving]
		self.cover(award, stay, "2026-03")
		other = payment_factories.award(
			factories.household(account_verified_on="2026-01-05"), start="2026-03"
		)
		self.cover(other, [leaving], "2026-03")
		self.assertNotIn("AWP-01", self.failing())
		frappe.db.set_value(
			"Award Person", {"parent": other.name, "person": leaving}, "from_month", "2026-02"
		)
		self.assertIn("AWP-01", self.failing())

	def test_a_stop_frees_everybody(self):
		home, award = self.covered()
		grants.stop_award(award.name, "2026-03", "Voluntary")
		rows = frappe.get_all("Award Person", {"parent": award.name}, ["to_month", "open_key"])
		self.assertEqual({(row.to_month, row.open_key) for row in rows}, {("2026-03", None)})
		again = payment_factories.award(home, start="2026-04", scheme="DIBAO-RURAL")
		self.cover(again, [row.person for row in home.members], "2026-04")

	def test_an_award_of_the_other_class_of_residence_is_found(self):
		self.covered(residence_class="Rural")
		self.assertIn("AWP-05", self.failing())
