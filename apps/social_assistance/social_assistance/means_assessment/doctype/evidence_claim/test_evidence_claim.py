from datetime import date

import frappe

from social_assistance.permissions.exceptions import FieldClosedError
from social_assistance.services.means.exceptions import (
	AssessmentLineInvalidError,
	EvidenceClaimError,
	PersonNotInHouseholdError,
)
from social_assistance.services.policy import in_force
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase


class TestEvidenceClaim(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.case = factories.case(factories.household())
		version = in_force.get_policy_in_force(self.case.division, date(2026, 3, 2))
		frappe.db.set_value(
			self.case.doctype, self.case.name, {"accepted_on": "2026-03-02", "policy_version": version}
		)

	def claim(self, **values):
		return frappe.get_doc(
			{
				"doctype": "Evidence Claim",
				"application": self.case.name,
				"person": self.case.applicant,
				"claim_kind": "Income Earned Elsewhere",
				"claimed_amount": 1500,
				"prover_kind": "Employer",
				"prover_name": "某建筑公司",
				**values,
			}
		).insert()

	def sheet(self, claim, gross: float):
		line = {"income_kind": "Wages", "gross_amount": gross, "months": 12, "evidence_claim": claim.name}
		return frappe.get_doc(
			{
				"doctype": "Means Assessment",
				"application": self.case.name,
				"as_of_date": "2026-03-02",
				"incomes": [line],
			}
		)

	def test_decision_needs_method_and_reason_and_names_who_decided(self):
		name = self.claim().name
		answer = {"claim_status": "Rejected"}
		for missing in (
			{"check_method": "Telephone"},
			{"decision_reason": "the employer knows nobody of that name"},
		):
			with self.assertRaisesRegex(
				EvidenceClaimError,
				"Say how the claim was checked before deciding|Say why the claim is not accepted in full",
			):
				frappe.get_doc("Evidence Claim", name).update(answer).save()
			answer |= missing
		claim = frappe.get_doc("Evidence Claim", name).update(answer).save()
		self.assertEqual((claim.decided_by, claim.decided_on), ("Administrator", self.today))

	def test_decided_claim_is_final(self):
		claim = self.claim(claim_status="Accepted", check_method="Visit")
		claim.claimed_amount = 1
		with self.assertRaisesRegex(FieldClosedError, "cannot be changed"):
			claim.save()

	def test_stranger_is_refused(self):
		with self.assertRaisesRegex(PersonNotInHouseholdError, "Person is not a member of the application"):
			self.claim(person=factories.person().name)

	def test_line_cannot_rest_on_a_rejected_claim(self):
		claim = self.claim(claim_status="Rejected", check_method="Telephone", decision_reason="untrue")
		with self.assertRaisesRegex(
			AssessmentLineInvalidError, "Use other evidence, or count an imputed income"
		):
			self.sheet(claim, 18000).insert()

	def test_open_claim_keeps_the_sheet_a_draft(self):
		sheet = self.sheet(self.claim(), 18000).insert()
		with self.assertRaisesRegex(AssessmentLineInvalidError, "Evidence claims are not decided yet"):
			sheet.submit()

	def test_accepted_claim_carries_the_line(self):
		claim = self.claim(claim_status="Accepted", check_method="Visit")
		sheet = self.sheet(claim, 18000).insert()
		sheet.submit()
		self.assertEqual(sheet.counted_income, 1500)
