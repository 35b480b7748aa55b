from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.api.v1.cases import decisions as api
from social_assistance.constants import DISTRICT_APPROVER, TOWNSHIP_CLERK, VILLAGE_ASSISTANT
from social_assistance.exceptions import RecordIsFinalError, StepNotAllowedError
from social_assistance.permissions.exceptions import FieldClosedError, TransitionNotAllowedError
from social_assistance.services.cases import decisions
from social_assistance.services.cases.decisions import issue_decision
from social_assistance.services.cases.evidence import FACTS
from social_assistance.services.cases.exceptions import DecisionCorrectionError, DeliveryInvalidError
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import DISTRICT, TOWNSHIP_1, VILLAGE_1


class TestApplicationDecision(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		home = factories.household()
		with self.acting_as(factories.user(VILLAGE_ASSISTANT, VILLAGE_1)):
			self.case = factories.case(home)
		self.case.proposed_amount = 291

	def decide(self, outcome: str):
		with self.acting_as(factories.user(DISTRICT_APPROVER, DISTRICT)):
			return issue_decision(self.case, outcome, "人均收入高于标准")

	def test_benefit_starts_in_the_month_after_the_decision(self):
		decision = self.decide("Confirmed")
		self.assertEqual((decision.start_month, decision.monthly_amount), ("2026-04", 291))
		self.assertTrue(decision.decision_no.startswith("JD-2026-"))

	def test_refusal_carries_grounds_remedy_and_a_referral_offer(self):
		decision = self.decide("Refused")
		self.assertEqual((decision.start_month, decision.monthly_amount), (None, 0))
		self.assertTrue(decision.grounds and decision.remedy and decision.referral_offer)
		letter = decision.letter()
		self.assertIn("人均收入高于标准", "".join(letter["paragraphs"]))
		self.assertEqual(letter["table"], [])

	def test_what_was_typed_cannot_become_part_of_the_page(self):
		with self.acting_as(factories.user(DISTRICT_APPROVER, DISTRICT)):
			decision = issue_decision(self.case, "Refused", "<script>alert(1)</script>")
		page = frappe.get_print(decision.doctype, decision.name, "Decision Letter")
		self.assertIn("&lt;script&gt;alert(1)", page)
		self.assertNotIn("<script>alert(1)", page)

	def test_the_letter_is_signed_by_whoever_decides(self):
		decision = self.decide("Confirmed")
		bureau = frappe.db.get_single_value("Assistance Settings", "bureau_name")
		self.assertEqual(decision.letter()["office"], bureau)
		frappe.db.set_value(self.case.doctype, self.case.name, "process_template", "TOWNSHIP-16-V1")
		self.assertEqual(decision.letter()["office"], "第一街道 Subdistrict Office")

	def test_delivery_is_recorded_but_the_amount_is_not_edited(self):
		decision = self.decide("Confirmed")
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			decision.reload()
			decision.update({"delivered_on": "2026-03-02", "delivery_method": "In Person"})
			decision.save()
			decision.monthly_amount = 999
			with self.assertRaisesRegex(
				TransitionNotAllowedError, "changes only through the steps of the procedure"
			):
				decision.save()

	def test_delivery_cannot_precede_the_decision_or_lie_ahead(self):
		decision = self.decide("Confirmed")
		for day in ("2026-03-01", "2026-03-03"):
			decision.reload()
			decision.delivered_on = day
			with self.assertRaisesRegex(
				DeliveryInvalidError, "cannot be delivered before|lies in the future"
			):
				decision.save()

	def test_delivery_says_how(self):
		decision = self.decide("Confirmed")
		decision.delivered_on = "2026-03-02"
		with self.assertRaisesRegex(
			(DeliveryInvalidError, frappe.MandatoryError), "Delivery: say how the decision was delivered"
		):
			decision.save()

	def test_the_case_goes_on_only_with_a_proof_of_delivery(self):
		self.case.application_decision = self.decide("Confirmed").name
		facts = {"delivered_on": "2026-03-02", "delivery_method": "By Post"}
		for proof, expected in ((None, False), ("/private/files/receipt.png", True)):
			frappe.db.set_value(
				"Application Decision", self.case.application_decision, {**facts, "delivery_proof": proof}
			)
			frappe.clear_document_cache("Application Decision", self.case.application_decision)
			self.assertEqual(FACTS["decision_delivered"](self.case), expected)

	def test_refusal_is_told_within_three_working_days(self):
		self.assertEqual(self.decide("Refused").deliver_by, date(2026, 3, 5))
		self.assertIsNone(self.decide("Confirmed").deliver_by)

	def test_extreme_hardship_names_care_level_and_form(self):
		self.case.scheme = "TEKUN"
		with patch.object(
			decisions, "_care", return_value={"care_level": "Partial Care", "care_form": "Dispersed"}
		):
			decision = self.decide("Confirmed")
		frappe.db.set_value("Assistance Application", self.case.name, "scheme", "TEKUN")
		text = "".join(decision.letter()["paragraphs"])
		self.assertIn("Partial Care", text)
		self.assertIn("43号", text)

	def test_decisions_are_never_deleted(self):
		with self.assertRaisesRegex(RecordIsFinalError, "Decisions cannot be deleted"):
			self.decide("Confirmed").delete(force=True)

	def test_a_mistake_is_corrected_by_a_new_numbered_decision(self):
		old = self.decide("Confirmed")
		case_factories.put_at(self.case, "PUBLISH", application_decision=old.name, case_status="Confirmed")
		approver = factories.user(DISTRICT_APPROVER, DISTRICT)
		clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		with self.acting_as(clerk), self.assertRaisesRegex(StepNotAllowedError, "This action needs the role"):
			api.correct_decision(old.name, clause="民发〔2021〕57号第20条")
		with self.acting_as(approver):
			with self.assertRaisesRegex(
				DecisionCorrectionError, "Nothing is corrected: the new words are those"
			):
				api.correct_decision(old.name, grounds=old.grounds)
			new = frappe.get_doc(old.doctype, api.correct_decision(old.name, grounds="更正后的理由"))
			with self.assertRaisesRegex(DecisionCorrectionError, old.decision_no):
				api.correct_decision(old.name, grounds="再次更正")
		self.assertEqual((new.corrects, new.grounds, new.clause), (old.name, "更正后的理由", old.clause))
		self.assertNotEqual(new.decision_no, old.decision_no)
		self.assertEqual((new.monthly_amount, new.start_month), (old.monthly_amount, old.start_month))
		old.reload()
		self.assertEqual((old.grounds, old.delivered_on), ("人均收入高于标准", None))
		self.case.reload()
		self.assertEqual(self.case.application_decision, new.name)

	def test_an_issued_decision_is_not_rewritten(self):
		decision = self.decide("Confirmed")
		fields = ("grounds", "clause", "remedy", "referral_offer")
		with self.acting_as(factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)):
			for field in fields:
				doc = frappe.get_doc(decision.doctype, decision.name).update({field: "改"})
				doc.flags.ignore_links = True
				with (
					self.subTest(field),
					self.assertRaisesRegex(
						TransitionNotAllowedError, "changes only through the steps of the procedure"
					),
				):
					doc.save()
			decision = frappe.get_doc(decision.doctype, decision.name)
			decision.update({"delivered_on": "2026-03-02", "delivery_method": "In Person"})
			decision.save()
			decision.delivery_method = "By Post"
			with self.assertRaisesRegex(FieldClosedError, "Application Decision"):
				decision.save()
