"""Bad input over HTTP: a clear refusal in Chinese and in English that names the field, and nothing is changed."""

import json
import re

import pytest

from harness.http import refusal

CLERK = "clerk.hedong@social.localhost"
ASSISTANT = "assistant.hedong@social.localhost"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_WORD = re.compile(r"\b[A-Za-z]{2,}\b")
BOTH_LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def clerk(http):
	return http(CLERK)


@pytest.fixture(scope="module")
def home(bench_site) -> dict:
	"""A household of the clerk's area with its members, read on the server's side."""
	name, head, village = bench_site.query(
		"select h.name, h.head_person, h.division from `tabRegistry Household` h "
		"join `tabAdministrative Division` v on v.name = h.division "
		f"join `tabUser Permission` p on p.for_value = v.parent_administrative_division and p.user = '{CLERK}' "
		"where h.household_status = 'Active' and not exists ("
		"select 1 from `tabAssistance Application` a where a.household = h.name) order by h.name limit 1",
	)[0]
	return {"name": name, "head": head, "village": village}


def save(person, language: str, **doc):
	doc = {"name": f"new-{doc['doctype']}-1", "__islocal": 1, "__unsaved": 1, **doc}
	return person.try_call("frappe.desk.form.save.savedocs", doc=doc, action="Save", _lang=language)


def assert_refused(answer, language: str, *names: str) -> str:
	"""Refused with a client error whose words are in the language and name what is wrong."""
	assert 400 <= answer.status_code < 500, answer.text[:500]
	words = re.sub(r"<[^>]+>", " ", refusal(answer))
	in_chinese = len(CHINESE.findall(words)) > len(ENGLISH_WORD.findall(words))
	assert in_chinese == (language == "zh"), words
	for name in names:
		assert name in words, f"{name!r} is not in {words!r}"
	return words


def person_values(home: dict, number: str) -> dict:
	return {
		"doctype": "Registry Person",
		"person_name": "赵小明",
		"id_number": number,
		"division": home["village"],
	}


@BOTH_LANGUAGES
@pytest.mark.parametrize(
	"number", ["410499198001010011", "41049919800230001X", "4104991980", "４１０４９９１９８０"]
)
def test_invalid_id_number(clerk, home, bench_site, language, number):
	before = bench_site.query("select count(*) from `tabRegistry Person`")
	answer = save(clerk, language, **person_values(home, number))
	assert_refused(answer, language, {"zh": "身份号码", "en": "ID Number"}[language])
	assert bench_site.query("select count(*) from `tabRegistry Person`") == before


@BOTH_LANGUAGES
def test_household_without_head(clerk, home, bench_site, language):
	before = bench_site.query("select count(*) from `tabRegistry Household`")
	answer = save(
		clerk,
		language,
		doctype="Registry Household",
		division=home["village"],
		residence_class="Urban",
		members=[],
	)
	assert_refused(answer, language)
	assert bench_site.query("select count(*) from `tabRegistry Household`") == before


@BOTH_LANGUAGES
def test_application_of_somebody_who_is_no_member(clerk, http, home, bench_site, language):
	stranger = bench_site.query(
		f"select name from `tabRegistry Person` where division = '{home['village']}' "
		f"and current_household <> '{home['name']}' order by name limit 1",
	)[0][0]
	answer = save(
		http(ASSISTANT) if home["village"] == village_of(bench_site, ASSISTANT) else clerk,
		language,
		doctype="Assistance Application",
		scheme="TEMP-EXPENSE",
		household=home["name"],
		applicant=stranger,
		division=home["village"],
		filing_channel="Township Window",
		applied_on="2026-11-02",
	)
	assert_refused(answer, language, {"zh": "申请人", "en": "Applicant"}[language])


def village_of(bench_site, user: str) -> str:
	return bench_site.query(f"select for_value from `tabUser Permission` where user = '{user}' limit 1")[0][0]


@BOTH_LANGUAGES
def test_person_active_in_two_households(clerk, home, bench_site, language):
	answer = save(
		clerk,
		language,
		doctype="Registry Household",
		head_person=home["head"],
		division=home["village"],
		residence_class="Urban",
		household_status="Active",
		members=[
			{
				"doctype": "Household Membership",
				"person": home["head"],
				"relation": "Head",
				"from_date": "2020-01-01",
			}
		],
	)
	assert_refused(answer, language, "1")
	found = bench_site.query(
		f"select count(*) from `tabHousehold Membership` where person = '{home['head']}' and to_date is null",
	)
	assert found == [[1]]


@pytest.fixture(scope="module")
def open_case(http, home) -> str:
	answer = save(
		http(CLERK),
		"zh",
		doctype="Assistance Application",
		scheme="TEMP-EXPENSE",
		household=home["name"],
		applicant=home["head"],
		division=home["village"],
		filing_channel="Township Window",
		applied_on="2026-11-02",
	)
	assert answer.ok, refusal(answer)
	return answer.json()["docs"][0]["name"]


@BOTH_LANGUAGES
def test_second_open_application_for_the_scheme(clerk, home, open_case, language):
	answer = save(
		clerk,
		language,
		doctype="Assistance Application",
		scheme="TEMP-EXPENSE",
		household=home["name"],
		applicant=home["head"],
		division=home["village"],
		filing_channel="Township Window",
		applied_on="2026-11-02",
	)
	assert_refused(answer, language, open_case)


@BOTH_LANGUAGES
def test_move_without_evidence_and_by_the_wrong_role(clerk, http, open_case, bench_site, language):
	move = "social_assistance.api.v1.cases.applications.move_case"
	missing = clerk.try_call(move, application=open_case, action="Complete Step", _lang=language)
	assert_refused(missing, language)
	wrong = http("review@social.localhost").try_call(
		move, application=open_case, action="Complete Step", _lang=language
	)
	assert_refused(wrong, language)
	state = bench_site.query(
		f"select workflow_state from `tabAssistance Application` where name = '{open_case}'"
	)
	assert state == [["Discovery"]]


@pytest.mark.parametrize(
	"change",
	[
		{"workflow_state": "Payment"},
		{"docstatus": 1},
		{"decided_amount": 9999},
		{"case_status": "In Payment"},
		{"current_step": "PAY"},
	],
)
def test_no_way_around_the_steps_by_rest(clerk, open_case, bench_site, change):
	field = next(iter(change))
	query = f"select `{field}` from `tabAssistance Application` where name = '{open_case}'"
	before = bench_site.query(query)
	clerk.put(f"/api/resource/Assistance Application/{open_case}", json=change)
	for method, values in (
		(
			"frappe.client.set_value",
			{
				"doctype": "Assistance Application",
				"name": open_case,
				"fieldname": field,
				"value": change[field],
			},
		),
		("frappe.client.submit", {"doc": {"doctype": "Assistance Application", "name": open_case, **change}}),
		(
			"frappe.model.workflow.bulk_workflow_approval",
			{
				"docnames": json.dumps([open_case]),
				"doctype": "Assistance Application",
				"action": "Complete Step",
			},
		),
	):
		clerk.try_call(method, **values)
	assert bench_site.query(query) == before


@pytest.mark.parametrize(
	"query",
	[
		{"fields": '["name", "id_number_cipher", "id_number_digest"]'},
		{"fields": '["name"]', "filters": '[["id_number_digest", "like", "a%"]]'},
		{"fields": '["name"]', "order_by": "id_number_digest"},
		{"fields": '["name", "objector_name_cipher"]'},
		{"fields": '["name"]', "filters": '[["former_digest", "like", "a%"]]'},
	],
)
def test_sealed_columns_never_take_part_in_a_query(clerk, query):
	answer = clerk.get("/api/resource/Registry Person", params=query)
	assert answer.status_code == 403
	assert "data" not in answer.json()
