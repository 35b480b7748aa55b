"""Auditors see who did what, a bank file leaves with a purpose, and a family is named by its own area only."""

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.bench import BenchSite
from harness.http import Person, refusal

ROOT = Path(__file__).resolve().parents[3]
FINANCE, AUDITOR, CLERK = (
	"finance@social.localhost",
	"audit@social.localhost",
	"clerk.daying@social.localhost",
)
DOWNLOAD = "social_assistance.api.v1.payments.bank_files.download_bank_file"
PURPOSE = "交农商银行代发十一月低保金"
FAMILIES = ("Registry Household", "Registry Person")
ACCOUNTS = {
	"Village Assistant": "assistant.daying@social.localhost",
	"Township Clerk": CLERK,
	"Township Reviewer": "reviewer.daying@social.localhost",
	"Charity Partner": "charity@social.localhost",
}


@pytest.fixture(scope="module")
def bank_file(http: Callable[..., Person], bench_site: BenchSite) -> dict[str, Any]:
	"""The file of a month that is paid here, unless the demo district has one."""
	month = (date.today().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
	if not http(FINANCE).call("frappe.client.get_list", doctype="Bank File", limit_page_length=1):
		bench_site.command("assist", "pay", "--month", month, "--url", bench_site.url)
	found = http(FINANCE).call(
		"frappe.client.get_list",
		doctype="Bank File",
		fields=["name", "file", "file_digest"],
		limit_page_length=1,
	)
	return found[0]


@pytest.mark.parametrize("book", ["Access Log", "Activity Log", "Version", "Sensitive Access Entry"])
@pytest.mark.parametrize("user", [AUDITOR, "supervision@social.localhost"])
def test_oversight_reads_the_books(http: Callable[..., Person], user: str, book: str) -> None:
	rows = http(user).get(f"/api/resource/{book}", params={"limit_page_length": 3})
	assert rows.status_code == 200
	made = http(user).post(f"/api/resource/{book}", json={})
	assert not made.ok


@pytest.mark.parametrize("user", [AUDITOR, "supervision@social.localhost"])
def test_a_reader_is_told_nothing_of_rights_that_the_form_asks_for(
	http: Callable[..., Person], filed_case: tuple[str, str], user: str
) -> None:
	"""The question whether the case may be changed opened an empty dialog at every reader."""
	standing = "social_assistance.api.v1.cases.applications.get_standing"
	answer = http(user).get(f"/api/method/{standing}", params={"application": filed_case[1]})
	assert answer.ok and answer.json()["message"]["actions"] == []
	assert "_server_messages" not in answer.json()


@pytest.mark.parametrize("book", ["Access Log", "Activity Log", "Version"])
def test_others_see_at_most_their_own_entries(http: Callable[..., Person], book: str) -> None:
	answer = http(CLERK).get(f"/api/resource/{book}", params={"fields": '["name","owner"]'})
	assert answer.status_code == 403 or {row["owner"] for row in answer.json()["data"]} <= {CLERK}


@pytest.mark.parametrize("user", [FINANCE, "approval@social.localhost", AUDITOR])
def test_the_address_of_a_bank_file_opens_nothing(
	http: Callable[..., Person], bank_file: dict[str, Any], user: str
) -> None:
	assert http(user).get(bank_file["file"]).status_code == 403
	answer = http(user).get(
		"/api/method/frappe.handler.download_file", params={"file_url": bank_file["file"]}
	)
	assert answer.status_code == 403


def test_a_bank_file_needs_a_purpose_and_leaves_an_entry(
	http: Callable[..., Person], bank_file: dict[str, Any], bench_site: BenchSite
) -> None:
	refused = http(FINANCE).try_call(DOWNLOAD, bank_file=bank_file["name"], purpose=" ")
	assert refused.status_code == 417 and "不少于" in refusal(refused)
	given = http(FINANCE).try_call(DOWNLOAD, bank_file=bank_file["name"], purpose=PURPOSE)
	assert given.status_code == 200
	stored = bench_site.folder / bank_file["file"].lstrip("/")
	assert given.content == stored.read_bytes()
	assert os.stat(stored).st_mode & 0o777 == 0o600
	assert stored.name in given.headers["Content-Disposition"]
	[entry, *_rest] = http(AUDITOR).call(
		"frappe.client.get_list",
		doctype="Sensitive Access Entry",
		filters={"reference_doctype": "Bank File", "reference_name": bank_file["name"]},
		fields=["accessed_by", "purpose", "field_name"],
		order_by="creation desc",
	)
	assert entry == {"accessed_by": FINANCE, "purpose": PURPOSE, "field_name": "file"}


def test_a_bank_file_can_be_sealed(http: Callable[..., Person], bank_file: dict[str, Any]) -> None:
	for weak in ("1234", "一卡通一卡通一卡通"):
		refused = http(FINANCE).try_call(
			DOWNLOAD, bank_file=bank_file["name"], purpose=PURPOSE, password=weak
		)
		assert refused.status_code == 417 and "文件密码" in refusal(refused)
	given = http(FINANCE).try_call(
		DOWNLOAD, bank_file=bank_file["name"], purpose=PURPOSE, password="YiKaTong-2026"
	)
	assert given.status_code == 200 and given.content.startswith(b"PK")
	clear = http(FINANCE).try_call(DOWNLOAD, bank_file=bank_file["name"], purpose=PURPOSE).content
	assert clear.splitlines()[1] not in given.content


@pytest.mark.parametrize("user", [CLERK, "charity@social.localhost", "policy@social.localhost"])
def test_others_take_no_bank_file(http: Callable[..., Person], bank_file: dict[str, Any], user: str) -> None:
	assert http(user).try_call(DOWNLOAD, bank_file=bank_file["name"], purpose=PURPOSE).status_code == 403


def shipped_doctypes() -> dict[str, dict[str, Any]]:
	folder = ROOT / "apps/social_assistance/social_assistance"
	records = (json.loads(path.read_text()) for path in folder.glob("*/doctype/*/*.json"))
	return {record["name"]: record for record in records if record.get("doctype") == "DocType"}


def naming_fields() -> list[tuple[str, str, str, str, str]]:
	"""Role, root document, table or "", field and what it names, for every field that names a family."""
	doctypes = shipped_doctypes()
	found = []
	for root in doctypes.values():
		roles = {row["role"] for row in root.get("permissions", []) if row.get("create")} & set(ACCOUNTS)
		tables = [("", root)] + [
			(field["fieldname"], doctypes[field["options"]])
			for field in root["fields"]
			if field["fieldtype"] == "Table" and field["options"] in doctypes
		]
		for table, record in tables:
			for field in record["fields"]:
				if (
					field["fieldtype"] == "Link"
					and field.get("options") in FAMILIES
					and not root.get("istable")
				):
					found += [
						(role, root["name"], table, field["fieldname"], field["options"])
						for role in sorted(roles)
					]
	return found


@pytest.fixture(scope="module")
def foreign(http: Callable[..., Person]) -> dict[str, dict[str, Any]]:
	"""A household and a person of another township."""
	clerk = http("clerk.hedong@social.localhost")
	fields = {"Registry Household": ["name", "head_name"], "Registry Person": ["name", "person_name"]}
	return {
		doctype: clerk.call(
			"frappe.client.get_list", doctype=doctype, fields=fields[doctype], limit_page_length=1
		)[0]
		for doctype in FAMILIES
	}


@pytest.mark.parametrize(("role", "root", "table", "fieldname", "kind"), naming_fields())
def test_a_family_is_named_by_its_own_area_only(
	http: Callable[..., Person],
	foreign: dict[str, dict[str, Any]],
	role: str,
	root: str,
	table: str,
	fieldname: str,
	kind: str,
) -> None:
	def name_in_new_document(named: str) -> tuple[int, str]:
		row = {fieldname: named}
		body = {table: [row]} if table else row
		answer = http(ACCOUNTS[role]).post(f"/api/resource/{root}", json=body)
		return answer.status_code, answer.text.replace(named, "NAME")

	known = foreign[kind]
	status, words = name_in_new_document(known["name"])
	assert status >= 400
	assert not any(value in words for key, value in known.items() if key != "name" and value)
	if "LinkValidationError" in words:  # elsewhere the document is refused before it matters what it names
		assert (status, words) == name_in_new_document("missing-" + known["name"])
