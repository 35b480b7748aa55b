from datetime import date
from unittest.mock import patch

import frappe

from social_assistance.domain.registry.identifiers import parse_citizen_id
from social_assistance.exceptions import MalformedIdentifierError
from social_assistance.permissions.exceptions import DerivedFieldError, TransitionNotAllowedError
from social_assistance.services.privacy import data_key
from social_assistance.services.privacy.encrypted_fields import decrypt_value, list_search_digests
from social_assistance.services.privacy.exceptions import MaskedValueChangedError
from social_assistance.services.registry import people
from social_assistance.services.registry.exceptions import (
	DuplicateIdentityError,
	IdentityChangeError,
	ImpossibleDateError,
	KinContradictionError,
	PersonFactsError,
)
from social_assistance.tests import factories
from social_assistance.tests.base import AssistanceTestCase

ID_NUMBER, OTHER_ID = "11010519491231002X", "440524188001010014"


def new_person(**values):
	return frappe.get_doc(
		{
			"doctype": "Registry Person",
			"person_name": "测试甲",
			"id_number": ID_NUMBER,
			"division": factories.VILLAGE_1,
			**values,
		}
	)


class TestRegistryPerson(AssistanceTestCase):
	def test_personal_numbers_are_stored_masked_encrypted_and_digested(self):
		person = new_person(phone="13800138000").insert()
		stored = frappe.db.get_value("Registry Person", person.name, "*", as_dict=True)
		self.assertEqual((stored.id_number, stored.phone), ("110***********002X", "138****8000"))
		self.assertEqual(decrypt_value("citizen_id", stored.id_number_cipher), ID_NUMBER)
		self.assertEqual(decrypt_value("phone", stored.phone_cipher), "13800138000")
		self.assertIn(stored.id_number_digest, list_search_digests("citizen_id", ID_NUMBER))
		self.assertNotIn(ID_NUMBER, frappe.as_json(stored))

	def test_birth_date_sex_pinyin_and_split_residence_follow(self):
		person = new_person(
			person_name="曾 小·明", hukou_division=factories.VILLAGE_2, residence_division=factories.VILLAGE_1
		).insert()
		citizen = parse_citizen_id(ID_NUMBER)
		self.assertEqual((person.birth_date, person.sex), (citizen.birth_date, "Female"))
		self.assertEqual((person.person_name, person.split_residence), ("曾小·明", 1))
		self.assertEqual(person.name_pinyin, "zengxiaoming zxm")

	def test_full_width_and_spaced_number_is_the_same_person(self):
		new_person().insert()
		with self.assertRaisesRegex(DuplicateIdentityError, "Open that person instead of creating another"):
			new_person(id_number="１１０１０５ 19491231 002x").insert()

	def test_duplicate_links_to_the_person_only_inside_the_own_area(self):
		person = new_person().insert()
		clerk_here = factories.user("Township Clerk", factories.TOWNSHIP_1)
		clerk_there = factories.user("Township Clerk", factories.TOWNSHIP_2)
		with self.acting_as(clerk_here), self.assertRaisesRegex(DuplicateIdentityError, person.name):
			new_person().insert()
		with (
			self.acting_as(clerk_there),
			self.assertRaisesRegex(
				DuplicateIdentityError, "This ID Number is already registered outside"
			) as refused,
		):
			new_person(division=factories.VILLAGE_2).insert()
		self.assertNotIn(person.name, str(refused.exception))

	def test_invalid_number_names_the_field_and_saves_nothing(self):
		before = frappe.db.count("Registry Person")
		for wrong in ("110105194912310021", "11010519491331002X", "123", "110105491231002"):
			with self.assertRaisesRegex(MalformedIdentifierError, frappe._("ID Number")):
				new_person(id_number=wrong).insert()
		self.assertEqual(frappe.db.count("Registry Person"), before)

	def test_messages_come_in_both_languages(self):
		for language, word in (("en", "must have 18 characters"), ("zh", "18")):
			frappe.local.lang = language
			self.addCleanup(setattr, frappe.local, "lang", "en")
			with self.assertRaisesRegex(MalformedIdentifierError, word):
				new_person(id_number="123").insert()

	def test_unchanged_mask_keeps_the_sealed_value(self):
		person = new_person(phone="13800138000").insert()
		cipher = person.id_number_cipher
		person.reload()
		person.id_number_cipher = person.id_number_digest = "forged"
		person.person_name = "测试乙"
		person.save()
		person.reload()
		self.assertEqual((person.id_number_cipher, person.person_name), (cipher, "测试乙"))

	def test_edited_mask_is_refused(self):
		person = new_person(phone="13800138000").insert()
		person.phone = "139****8000"
		with self.assertRaisesRegex(
			MaskedValueChangedError, "Leave it unchanged, or enter the complete value"
		):
			person.save()

	def test_a_mask_on_a_new_document_is_refused(self):
		with self.assertRaisesRegex(
			MaskedValueChangedError, "Leave it unchanged, or enter the complete value"
		):
			new_person(id_number="110***********002X", id_number_cipher="x", id_number_digest="y").insert()

	def test_emptied_phone_loses_cipher_and_digest(self):
		person = new_person(phone="13800138000").insert()
		person.phone = ""
		person.save()
		self.assertEqual((person.phone_cipher, person.phone_digest), (None, None))

	def test_id_number_changes_only_with_a_reason_and_leaves_a_history(self):
		person = new_person().insert()
		person.id_number = OTHER_ID
		with self.assertRaisesRegex(IdentityChangeError, "The ID Number of a registered person is changed"):
			person.save()
		with self.assertRaisesRegex(IdentityChangeError, "State in Reason why the ID Number is corrected"):
			people.correct_id_number(person.name, OTHER_ID, "  ")
		people.correct_id_number(person.name, OTHER_ID, "Typing error on the paper form")
		person.reload()
		self.assertEqual((person.id_number, person.sex), ("440***********0014", "Male"))
		self.assertEqual(person.identity_corrections[0].former_id_number, "110***********002X")
		self.assertIn(
			person.identity_corrections[0].former_digest, list_search_digests("citizen_id", ID_NUMBER)
		)

	def test_history_and_derived_fields_cannot_be_written_by_a_client(self):
		person = new_person().insert()
		forged = (
			("birth_date", "2000-01-01", DerivedFieldError, "Birth Date of"),
			("sex", "Male", DerivedFieldError, "Sex of"),
			("current_household", "x", DerivedFieldError, "Household of"),
			(
				"identity_corrections",
				[{"former_id_number": "x", "reason": "y"}],
				TransitionNotAllowedError,
				"Corrections of the ID Number",
			),
		)
		for field, value, error, words in forged:
			doc = frappe.get_doc("Registry Person", person.name).update({field: value})
			doc.flags.ignore_links = True
			with self.subTest(field), self.assertRaisesRegex(error, words):
				doc.save()

	def test_death_sets_flag_and_date(self):
		person = new_person(statuses=[{"status": "Deceased", "from_date": "2025-05-01"}]).insert()
		self.assertEqual((person.is_deceased, str(person.deceased_on)), (1, "2025-05-01"))
		person.append("statuses", {"status": "Deceased", "from_date": "2025-06-01"})
		with self.assertRaisesRegex(PersonFactsError, "2"):
			person.save()

	def test_impossible_dates_name_the_row(self):
		for rows in (
			{"statuses": [{"status": "Imprisoned", "from_date": "1940-01-01"}]},
			{"statuses": [{"status": "Imprisoned", "from_date": "2020-02-01", "to_date": "2020-01-01"}]},
			{"illnesses": [{"illness": "x", "diagnosed_on": "2026-03-03"}]},
			{"statuses": [{"status": "Deceased", "from_date": "2020-01-01", "to_date": "2020-01-02"}]},
		):
			with self.assertRaisesRegex(ImpossibleDateError, "1"):
				new_person(**rows).insert()

	def test_disability_card_of_another_person_is_refused_and_the_own_fills_type_and_level(self):
		with self.assertRaisesRegex(PersonFactsError, "belongs to another ID Number"):
			new_person(disability_card=f"{OTHER_ID}52").insert()
		person = new_person(disability_card=f"{ID_NUMBER}52").insert()
		self.assertEqual((person.disability_type, person.disability_level), ("Intellectual", "2"))
		self.assertNotIn(ID_NUMBER, person.disability_card)

	def test_disability_type_needs_a_level(self):
		with self.assertRaisesRegex(PersonFactsError, "Enter Disability Type and Disability Level"):
			new_person(disability_type="Visual").insert()

	def test_name_with_digits_is_refused(self):
		with self.assertRaisesRegex(PersonFactsError, "Full Name must be two or more Chinese characters"):
			new_person(person_name="张3").insert()

	def test_parent_must_be_older(self):
		child = factories.person(age=10)
		with self.assertRaisesRegex(KinContradictionError, "contradicts the birth dates"):
			new_person(kin_links=[{"relative": child.name, "relation": "Parent"}]).insert()
		person = new_person(kin_links=[{"relative": child.name, "relation": "Grandchild"}]).insert()
		person.append("kin_links", {"relative": child.name, "relation": "Other Obligor"})
		with self.assertRaisesRegex(KinContradictionError, "2"):
			person.save()

	def test_nobody_is_his_own_guardian(self):
		person = new_person().insert()
		person.guardian = person.name
		with self.assertRaisesRegex(KinContradictionError, "Guardian must be another person"):
			person.save()

	def test_sealed_columns_never_leave_for_an_ordinary_user(self):
		new_person().insert()
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			person = frappe.get_doc("Registry Person", {"person_name": "测试甲"})
			person.apply_fieldlevel_read_permissions()
			self.assertFalse(person.get("id_number_cipher") or person.get("id_number_digest"))
			for column in ("id_number_cipher", "id_number_digest", "phone_cipher"):
				rows = frappe.get_list("Registry Person", fields=["name", column])
				self.assertFalse(any(row.get(column) for row in rows), column)


class TestFindPerson(AssistanceTestCase):
	def test_found_by_number_inside_the_area_only(self):
		person = new_person().insert()
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_1)):
			self.assertEqual(people.find_visible_person(ID_NUMBER)["name"], person.name)
		with self.acting_as(factories.user("Township Clerk", factories.TOWNSHIP_2)):
			self.assertIsNone(people.find_visible_person(ID_NUMBER))
			self.assertIsNone(people.find_visible_person(OTHER_ID))

	def test_malformed_number_is_refused(self):
		with self.assertRaisesRegex(MalformedIdentifierError, "must have 18 characters"):
			people.find_visible_person("1")

	def test_number_is_found_under_a_retired_key(self):
		person = new_person().insert()
		stored = data_key.read_keys()
		rotated = data_key.StoredKeys(2, {**stored.keys, 2: "ab" * 32})
		patched = patch.object(data_key, "read_keys", return_value=rotated)
		patched.start()
		self.addCleanup(patched.stop)
		self.assertEqual(people.find_person_by_id_number(ID_NUMBER), person.name)
		self.assertEqual(decrypt_value("citizen_id", person.id_number_cipher), ID_NUMBER)


class TestDates(AssistanceTestCase):
	def test_born_in_the_future_of_the_business_date(self):
		born = date(2026, 5, 1)
		number = factories.build_id_number(factories.VILLAGE_1, born, "Male", factories._random)
		with self.assertRaisesRegex(MalformedIdentifierError, "contains a birth date after"):
			new_person(id_number=number).insert()


class TestHistory(AssistanceTestCase):
	def test_timeline_tells_that_a_protected_field_changed_but_not_what_it_held(self):
		person = new_person(phone="13800138000", address="Old Street 1").insert()
		person.update({"phone": "13900139000", "address": "New Street 2", "employment_status": "Retired"})
		person.save(ignore_version=False)
		version = frappe.get_last_doc("Version", {"docname": person.name})
		self.assertIn("employment_status", version.data)
		self.assertIn("address", version.data)
		for secret in (
			"Old Street 1",
			"New Street 2",
			"13900139000",
			person.phone_cipher,
			person.phone_digest,
		):
			self.assertNotIn(secret, version.data)
