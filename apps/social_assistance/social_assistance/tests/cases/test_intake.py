"""The counter: a family filed in one save, refused as a whole, once only, by those who may, in their own area."""

import copy
from datetime import date

import frappe

from social_assistance.api.v1.cases import intake as api
from social_assistance.constants import (
	AUDITOR,
	FINANCE_OFFICER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	VILLAGE_ASSISTANT,
)
from social_assistance.services.cases.exceptions import IntakeRequestError
from social_assistance.services.registry import person_records
from social_assistance.tests import factories, payment_factories
from social_assistance.tests.base import AssistanceTestCase
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1, VILLAGE_2
from social_assistance.walkthrough.family import build_card_number, build_id_number

COUNTED = ("Registry Person", "Registry Household", "Assistance Application", "Bank Account Change")


def citizen(born: date, sex: str = "Male") -> str:
	return build_id_number(VILLAGE_1, born, sex, factories._random)


def family(**values) -> dict:
	"""A man, a woman and a child of the first village, everything signed and on file."""
	return {
		"division": VILLAGE_1,
		"residence_class": "Urban",
		"address": "一组8号",
		"phone": "13800001234",
		"members": [
			{"relation": "Head", "id_number": citizen(date(1980, 5, 1)), "person_name": "张建国"},
			{"relation": "Spouse", "id_number": citizen(date(1982, 6, 2), "Female"), "person_name": "李秀英"},
			{
				"relation": "Daughter",
				"id_number": citizen(date(2015, 7, 3), "Female"),
				"person_name": "张小雨",
			},
		],
		"scheme": "DIBAO-URBAN",
		"is_told_and_willing": True,
		"bank_account": build_card_number(factories._random),
		"bank_name": "农村信用社",
		"consents": [{"member": index, "pledge": True, "authorisation": True} for index in (0, 1)],
		"papers": [
			{"key": "application_form", "document_no": "1"},
			{"key": "identity_card", "is_from_platform": True},
		],
		**values,
	}


def key() -> str:
	return frappe.generate_hash(length=20)


class TestIntake(AssistanceTestCase):
	def setUp(self):
		super().setUp()
		self.clerk = factories.user(TOWNSHIP_CLERK, TOWNSHIP_1)
		self.assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)

	def counts(self) -> list[int]:
		return [frappe.db.count(doctype) for doctype in COUNTED]

	def problems_of(self, request: dict, user: str | None = None) -> dict[str, str]:
		"""Refuse the request; texts by field. Nothing of it is stored."""
		before = self.counts()
		with (
			self.acting_as(user or self.clerk),
			self.assertRaisesRegex(
				IntakeRequestError,
				r"This person is a member of another household|must be a mobile number, a fixed line|Your role does not write addresses\. Leave the|Cause of the Hardship: choose what brought the|Address and phone of a household on record|This person is not on record in your|Enter the account of the card on the|This household is not on record in your|the photo of the card or the bank's",
			),
		):
			api.file_family(request, key())
		self.assertEqual(self.counts(), before)
		return {row["field"]: row["text"] for row in frappe.local.response.pop("problems")}

	def test_one_save_brings_family_account_and_case_to_the_acceptance(self):
		with self.acting_as(self.clerk):
			proof = payment_factories.paper()
			filed = api.file_family(family(card_photo=proof), key())
		self.assertEqual((filed["workflow_state"], filed["missing"]), ("Acceptance", []))
		case = frappe.get_doc("Assistance Application", filed["name"])
		home = frappe.get_doc("Registry Household", case.household)
		self.assertEqual([row.relation for row in home.members], ["Head", "Spouse", "Daughter"])
		self.assertEqual(
			(home.address, case.applicant, case.filing_channel),
			("一组8号", home.head_person, "Township Window"),
		)
		self.assertEqual([row.person_name for row in case.consents], ["张建国", "李秀英"])
		self.assertIsNone(home.account_verified_on)
		change = frappe.get_doc("Bank Account Change", {"household": home.name})
		self.assertEqual(
			(change.change_status, change.prepared_by, change.change_reason),
			("Proposed", self.clerk, "Account at Intake"),
		)

	def test_after_the_acceptance_or_the_correction_the_letter_is_there(self):
		from social_assistance.services.cases import steps

		with self.acting_as(self.clerk):
			filed = api.file_family(family(card_photo=payment_factories.paper()), key())
			steps.move_case(filed["name"], steps.MoveRequest(filed["accept"]))
			self.assertTrue(api.get_filed_case(filed["name"])["acceptance_no"])
			filed = api.file_family(
				family(card_photo=payment_factories.paper(), asked_beside=["病历"]), key()
			)
			self.assertEqual(filed["asked"], ["病历"])
			request = steps.MoveRequest(filed["correct"], "PAPERS_MISSING", "请补交病历")
			steps.move_case(filed["name"], request)
			case = frappe.get_doc("Assistance Application", filed["name"])
		self.assertTrue(api.get_filed_case(filed["name"])["correction_sent_on"])
		self.assertIn("病历", case.correction_items)

	def test_what_is_missing_leaves_the_case_at_its_step(self):
		with self.acting_as(self.clerk):
			filed = api.file_family(family(papers=[], bank_account=""), key())
		self.assertEqual(filed["workflow_state"], "Filing")
		self.assertEqual(len(filed["missing"]), 3)
		self.assertEqual((filed["accept"], filed["correct"]), ("", ""))

	def test_the_same_key_again_is_the_same_application(self):
		request, once = family(bank_account=""), key()
		with self.acting_as(self.clerk):
			first = api.file_family(request, once)
			before = self.counts()
			again = api.file_family(copy.deepcopy(request), once)
			self.assertEqual((again["name"], first["is_repeated"]), (first["name"], False))
			self.assertTrue(again["is_repeated"], "what differs from the first request is not saved")
			self.assertEqual(self.counts(), before)
		with (
			self.acting_as(self.assistant),
			self.assertRaisesRegex(IntakeRequestError, r"person is on record already\. Press Enter in"),
		):
			api.file_family(copy.deepcopy(request), once)

	def test_all_problems_are_told_at_once_each_at_its_field(self):
		request = family(phone="12", bank_name="", scheme="DIBAO-RURAL")
		request["members"][0]["id_number"] = "410298198005010000"
		request["members"][1].update(relation="Head", person_name="李4")
		request["members"][2]["id_number"] = request["members"][1]["id_number"]
		self.assertEqual(
			set(self.problems_of(request)),
			{
				"phone",
				"bank_name",
				"card_photo",
				"scheme",
				"members.0.id_number",
				"members.0.relation",
				"members.1.person_name",
				"members.2.id_number",
			},
		)

	def test_a_refusal_of_a_document_leaves_nothing_behind(self):
		with self.acting_as(self.clerk):
			request = family(card_photo="/private/files/of-somebody-else.png")
			frappe.db.savepoint("counter")
			before = self.counts()
			with self.assertRaises(frappe.PermissionError):
				api.file_family(request, key())
			frappe.db.rollback(save_point="counter")
			self.assertEqual(self.counts(), before)

	def test_nobody_files_outside_the_own_area_or_without_the_role(self):
		self.assertIn("division", self.problems_of(family(division=VILLAGE_2)))
		for role in (AUDITOR, FINANCE_OFFICER, TOWNSHIP_LEADER):
			user = factories.user(role, None if role == AUDITOR else TOWNSHIP_1)
			calls = (
				lambda: api.file_family(family(), key()),
				api.open_intake,
				lambda: api.check_person(citizen(date(1980, 1, 1))),
				lambda: api.propose_schemes(family()),
			)
			for call in calls:
				with self.subTest(role), self.acting_as(user), self.assertRaises(frappe.PermissionError):
					call()

	def test_a_village_assistant_files_without_address_and_proposes_no_account(self):
		self.assertIn("address", self.problems_of(family(), self.assistant))
		with self.acting_as(self.assistant):
			options = api.open_intake()
			filed = api.file_family(family(address=""), key())
		self.assertEqual((options["division"], options["may_propose_account"]), (VILLAGE_1, False))
		self.assertEqual(filed["workflow_state"], "Acceptance")
		self.assertEqual(filed["accept"], "", "the township accepts")
		case = frappe.get_doc("Assistance Application", filed["name"])
		self.assertEqual(case.filing_channel, "Village Agency")
		self.assertFalse(frappe.db.exists("Bank Account Change", {"household": case.household}))

	def test_a_family_on_record_is_taken_over_and_may_grow(self):
		home = factories.household(ages=(44, 42))
		members = [{"relation": row.relation, "person": row.person} for row in home.members]
		newborn = {"relation": "Son", "id_number": citizen(date(2025, 7, 3)), "person_name": "张小虎"}
		request = family(
			household=home.name, address="", phone="", members=[*members, newborn], bank_account=""
		)
		with self.acting_as(self.clerk):
			filed = api.file_family(request, key())
		case = frappe.get_doc("Assistance Application", filed["name"])
		self.assertEqual((case.household, len(case.members)), (home.name, 3))

	def test_what_a_household_on_record_has_is_not_dropped_in_silence(self):
		home = factories.household(ages=(44,))
		members = [{"relation": "Head", "person": home.head_person}]
		request = family(household=home.name, members=members, consents=[])
		told = self.problems_of(request, self.assistant)
		self.assertEqual(set(told), {"address", "bank_account"})

	def test_a_photo_without_its_account_or_signature_is_not_dropped_in_silence(self):
		request = family(bank_account="", card_photo="/private/files/card.png")
		request["consents"][1] = {"member": 1, "file": "/private/files/pledge.png"}
		self.assertEqual(set(self.problems_of(request)), {"bank_account", "consents.1"})

	def test_somebody_elses_household_and_the_dead_are_refused_at_their_field(self):
		home, other = factories.household(ages=(44,)), factories.household(VILLAGE_2, ages=(50,))
		for taken in (home.head_person, other.head_person):
			request = family(bank_account="")
			request["members"][1] = {"relation": "Spouse", "person": taken}
			self.assertIn("members.1.id_number", self.problems_of(request))

	def test_nothing_is_told_of_people_and_households_out_of_sight(self):
		other = factories.household(VILLAGE_2, ages=(50,))
		person = {"relation": "Head", "person": other.head_person}
		for request in (family(household=other.name), family(members=[person])):
			with self.acting_as(self.clerk):
				self.assertFalse([row for row in api.propose_schemes(request) if row["is_proposed"]])
		request = family(household=other.name, members=[person])
		self.assertEqual(set(self.problems_of(request)), {"members.0.id_number"})
		self.assertEqual(
			self.problems_of({**request, "household": "missing"}),
			self.problems_of(request),
		)

	def test_only_known_kinds_of_values_are_checked(self):
		with self.acting_as(self.clerk):
			self.assertEqual(api.check_value("phone", "13800001234")["problem"], "")
			with self.assertRaisesRegex(IntakeRequestError, r"The request is not well formed\. Reload the"):
				api.check_value("password", "1")

	def test_the_number_tells_birth_sex_area_relation_and_who_is_on_record(self):
		head, wife = citizen(date(1980, 5, 1)), citizen(date(1982, 6, 2), "Female")
		wide = wife.translate(str.maketrans("0123456789X", "０１２３４５６７８９ｘ"))
		with self.acting_as(self.clerk):
			said = api.check_person(wide, head)
			self.assertEqual((said["id_number"], said["sex"], said["relation"]), (wife, "Female", "Spouse"))
			self.assertEqual((str(said["birth_date"]), said["area"]), ("1982-06-02", "测试区"))
			self.assertIn(
				"last character", api.check_person(wife[:17] + ("1" if wife[17] != "1" else "2"))["problem"]
			)
			api.file_family(family(bank_account=""), key())
		stranger = citizen(date(1970, 1, 1))
		factories.person(VILLAGE_2, id_number=stranger)
		with self.acting_as(self.clerk):
			said = api.check_person(stranger)
		self.assertIsNone(said["person"])
		self.assertIn("outside your divisions", said["problem"])

	def test_schemes_are_proposed_by_the_facts(self):
		with self.acting_as(self.clerk):
			found = api.propose_schemes(family())
			self.assertEqual((found[0]["scheme"], found[0]["is_proposed"]), ("DIBAO-URBAN", True))
			old = {"relation": "Head", "id_number": citizen(date(1950, 1, 1)), "person_name": "张守义"}
			found = api.propose_schemes(family(members=[old]))
		self.assertEqual((found[0]["scheme"], found[0]["member"]), ("TEKUN", 0))

	def test_what_others_were_granted_once_changes_no_proposal(self):
		home = factories.household(VILLAGE_1, (44,), account_verified_on="2026-01-05")
		payment_factories.award(home, scheme="MEDICAL-CAP", start="2026-03", end_month="2026-03")
		with self.acting_as(self.clerk):
			found = api.propose_schemes(family())
		self.assertEqual((found[0]["scheme"], found[0]["is_proposed"]), ("DIBAO-URBAN", True))
		self.assertEqual(person_records.list_household_schemes(home.name), ())
		self.assertEqual(person_records.read_person_records([], self.today).schemes, {})

	def test_temporary_aid_names_its_cause_at_the_counter(self):
		request = family(scheme="TEMP-EMERGENCY", bank_account="", papers=[])
		self.assertEqual(set(self.problems_of(request)), {"aid_cause"})
		with self.acting_as(self.clerk):
			self.assertIn("TEMP-EMERGENCY", api.open_intake()["paid_once"])
			filed = api.file_family({**request, "aid_cause": "Fire"}, key())
		case = frappe.db.get_value("Assistance Application", filed["name"], ["aid_cause", "scheme"])
		self.assertEqual(case, ("Fire", "TEMP-EMERGENCY"))

	def test_a_request_with_unknown_fields_or_kinds_is_refused(self):
		for request in (
			family(accepted_on="2026-01-01"),
			family(members=[{"relation": "Head", "is_deceased": 1}]),
			family(applicant="0"),
			family(papers="all"),
			family(members=[{}] * 99),
		):
			with (
				self.acting_as(self.clerk),
				self.assertRaisesRegex(IntakeRequestError, r"The request is not well formed\. Reload the"),
			):
				api.file_family(request, key())

	def test_papers_come_from_the_procedure_alone(self):
		with self.acting_as(self.clerk):
			keys = [row["key"] for row in api.list_papers("DIBAO-URBAN", VILLAGE_1)]
		self.assertEqual(keys, ["application_form", "identity_card", "agent_mandate"])
		request = family(bank_account="", papers=[{"key": "application_form", "is_from_platform": True}])
		with (
			self.acting_as(self.clerk),
			self.assertRaisesRegex(IntakeRequestError, "This procedure does not know the paper in"),
		):
			api.file_family(request, key())

	def test_uploads_become_the_cases(self):
		once = key()
		with self.acting_as(self.clerk):
			address = payment_factories.paper()
			upload = frappe.get_doc("File", {"file_url": address})
			upload.update(
				{
					"attached_to_doctype": "Assistance Application",
					"attached_to_name": f"new-assistance-application-{once}",
				}
			)
			upload.save()
			request = family(bank_account="", papers=[{"key": "application_form", "file": address}])
			filed = api.file_family(request, once)
		self.assertEqual(frappe.db.get_value("File", upload.name, "attached_to_name"), filed["name"])

	def test_the_key_of_drafts_is_the_users_own(self):
		with self.acting_as(self.clerk):
			own = api.open_intake()["draft_key"]
			self.assertEqual(own, api.open_intake()["draft_key"])
		with self.acting_as(self.assistant):
			self.assertNotEqual(own, api.open_intake()["draft_key"])
		self.assertEqual(len(bytes.fromhex(own)), 32)
