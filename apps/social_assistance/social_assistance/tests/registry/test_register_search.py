"""One search box: by name, sound, ID number, phone, numbers of documents and the end of an account, within the own area."""

import frappe

from social_assistance.api.v1.registry.search import search_register
from social_assistance.constants import CHARITY_PARTNER, TOWNSHIP_CLERK
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.tests import case_factories, factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, TOWNSHIP_2

PERSON, CASE = "Registry Person", "Assistance Application"


class TestRegisterSearch(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.stranger = factories.user(TOWNSHIP_CLERK, TOWNSHIP_2)
		self.case = case_factories.case_at("APPLY")
		self.home = frappe.get_doc("Registry Household", self.case.household)
		self.head = frappe.get_doc(PERSON, self.home.head_person)
		self.head.update({"person_name": "欧阳茜茜", "phone": "13912345678"})
		self.head.save(ignore_permissions=True)

	def found(self, text: str, user: str | None = None) -> list[tuple[str, str]]:
		with self.acting_as(user or self.clerk):
			return [(row["doctype"], row["name"]) for row in search_register(text)]

	def test_every_way_leads_to_the_person_first_and_to_the_case(self):
		clear = decrypt_value("citizen_id", self.head.id_number_cipher)
		account = decrypt_value("bank_account", self.home.bank_account_cipher)
		ways = (
			"欧阳",
			"欧阳茜茜",
			"ouyangqian",
			"oyqq",
			"OYQ",
			clear,
			clear.lower(),
			"139 1234 5678",
			account[-4:],
			self.case.name,
			self.home.household_no,
		)
		for text in ways:
			with self.subTest(text):
				found = self.found(text)
				self.assertIn((PERSON, self.head.name), found)
				self.assertEqual(found[0][0], PERSON)
				self.assertIn((CASE, self.case.name), found)

	def test_the_last_digits_of_a_case_number_are_enough(self):
		self.assertIn((CASE, self.case.name), self.found(str(int(self.case.name[-5:])).zfill(2)))

	def test_nobody_is_found_outside_the_own_area(self):
		clear = decrypt_value("citizen_id", self.head.id_number_cipher)
		for text in ("欧阳", "oyqq", clear, "13912345678", self.case.name, self.home.household_no):
			with self.subTest(text):
				self.assertEqual(self.found(text, self.stranger), [])

	def test_outsiders_do_not_search(self):
		with self.acting_as(factories.user(CHARITY_PARTNER)), self.assertRaises(frappe.ValidationError):
			search_register("欧阳")

	def test_terms_that_say_nothing_find_nothing(self):
		for text in ("", "z", "41029819800501000", "%", "_茜", "' or 1=1 -- "):
			with self.subTest(text):
				self.assertEqual(self.found(text), [])

	def test_answers_show_numbers_masked(self):
		clear = decrypt_value("citizen_id", self.head.id_number_cipher)
		with self.acting_as(self.clerk):
			rows = search_register("欧阳")
		self.assertNotIn(clear, frappe.as_json(rows))
		self.assertIn(clear[-4:], rows[0]["detail"])

	def test_initials_and_endings_follow_whoever_writes_the_row(self):
		frappe.db.set_value(PERSON, self.head.name, "name_pinyin", "lisi ls")
		frappe.db.set_value("Registry Household", self.home.name, "bank_account", "***************0007")
		self.assertIn((PERSON, self.head.name), self.found("ls"))
		self.assertIn((PERSON, self.head.name), self.found("0007"))
