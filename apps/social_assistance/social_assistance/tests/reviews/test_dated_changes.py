"""What begins or ends by age, date or validity does so by itself, announced before."""

from datetime import date

import frappe

from social_assistance.constants import TOWNSHIP_CLERK
from social_assistance.engines.reviews import dated_changes
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services.registry import person_records
from social_assistance.tests import case_factories, factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1


class TestDatedChanges(AssistanceTestCase):
	today = date(2026, 3, 2)

	def child(self, born: str, scheme: str = "ORPHAN", **person):
		home = factories.household(ages=(44, 17), account_verified_on="2026-01-05")
		child = home.members[1].person
		frappe.db.set_value("Registry Person", child, {"birth_date": born, **person})
		return payment_factories.award(
			home, "1250.00", scheme, start="2025-01", person=child, open_award_key=f"{scheme}|{child}"
		)

	def tasks(self, award):
		return frappe.get_all(
			"Review Task",
			{"award": award.name},
			["review_cause", "review_status", "due_on", "changed_on", "change_text"],
		)

	def stored(self, award):
		return frappe.get_doc("Benefit Award", award.name)

	def test_an_orphan_is_announced_a_month_before_and_ends_at_eighteen(self):
		award = self.child("2008-03-15")
		dated_changes.run(date(2026, 2, 10))
		self.assertEqual(self.tasks(award), [])
		dated_changes.run(date(2026, 2, 20))
		(task,) = self.tasks(award)
		self.assertEqual(
			(task.review_cause, task.due_on, task.changed_on),
			("Age Reached", date(2026, 3, 15), date(2026, 3, 15)),
		)
		self.assertEqual(self.stored(award).award_status, "Active")
		dated_changes.run(date(2026, 3, 15))
		ended = self.stored(award)
		self.assertEqual(
			(ended.award_status, ended.end_month, ended.stop_reason, ended.open_award_key),
			("Stopped", "2026-03", "Age Reached", None),
		)
		self.assertEqual([row.review_status for row in self.tasks(award)], ["Cancelled"])
		self.assertEqual(dated_changes.run(date(2026, 3, 16))["ended"], 0)

	def test_a_pupil_goes_on_until_the_end_of_school(self):
		award = self.child("2008-03-15", is_student=1, study_stage="Senior High School")
		dated_changes.run(date(2026, 3, 15))
		self.assertEqual(self.stored(award).award_status, "Active")
		frappe.db.set_value(
			"Review Task",
			{"award": award.name},
			{"review_status": "Decided", "proposed_result": "Maintain", "open_task_key": None},
		)
		frappe.db.set_value("Registry Person", award.person, "is_student", 0)
		dated_changes.run(date(2026, 7, 1))
		self.assertEqual(self.stored(award).end_month, "2026-07")

	def test_months_paid_after_the_birthday_are_overpaid(self):
		award = self.child("2008-01-15")
		for month in ("2026-01", "2026-02"):
			payment_factories.paid_run(month, scheme="ORPHAN")
		dated_changes.run(self.today)
		change = frappe.get_doc("Award Change", {"award": award.name})
		self.assertEqual((change.from_month, change.overpaid_amount), ("2026-02", 1250))

	def test_a_minor_in_extreme_difficulty_gets_a_review_not_an_end(self):
		"""43号 art. 26: the intended end of 特困 is posted for seven days first."""
		award = self.child("2008-03-15", scheme="TEKUN")
		dated_changes.run(date(2026, 3, 15))
		self.assertEqual(self.stored(award).award_status, "Active")
		self.assertEqual([row.review_cause for row in self.tasks(award)], ["Age Reached"])

	def test_top_ups_that_begin_or_end_by_age_open_the_review_of_the_family(self):
		home = factories.household(ages=(44, 69), account_verified_on="2026-01-05")
		frappe.db.set_value("Registry Person", home.members[1].person, "birth_date", "1956-03-20")
		award = payment_factories.award(home, start="2025-01")
		self.assertGreaterEqual(dated_changes.run(self.today)["opened"], 1)
		(task,) = self.tasks(award)
		self.assertEqual((task.review_cause, task.changed_on), ("Age Reached", date(2026, 3, 20)))
		self.assertIn("70", task.change_text)
		frappe.db.set_value(
			"Review Task", {"award": award.name}, {"review_status": "Decided", "open_task_key": None}
		)
		dated_changes.run(date(2026, 3, 21))
		self.assertEqual(len(self.tasks(award)), 1)

	def test_a_recognition_ends_after_its_months_and_is_no_longer_held(self):
		home = factories.household(account_verified_on="2026-01-05")
		award = payment_factories.award(
			home, "0.00", "GANGZHI", amounts=[], valid_until="2026-03-20", end_month="2026-03"
		)
		dated_changes.run(self.today)
		self.assertEqual([row.review_cause for row in self.tasks(award)], ["Validity Ends"])
		frappe.flags.business_date = date(2026, 3, 21)
		self.assertEqual(person_records.list_household_schemes(home.name), ())
		dated_changes.run(date(2026, 3, 21))
		ended = self.stored(award)
		self.assertEqual(
			(ended.award_status, ended.end_month, ended.stop_reason), ("Stopped", "2026-03", "Expired")
		)

	def test_a_disability_card_that_runs_out_opens_a_review(self):
		home = factories.household(account_verified_on="2026-01-05")
		frappe.db.set_value("Registry Person", home.members[1].person, "disability_valid_until", "2026-03-20")
		award = payment_factories.award(home)
		dated_changes.run(self.today)
		dated_changes.run(self.today)
		(task,) = self.tasks(award)
		self.assertEqual((task.review_cause, task.changed_on), ("Validity Ends", date(2026, 3, 20)))

	def test_the_clerk_hears_of_authorisations_that_run_out(self):
		clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		case = case_factories.case_at("MAINTAIN", case_status="In Payment")
		with allow_transition(case.doctype, case.name):
			case.append(
				"consents",
				{"person": case.applicant, "capacity": "Household Member", "valid_until": "2026-03-20"},
			)
			case.consents[-1].update({"parent": case.name})
			case.consents[-1].db_insert()
		self.assertGreaterEqual(dated_changes.run(self.today)["told"], 1)
		told = {"for_user": clerk, "document_name": case.name}
		self.assertTrue(frappe.db.exists("Notification Log", told))
		self.assertEqual(dated_changes.run(self.today)["told"], 0)
