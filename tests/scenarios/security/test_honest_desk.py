"""What the desk does by its buttons passes the gate: exports, prints and downloads, with names that can be read."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from harness.http import Person, refusal

CLERK = "clerk.daying@social.localhost"
FORMATS = ("CSV", "Excel")
LIST = {
	"cmd": "frappe.desk.reportview.export_query",
	"doctype": "Assistance Application",
	"fields": '["`tabAssistance Application`.`name`","`tabAssistance Application`.`workflow_state`"]',
	"order_by": "`tabAssistance Application`.`modified` desc",
	"start": "0",
	"page_length": "5",
	"view": "Report",
	"with_comment_count": "1",
	"title": "Assistance Application",
	"csv_delimiter": ",",
	"csv_quoting": "2",
}
REPORT = {
	"cmd": "frappe.desk.query_report.export_query",
	"report_name": "Case Register",
	"custom_columns": "[]",
	"filters": "{}",
	"visible_idx": "[0]",
	"csv_delimiter": ",",
	"csv_quoting": "2",
	"include_indentation": "0",
}
FORM = {"Accept": "text/html"}
# Lists and reports have something to show.
pytestmark = pytest.mark.usefixtures("filed_case")


def post_form(person: Person, address: str, fields: dict[str, str]) -> Any:
	"""A form as the desk builds it: its token is a field, not a header."""
	token = person.headers.get("X-Frappe-CSRF-Token", "")
	headers = {**FORM, "X-Frappe-CSRF-Token": None}
	return person.post(address, data={**fields, "csrf_token": token}, headers=headers)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("user", ["review@social.localhost", "audit@social.localhost", "Administrator"])
def test_a_list_is_exported_as_the_desk_posts_it(
	http: Callable[..., Person], user: str, file_format: str
) -> None:
	answer = post_form(http(user), "/", {**LIST, "file_format_type": file_format})
	assert answer.status_code == 200, answer.text[:300]
	name = answer.headers["Content-Disposition"]
	assert (
		name.startswith("attachment; filename=download.")
		and "filename*=UTF-8''%E6%95%91%E5%8A%A9%E7%94%B3%E8%AF%B7" in name
	)
	if file_format == "CSV":
		assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) > 1


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_report_is_exported_as_the_desk_posts_it(http: Callable[..., Person], file_format: str) -> None:
	answer = post_form(http("Administrator"), "/", {**REPORT, "file_format_type": file_format})
	assert answer.status_code == 200, answer.text[:300]
	assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_a_print_is_a_pdf_with_its_name(http: Callable[..., Person], filed_case: tuple[str, str]) -> None:
	account, case = filed_case
	clerk = http(account)
	answer = clerk.get(
		"/api/method/frappe.utils.print_format.download_pdf",
		params={"doctype": "Assistance Application", "name": case},
	)
	assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
	assert answer.headers["Content-Disposition"] == f"inline; filename={case}.pdf"


@pytest.mark.parametrize("address", ["/app", "/login", "/index", "/gift", "/api/resource/User"])
def test_functions_are_posted_to_the_root_only(http: Callable[..., Person], address: str) -> None:
	assert post_form(
		http("review@social.localhost"), address, {**LIST, "file_format_type": "CSV"}
	).status_code in (403, 404)


def test_whose_role_does_not_export_is_refused_at_the_root_too(http: Callable[..., Person]) -> None:
	assert post_form(http(CLERK), "/", {**LIST, "file_format_type": "CSV"}).status_code == 403


def test_the_form_of_the_desk_needs_its_token(http: Callable[..., Person]) -> None:
	headers = {**FORM, "X-Frappe-CSRF-Token": None}
	answer = http("review@social.localhost").post(
		"/", data={**LIST, "file_format_type": "CSV"}, headers=headers
	)
	assert answer.status_code == 400
	assert b"SQ-" not in answer.content


@pytest.mark.parametrize(
	"command", ["frappe.client.get_password", "frappe.share.add", "frappe.core.api.file.zip_files"]
)
def test_what_is_closed_stays_closed_at_the_root(http: Callable[..., Person], command: str) -> None:
	assert post_form(http(CLERK), "/", {"cmd": command}).status_code == 403


def test_no_function_runs_by_an_address_of_the_root(http: Callable[..., Person]) -> None:
	answer = http("review@social.localhost").get(
		"/", params={**LIST, "file_format_type": "CSV"}, headers=FORM
	)
	assert answer.status_code == 403


@pytest.mark.parametrize("function", ["download_pdf", "download_multi_pdf"])
def test_a_letter_that_does_not_apply_is_refused_in_words(
	http: Callable[..., Person], filed_case: tuple[str, str], function: str
) -> None:
	account, case = filed_case
	clerk = http(account)
	name = case if function == "download_pdf" else f'["{case}"]'
	values = {"doctype": "Assistance Application", "name": name, "format": "Termination Letter"}
	address = f"/api/method/frappe.utils.print_format.{function}"
	program = clerk.get(address, params=values)
	assert program.status_code == 417
	assert refusal(program) and "<html" not in refusal(program)
	page = clerk.get(address, params=values, headers=FORM)
	assert page.status_code == 417
	assert "无法办理" in page.text and "Error" not in page.text
