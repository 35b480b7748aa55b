import frappe

from social_assistance.constants import TOWNSHIP_CLERK, TOWNSHIP_REVIEWER
from social_assistance.domain.vocabulary import CareForm, Relation
from social_assistance.services.cases.exceptions import VisitDateInvalidError, VisitUnsignedError
from social_assistance.services.means.exceptions import VisitIncompleteError
from social_assistance.services.registry.person_records import Role, build_members, read_person_records
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1

ITEMS = (
	"fails_eating",
	"fails_dressing",
	"fails_getting_up",
	"fails_toilet",
	"fails_walking",
	"fails_bathing",
)
DRAWING = "data:image/png;base64,iVBORw0KGgo="


class TestSelfcareAssessment(AssistanceTestCase):
	def assessment(self, failed: int, **values):
		person = factories.person(age=72)
		self.team = [factories.user(role, TOWNSHIP_1) for role in (TOWNSHIP_CLERK, TOWNSHIP_REVIEWER)]
		return frappe.get_doc(
			{
				"doctype": "Self-care Assessment",
				"person": person.name,
				"assessed_on": "2026-03-02",
				"care_form": "Centralised",
				"investigators": [{"investigator": user} for user in self.team],
				"member_signed": 1,
				**dict.fromkeys(ITEMS[:failed], 1),
				**values,
			}
		).insert()

	def sign(self, doc, user: str, row: int):
		"""One assessor signs in a row of the form."""
		with self.acting_as(user):
			doc.reload()
			doc.investigators[row].signed = 1
			return doc.save()

	def signed(self, doc):
		for row, user in enumerate(self.team):
			doc = self.sign(doc, user, row)
		return doc

	def test_each_assessor_signs_under_the_own_login(self):
		doc = self.assessment(2)
		with self.assertRaisesRegex(VisitUnsignedError, "signs under the own login"):
			self.sign(doc, self.team[0], 1)
		self.sign(doc, self.team[0], 0)
		with self.assertRaisesRegex(VisitIncompleteError, "Signatures are missing"):
			frappe.get_doc(doc.doctype, doc.name).submit()
		doc = self.sign(doc, self.team[1], 1)
		self.assertTrue(all(row.signed_on for row in doc.investigators))
		with self.acting_as(self.team[1]):
			doc.fails_walking = 1
			doc.save()
		self.assertEqual([row.signed for row in doc.investigators], [0, 1])

	def test_a_signature_drawn_on_the_device_says_when_and_where(self):
		doc = self.assessment(2)
		self.sign(doc, self.team[0], 0)
		for time, place, refusal in (
			(None, "27.99,120.65", "gave no time or no place"),
			("2026-03-02 09:30:00", None, "gave no time or no place"),
			("2026-03-01 09:30:00", "27.99,120.65", "drawn on the day of the visit"),
		):
			with self.assertRaisesRegex(VisitUnsignedError, refusal):
				self.draw(doc, time, place)
		self.draw(doc, "2026-03-02 09:30:00", "27.99,120.65")
		doc.reload()
		doc.submit()
		self.assertEqual(doc.docstatus, 1)

	def draw(self, doc, time: str | None, place: str | None):
		"""The second assessor draws on the device of the first, who sends what it says of time and place."""
		with self.acting_as(self.team[0]):
			doc.reload()
			doc.investigators[1].update(
				{"signature_drawn": DRAWING, "signature_time": time, "signature_place": place}
			)
			return doc.save()

	def test_failed_items_give_the_three_levels(self):
		levels = [self.assessment(failed).care_level for failed in range(7)]
		self.assertEqual(levels, ["Self-care", *["Partial Care"] * 3, *["Full Care"] * 3])

	def test_submitted_assessment_reaches_the_means_test(self):
		doc = self.signed(self.assessment(4))
		doc.submit()
		day = self.today
		member = build_members(
			[Role(doc.person, Relation.HEAD, True)], read_person_records([doc.person], day), day
		)[0]
		self.assertEqual((member.failed_care_items, member.care_form), (4, CareForm.CENTRALISED))

	def test_signatures_are_needed_before_it_counts(self):
		with self.assertRaisesRegex(VisitIncompleteError, "Signatures are missing"):
			self.signed(self.assessment(1, member_signed=0)).submit()

	def test_impossible_days_are_refused(self):
		with self.assertRaisesRegex(VisitDateInvalidError, "Assessed On lies in the future"):
			self.assessment(1, assessed_on="2026-03-03")
		with self.assertRaisesRegex(VisitDateInvalidError, "Change Reported On lies after the assessment"):
			self.assessment(1, change_reported_on="2026-03-03", assessed_on="2026-03-01")
