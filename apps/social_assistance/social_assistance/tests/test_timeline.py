import json

import frappe

from social_assistance.overrides import timeline
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

CASE = "Assistance Application"


class TestTimeline(AssistanceTestCase):
	def test_changes_are_shown_in_the_language_of_the_desk_and_kept_as_they_were(self):
		case = factories.case(factories.household())
		stored = {
			"changed": [
				["workflow_state", "Discovery", "Filing"],
				["case_status", None, "Open"],
				["agent_name", "Open", "x"],
			],
			"row_changed": [["consents", 0, "row", [["capacity", "Household Member", "Obligor"]]]],
		}
		version = frappe.get_doc(
			{"doctype": "Version", "ref_doctype": CASE, "docname": case.name, "data": json.dumps(stored)}
		).insert(ignore_permissions=True)
		frappe.response.docs = []
		frappe.local.lang = "zh"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		timeline.getdoc(CASE, case.name)
		shown = json.loads(
			next(row.data for row in frappe.response.docinfo.versions if row.name == version.name)
		)
		self.assertEqual(shown["changed"][2], ["agent_name", "Open", "x"])
		words = [word for row in shown["changed"][:2] for word in row[1:] if word]
		words += shown["row_changed"][0][3][0][1:]
		self.assertTrue(all("\u4e00" <= word[0] <= "\u9fff" for word in words), words)
		self.assertEqual(
			json.loads(frappe.db.get_value("Version", version.name, "data"))["changed"], stored["changed"]
		)

	def test_a_document_out_of_sight_stays_there(self):
		case = factories.case(factories.household())
		stranger = factories.user("Township Clerk", factories.TOWNSHIP_2)
		with self.acting_as(stranger), self.assertRaises(frappe.PermissionError):
			timeline.getdoc(CASE, case.name)
