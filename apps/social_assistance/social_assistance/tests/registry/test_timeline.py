import json

import frappe

from social_assistance.overrides import stored_names, timeline
from social_assistance.tests import charity_factories, factories
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
				["current_step", "ACCEPT", "PAY"],
			],
			"row_changed": [["consents", 0, "row", [["capacity", "Household Member", "Obligor"]]]],
		}
		version = frappe.get_doc(
			{"doctype": "Version", "ref_doctype": CASE, "docname": case.name, "data": json.dumps(stored)}
		).insert(ignore_permissions=True)
		frappe.response.docs = []
		frappe.local.lang = "zh"
		self.addCleanup(setattr, frappe.local, "lang", "en")
		timeline.get_form_document(CASE, case.name)
		shown = json.loads(
			next(row.data for row in frappe.response.docinfo.versions if row.name == version.name)
		)
		self.assertEqual(shown["changed"][2], ["agent_name", "Open", "x"])
		told = [shown["changed"][0], shown["changed"][1], shown["changed"][3]]
		words = [word for row in told for word in row[1:] if word]
		words += shown["row_changed"][0][3][0][1:]
		self.assertTrue(all("\u4e00" <= word[0] <= "\u9fff" for word in words), words)
		self.assertEqual(
			json.loads(frappe.db.get_value("Version", version.name, "data"))["changed"], stored["changed"]
		)

	def test_fields_with_stored_names_exist_and_the_desk_knows_them(self):
		for fields in (stored_names.NAMED_FIELDS, stored_names.STEP_FIELDS):
			for doctype, names in fields.items():
				known = {field.fieldname for field in frappe.get_meta(doctype).fields}
				self.assertLessEqual(set(names), known, doctype)
		boot = {}
		stored_names.name_stored_fields(boot)
		self.assertEqual(boot["assist_stored_names"]["step_names"]["ACCEPT"], "Document Check and Acceptance")

	def test_those_who_made_and_changed_a_document_have_names(self):
		made, changed, filed = (
			factories.user(role, factories.TOWNSHIP_1)
			for role in ("Township Clerk", "Township Leader", "Township Reviewer")
		)
		plan = charity_factories.campaign(charity_factories.partner(may_raise_publicly=1))
		stamps = {"owner": made, "modified_by": changed}
		frappe.db.set_value(plan.doctype, plan.name, stamps, update_modified=False)
		version = frappe.get_doc(
			{
				"doctype": "Version",
				"ref_doctype": plan.doctype,
				"docname": plan.name,
				"data": json.dumps({"changed": [["filed_by", None, filed]]}),
			}
		).insert(ignore_permissions=True)
		frappe.db.set_value("Version", version.name, "owner", filed, update_modified=False)
		names = {user: frappe.db.get_value("User", user, "full_name") for user in (made, changed, filed)}
		for load in (timeline.get_form_document, timeline.get_docinfo):
			frappe.response.docs = []
			load(plan.doctype, plan.name)
			docinfo = frappe.response.docinfo
			self.assertEqual({user: docinfo["user_info"][user]["fullname"] for user in names}, names)
			shown = next(json.loads(row.data) for row in docinfo["versions"] if row.name == version.name)
			self.assertEqual(shown["changed"], [["filed_by", None, names[filed]]])

	def test_a_document_out_of_sight_stays_there(self):
		case = factories.case(factories.household())
		stranger = factories.user("Township Clerk", factories.TOWNSHIP_2)
		with (
			self.acting_as(stranger),
			self.assertRaisesRegex(frappe.PermissionError, "Assistance Application"),
		):
			timeline.get_form_document(CASE, case.name)
