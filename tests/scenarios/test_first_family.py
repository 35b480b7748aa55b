"""The first family: sixteen steps over HTTP as the role accounts, from application to a row in a bank file."""

import json
from decimal import Decimal

import pytest

from harness.families import walked_family

STEP_CODES = [
	"DISCOVER",
	"APPLY",
	"AUTHORISE",
	"ACCEPT",
	"KIN_RECORD",
	"VERIFY",
	"VISIT",
	"APPRAISE",
	"INITIAL",
	"NOTICE",
	"REVIEW",
	"DECIDE",
	"PUBLISH",
	"PAY",
	"MAINTAIN",
	"EXIT",
]


@pytest.fixture(scope="module")
def walked(bench_site) -> dict:
	"""The result of `assist case --json` on the demo site."""
	return walked_family(bench_site, __file__)


def test_every_step_is_done_in_order_by_a_person_of_its_role(walked):
	assert [row["step_code"] for row in walked["timeline"]] == STEP_CODES
	assert all(row["done_on"] and row["done_by"] for row in walked["timeline"])
	assert "Administrator" not in {row["done_by"] for row in walked["timeline"]}
	assert len({row["done_by"] for row in walked["timeline"]}) >= 7


def test_due_dates_are_kept(walked):
	late = [
		row["step_code"]
		for row in walked["timeline"]
		if row["due_on"] and row["done_on"][:10] > row["due_on"]
	]
	assert late == []


def test_wrong_role_other_township_and_missing_evidence_were_refused(walked):
	kinds = [refusal["error"] for refusal in walked["refusals"]]
	assert kinds.count("StepNotAllowedError") >= 2
	assert "MissingEvidenceError" in kinds
	assert any("Permission" in kind or kind == "OutOfScopeError" for kind in kinds)
	assert all(refusal["message"] for refusal in walked["refusals"])


def test_award_is_standard_times_three_less_income(walked):
	assert Decimal(str(walked["award"]["monthly_amount"])) == 697 * 3 - 1800 == Decimal("291.00")


def test_line_of_the_first_month_stands_in_the_bank_file(walked):
	line = walked["payment_line"]
	assert line["payment_month"] == walked["award"]["start_month"]
	assert Decimal(str(line["amount"])) == Decimal("291.00")
	assert "291.00" in walked["bank_row"]


def test_books_agree_afterwards(walked, bench_site):
	checked = bench_site.command("assist", "verify", "--json")
	assert checked.returncode == 0, checked.stdout


def test_other_township_finds_no_trace_of_the_case(walked, http, bench_site):
	name = walked["application"]
	township = http(_clerk_of_another_township(bench_site, name))
	assert township.get(f"/api/resource/Assistance Application/{name}").status_code in (403, 404)
	listed = township.get(
		"/api/resource/Assistance Application", params={"filters": json.dumps({"name": name})}
	)
	assert listed.json()["data"] == []
	for doctype in (
		"Application Step",
		"Means Assessment",
		"Home Visit",
		"Public Notice",
		"Application Decision",
	):
		rows = township.get(f"/api/resource/{doctype}", params={"filters": json.dumps({"application": name})})
		assert rows.status_code == 403 or rows.json()["data"] == [], doctype


def test_auditor_reads_the_case_and_changes_nothing(walked, http, bench_site):
	name = walked["application"]
	auditor = http(_one_user_with(bench_site, "Auditor"))
	assert auditor.get(f"/api/resource/Assistance Application/{name}").status_code == 200
	changed = auditor.put(f"/api/resource/Assistance Application/{name}", json={"reason_text": "changed"})
	assert changed.status_code == 403
	moved = auditor.try_call(
		"social_assistance.api.v1.cases.applications.move_case", application=name, action="Complete Step"
	)
	assert moved.status_code == 403


@pytest.mark.parametrize(("language", "words"), [("zh", "已"), ("en", "already")])
def test_a_paid_month_is_refused_in_both_languages(walked, http, bench_site, language, words):
	finance = http(_one_user_with(bench_site, "Finance Officer"))
	again = finance.post(
		"/api/method/social_assistance.api.v1.payments.runs.prepare_run",
		data={
			"payment_month": walked["payment_line"]["payment_month"],
			"scheme": "DIBAO-URBAN",
			"_lang": language,
		},
	)
	assert again.status_code in (409, 417), again.text
	assert words in " ".join(
		json.loads(text)["message"] for text in json.loads(again.json()["_server_messages"])
	)


def _one_user_with(bench_site, role: str) -> str:
	rows = bench_site.query(
		"select r.parent from `tabHas Role` r join `tabStaff Assignment` s on s.user = r.parent "
		f"where r.role = '{role}' and r.parenttype = 'User' order by r.parent limit 1",
	)
	return rows[0][0]


def _clerk_of_another_township(bench_site, case: str) -> str:
	rows = bench_site.query(
		"select p.user from `tabUser Permission` p join `tabHas Role` r on r.parent = p.user and r.role = 'Township Clerk' "
		"where p.allow = 'Administrative Division' and p.for_value <> "
		f"(select township from `tabAssistance Application` where name = '{case}') order by p.user limit 1",
	)
	return rows[0][0]
