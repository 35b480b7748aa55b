"""What an officer with a legitimate account does to finished work over HTTP: swap the family, shorten a notice, rewrite.

Every attempt is refused with words that name the field, and the document stays as it was.
"""

import json

import pytest

from harness.families import walked_family
from harness.http import refusal

CASE, NOTICE, DECISION, OBJECTION = (
	"Assistance Application",
	"Public Notice",
	"Application Decision",
	"Notice Objection",
)
MOVE = "social_assistance.api.v1.cases.applications.move_case"
FAMILY = ("household", "applicant", "members", "scheme", "applied_on")


def named(user: str) -> str:
	return f"{user}@social.localhost"


@pytest.fixture(scope="module")
def stored(http):
	"""A document as it is in the database; the Administrator reads it."""
	return lambda doctype, name: http("Administrator").get(f"/api/resource/{doctype}/{name}").json()["data"]


@pytest.fixture(scope="module")
def find(http):
	"""The newest document that fits."""

	def newest(doctype: str, *filters: list) -> str:
		names = http("Administrator").call(
			"frappe.client.get_list",
			doctype=doctype,
			filters=[[doctype, *each] for each in filters],
			fields=["name"],
			order_by="creation desc",
			limit_page_length=1,
		)
		assert names, f"the demo district holds no {doctype} with {filters}"
		return names[0]["name"]

	return newest


@pytest.fixture
def refuses(stored):
	"""Send values by PUT; the answer is a refusal in words, and what is stored is what was."""

	def attempt(person, doctype: str, name: str, **values) -> str:
		before = stored(doctype, name)
		answer = person.put(f"/api/resource/{doctype}/{name}", json=values)
		after = stored(doctype, name)
		assert [field for field in values if after.get(field) != before.get(field)] == []
		assert after["modified"] == before["modified"]
		assert answer.status_code == 403, (answer.status_code, refusal(answer))
		return refusal(answer)

	return attempt


def walked(bench_site, http, stages: int | None = None) -> str:
	"""A new family taken through the procedure; the name of its case. The server has answered before."""
	http(named("approval"))
	return walked_family(bench_site, __file__, stages)["application"]


@pytest.fixture(scope="module")
def reviewed(bench_site, http):
	"""A case at District Review, whose assessment, visit and notice are of its own family."""
	return walked(bench_site, http, stages=7)


@pytest.fixture(scope="module")
def other_family(http, stored, reviewed):
	mine = stored(CASE, reviewed)["household"]
	families = http("Administrator").call(
		"frappe.client.get_list",
		doctype="Registry Household",
		filters={"name": ["!=", mine], "household_status": "Active"},
		fields=["name", "head_person"],
		limit_page_length=1,
	)
	return families[0]


@pytest.mark.parametrize("field", FAMILY)
def test_the_family_of_an_accepted_case_stays(http, refuses, reviewed, other_family, field):
	values = {
		"household": other_family["name"],
		"applicant": other_family["head_person"],
		"members": [{"person": other_family["head_person"], "relation": "Head", "is_counted": 1}],
		"scheme": "TEKUN",
		"applied_on": "2026-01-01",
	}
	said = refuses(http(named("review")), CASE, reviewed, **{field: values[field]})
	assert "受理日期" in said, said


def test_the_whole_family_at_once_stays(http, refuses, reviewed, other_family):
	head = other_family["head_person"]
	swapped = [{"person": head, "relation": "Head", "is_counted": 1, "is_covered": 1}]
	refuses(
		http(named("review")), CASE, reviewed, household=other_family["name"], applicant=head, members=swapped
	)


@pytest.fixture(scope="module")
def notice(find, reviewed):
	return find(NOTICE, ["application", "=", reviewed])


@pytest.mark.parametrize(
	"values",
	[
		{"ends_on": "2026-11-20", "takes_down_on": "2026-11-21"},
		{"content": '{"applicant_name": "某某"}'},
		{"notice_text": "改过的公示"},
		{"posted_on": "2026-01-05"},
		{"place": "别处"},
	],
	ids=lambda values: next(iter(values)),
)
def test_a_posted_notice_stays(refuses, http, notice, values):
	refuses(_clerk_of(http, NOTICE, notice), NOTICE, notice, **values)


def test_a_received_objection_stays(notice, stored, refuses, http):
	clerk = _clerk_of(http, NOTICE, notice)
	made = clerk.post(
		f"/api/resource/{OBJECTION}",
		json={
			"objection_kind": "Objection to Notice",
			"public_notice": notice,
			"received_on": stored(NOTICE, notice)["posted_on"],
			"channel": "Face to Face",
			"is_anonymous": 1,
			"ground": "Income",
			"ground_text": "该户在县城另有门面出租",
		},
	)
	assert made.ok, refusal(made)
	objection = made.json()["data"]["name"]
	for values in (
		{"ground_text": "没有异议，写错了"},
		{"investigate_by": "2030-01-01"},
		{"handled_on": "2026-11-28 08:00:00"},
		{"assigned_on": "2026-11-01"},
		{"received_by": "leader.daying@social.localhost"},
	):
		refuses(clerk, OBJECTION, objection, **values)


@pytest.fixture(scope="module")
def decided(http, bench_site, stored):
	"""A family taken through all steps: its decision, its notices and its file."""
	name = walked(bench_site, http)
	return stored(CASE, name)


def test_an_issued_decision_stays_and_is_corrected_by_a_new_one(decided, stored, http):
	decision = decided["application_decision"]
	before = stored(DECISION, decision)
	clerk = _clerk_of(http, DECISION, decision)
	for values in (
		{"grounds": "改过的理由"},
		{"clause": "无"},
		{"remedy": "不得复议"},
		{"referral_offer": "无"},
		{"division": "别处"},
		{"delivered_on": "2026-01-01"},
		{"delivery_method": "By Post"},
	):
		answer = clerk.put(f"/api/resource/{DECISION}/{decision}", json=values)
		assert not answer.ok, values
	assert stored(DECISION, decision) == before
	correct = "social_assistance.api.v1.cases.decisions.correct_decision"
	assert not clerk.try_call(correct, decision=decision, clause="民发〔2021〕57号第20条").ok
	new = http(named("approval")).call(correct, decision=decision, clause="民发〔2021〕57号第20条")
	issued = stored(DECISION, new)
	assert issued["corrects"] == decision
	assert issued["decision_no"] != before["decision_no"]
	assert (issued["clause"], issued["monthly_amount"]) == (
		"民发〔2021〕57号第20条",
		before["monthly_amount"],
	)
	assert stored(DECISION, decision) == before


@pytest.mark.parametrize("user", ["disclosure", "finance", "review", "approval"])
def test_a_decided_file_stays(decided, stored, http, user):
	name = decided["name"]
	before = stored(CASE, name)
	for values in (
		{"evidence": []},
		{"township_opinion_text": "改"},
		{"district_opinion": "Refuse", "district_opinion_text": "改"},
	):
		answer = http(named(user)).put(f"/api/resource/{CASE}/{name}", json=values)
		assert answer.status_code == 403, (values, refusal(answer))
	assert stored(CASE, name) == before


def test_the_books_prove_the_family_of_every_award(bench_site, decided):
	checked = bench_site.command("assist", "verify", "--json")
	checks = json.loads(checked.stdout[checked.stdout.index("[") :])
	backed = [check for check in checks if check["code"].startswith("AWD-")]
	assert len(backed) == 9
	assert [check for check in backed if not check["ok"]] == []


def _clerk_of(http, doctype: str, name: str):
	clerks = (http(named(user)) for user in ("clerk.daying", "clerk.hedong"))
	return next(clerk for clerk in clerks if clerk.get(f"/api/resource/{doctype}/{name}").ok)
