"""Small things that told too much or answered wrongly: batches, helpers of the desk, auditors' own rows, numbers, names."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.families import family_without_case
from harness.http import Person, refusal

SITE = "@social.localhost"
CLERK, OTHER_CLERK = "clerk.daying@social.localhost", "clerk.hedong@social.localhost"
AUDITOR, PARTNER = "audit@social.localhost", "charity@social.localhost"
CASE, HOME, OBJECTION = "Assistance Application", "Registry Household", "Notice Objection"
NO_SUCH = "没有这个文件"


@pytest.fixture(scope="module")
def foreign(http: Callable[..., Person]) -> dict[str, Any]:
	"""A family of the other township, with the name of its head."""
	home = family_without_case(http(OTHER_CLERK))
	home["head_name"] = http(OTHER_CLERK).call(
		"frappe.client.get_value", doctype=HOME, filters=home["name"], fieldname="head_name"
	)["head_name"]
	return home


def test_a_batch_of_refused_cases_is_not_told_as_done(
	http: Callable[..., Person], filed_case: tuple[str, str]
) -> None:
	account, case = filed_case
	stranger = http(OTHER_CLERK if account == CLERK else CLERK)
	words = {"docnames": [case], "doctype": CASE, "action": "Complete Step"}
	answer = stranger.try_call("frappe.model.workflow.bulk_workflow_approval", **words)
	assert answer.status_code in (403, 417), answer.text[:300]
	assert f"{case}：未找到" in refusal(answer)
	assert "成功" not in refusal(answer)
	changed = stranger.try_call(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype=CASE,
		docnames=[case],
		action="update",
		data={"remark": "x"},
	)
	assert changed.status_code == 403
	assert case in refusal(changed)


@pytest.mark.parametrize(
	("method", "values"),
	[
		("frappe.desk.form.utils.get_next", {"doctype": CASE, "value": NO_SUCH, "prev": 0}),
		("frappe.desk.treeview.add_node", {}),
		("frappe.desk.treeview.add_node", {"doctype": CASE, "is_root": "false"}),
		("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", {}),
		("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", {"chart_name": NO_SUCH}),
		("frappe.desk.form.load.get_user_info_for_viewers", {"users": "x"}),
		("frappe.desk.form.load.get_user_info_for_viewers", {"users": "{}"}),
	],
)
def test_helpers_of_the_desk_refuse_nonsense_in_words(
	http: Callable[..., Person], method: str, values: dict[str, Any]
) -> None:
	answer = http(CLERK).try_call(method, **values)
	assert 400 <= answer.status_code < 500, answer.text[:300]
	assert refusal(answer)


def test_an_unknown_node_has_no_descendants(http: Callable[..., Person]) -> None:
	filters = json.dumps([["division", "descendants of", NO_SUCH]])
	answer = http(CLERK).get(f"/api/resource/{HOME}", params={"filters": filters})
	assert (answer.status_code, answer.json().get("data")) == (200, [])


def test_a_partner_is_told_of_no_staff_who_look_at_a_form(http: Callable[..., Person]) -> None:
	asked = {"users": json.dumps([CLERK, PARTNER])}
	found = http(PARTNER).call("frappe.desk.form.load.get_user_info_for_viewers", **asked)
	assert set(found) == {PARTNER}
	assert set(http(CLERK).call("frappe.desk.form.load.get_user_info_for_viewers", **asked)) == {
		CLERK,
		PARTNER,
	}


@pytest.mark.parametrize("user", [AUDITOR, "supervision@social.localhost"])
@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Note", {"title": "便签", "content": "x"}),
		("Event", {"subject": "日程", "starts_on": "2026-12-01 09:00:00"}),
		(
			"Kanban Board",
			{"kanban_board_name": "看板", "reference_doctype": CASE, "field_name": "case_status"},
		),
		("File", {"file_name": "x.txt", "content": "x", "is_private": 1}),
		("Tag", {"__newname": "标签", "name": "标签"}),
	],
)
def test_oversight_writes_nothing_of_its_own(
	http: Callable[..., Person], user: str, doctype: str, values: dict[str, Any]
) -> None:
	answer = http(user).post(f"/api/resource/{doctype}", json=values)
	assert answer.status_code == 403, answer.text[:300]
	rows = http(user).get(f"/api/resource/{doctype}", params={"filters": json.dumps([["owner", "=", user]])})
	assert rows.status_code == 403 or rows.json()["data"] == []


def test_an_account_gets_the_roles_that_were_given_and_no_other(http: Callable[..., Person]) -> None:
	account = {"email": f"plain{SITE}", "first_name": "无权", "send_welcome_email": 0}
	made = http("Administrator").post("/api/resource/User", json={**account, "user_type": "System User"})
	assert made.ok, refusal(made)
	roles = {row["role"] for row in made.json()["data"].get("roles", [])}
	http("Administrator").delete(f"/api/resource/User/plain{SITE}")
	assert roles <= {"Desk User"}


def test_a_refusal_does_not_name_the_head_of_a_foreign_family(
	http: Callable[..., Person], foreign: dict[str, Any]
) -> None:
	values = {"household": foreign["name"], "applicant": foreign["head_person"], "scheme": "DIBAO-URBAN"}
	answer = http(CLERK).post(f"/api/resource/{CASE}", json=values)
	assert 400 <= answer.status_code < 500
	assert foreign["head_name"] not in json.dumps(answer.json(), ensure_ascii=False)
	assert foreign["head_name"] not in refusal(answer)


def test_a_new_household_number_does_not_look_like_an_id_number(http: Callable[..., Person]) -> None:
	rows = http(CLERK).call(
		"frappe.client.get_list", doctype=HOME, fields=["household_no"], limit_page_length=50
	)
	assert rows and not any(row["household_no"].isdigit() for row in rows)


def test_the_state_of_an_objection_has_a_word_of_its_own(http: Callable[..., Person]) -> None:
	meta = http(CLERK).try_call("frappe.desk.form.load.getdoctype", doctype=OBJECTION).json()["docs"][0]
	states = next(field["options"] for field in meta["fields"] if field["fieldname"] == "objection_status")
	assert states.split("\n")[0] == "Recorded"
	assert meta["__messages"]["Recorded"] == "已登记"


@pytest.mark.parametrize("address", ["/app", "/login", "/notice", "/api/method/ping"])
def test_pages_load_from_and_send_to_this_site_only(http: Callable[..., Person], address: str) -> None:
	policy = http().get(address, headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
	rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
	assert (
		rules["default-src"]
		== rules["base-uri"]
		== rules["form-action"]
		== rules["frame-ancestors"]
		== "'self'"
	)
	assert rules["object-src"] == "'none'"
	assert "*" not in rules["script-src"] and "http" not in rules["script-src"]
