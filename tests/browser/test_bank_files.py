"""Bank files on the desk: taken out with a purpose, sealed by a password; what the bank returns counts by a second person."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from harness.bench import BenchSite
from harness.browser import Desk
from harness.families import walked_family
from harness.http import Person

FINANCE, APPROVER, AUDITOR = "finance@social.localhost", "approval@social.localhost", "audit@social.localhost"
PURPOSE, PASSWORD = "送代发银行", "Yinhang-2026"
HEADINGS = "业务编号,金额,结果,原因"


class Paid(NamedTuple):
	"""A line of a bank file that the bank has not answered."""

	bank_file: str
	line: str
	amount: str


@pytest.fixture(scope="module")
def paid(bench_site: BenchSite) -> Paid:
	line = walked_family(bench_site, __file__)["payment_line"]
	return Paid(line["bank_file"], line["name"], f"{line['amount']:.2f}")


def import_return(finance: Person, paid: Paid, answer: str) -> str:
	"""What the finance officer uploads: the bank's answer to one line."""
	text = f"{HEADINGS}\n{paid.line},{paid.amount},{answer}\n"
	file = {"file": ("return.csv", text.encode("gb18030"))}
	uploaded = finance.post("/api/method/upload_file", data={"is_private": 1}, files=file)
	values = {
		"bank_file": paid.bank_file,
		"received_on": finance.call(
			"frappe.client.get_value", doctype="Bank File", filters=paid.bank_file, fieldname="creation"
		)["creation"][:10],
		"return_file": uploaded.json()["message"]["file_url"],
	}
	made = finance.post("/api/resource/Bank Return", json=values)
	assert made.ok, made.text[:500]
	return str(made.json()["data"]["name"])


def fill(opened: Desk, **values: str) -> None:
	for field, value in values.items():
		opened.page.locator(f".modal.show [data-fieldname={field}]").locator("input, textarea").fill(value)


def answer(opened: Desk, label: str) -> None:
	opened.page.locator(".modal.show .btn-modal-primary", has_text=label).click()


def wait_for_status(opened: Desk, status: str) -> None:
	opened.page.wait_for_function("(status) => window.cur_frm?.doc.return_status == status", arg=status)
	opened.settle()


def take_file(opened: Desk, paid: Paid, **values: str) -> Path:
	opened.open(f"bank-file/{paid.bank_file}", wait_for=".form-layout")
	opened.press("下载银行文件")
	fill(opened, purpose=PURPOSE, **values)
	with opened.page.expect_download() as given:
		answer(opened, "下载")
	path = given.value.path()
	return path.rename(path.with_name(given.value.suggested_filename))


def entries(auditor: Person, bank_file: str) -> list[dict[str, Any]]:
	"""Who took the file, as the auditor reads it."""
	found: list[dict[str, Any]] = auditor.call(
		"frappe.client.get_list",
		doctype="Sensitive Access Entry",
		fields=["accessed_by", "purpose"],
		filters={"reference_name": bank_file},
		limit_page_length=0,
	)
	return found


def test_a_bank_file_goes_out_with_a_purpose(
	paid: Paid, desk: Callable[..., Desk], http: Callable[..., Person]
) -> None:
	taken = take_file(desk(FINANCE), paid)
	assert paid.line in taken.read_bytes().decode("gb18030")
	assert {"accessed_by": FINANCE, "purpose": PURPOSE} in entries(http(AUDITOR), paid.bank_file)


def test_a_password_seals_the_bank_file(paid: Paid, desk: Callable[..., Desk]) -> None:
	taken = take_file(desk(FINANCE), paid, password=PASSWORD)
	assert taken.suffix == ".zip"
	content = taken.read_bytes()
	assert paid.line.encode() not in content
	[member] = zipfile.ZipFile(io.BytesIO(content)).infolist()
	assert member.flag_bits & 1, "the archive is not encrypted"


def test_a_short_password_is_refused_in_words(paid: Paid, desk: Callable[..., Desk]) -> None:
	here = desk(FINANCE)
	here.open(f"bank-file/{paid.bank_file}", wait_for=".form-layout")
	here.press("下载银行文件")
	fill(here, purpose=PURPOSE, password="kurz")
	answer(here, "下载")
	here.page.get_by_text("文件密码至少需要").first.wait_for()
	here.errors.clear()


def test_a_return_counts_when_another_person_confirmed_it(
	paid: Paid, desk: Callable[..., Desk], http: Callable[..., Person]
) -> None:
	finance = http(FINANCE)
	refused = import_return(finance, paid, "失败,账号不存在")
	importer, second = desk(FINANCE), desk(APPROVER)
	importer.open(f"bank-return/{refused}", wait_for=".form-layout")
	importer.page.get_by_text("须由他人确认").first.wait_for()
	assert importer.page.get_by_role("button", name="确认回盘文件", exact=True).count() == 0
	second.open(f"bank-return/{refused}", wait_for=".form-layout")
	second.press("不予通过")
	fill(second, remark="不是本批的回盘")
	answer(second, "不予通过")
	wait_for_status(second, "Turned Down")
	right = import_return(finance, paid, "成功,")
	second.open(f"bank-return/{right}", wait_for=".form-layout")
	second.press("确认回盘文件")
	second.page.locator(".modal.show", has_text=paid.amount).wait_for()
	second.page.locator(".modal.show .btn-modal-primary").click()
	wait_for_status(second, "Booked")
	line = {"doctype": "Payment Line", "filters": paid.line, "fieldname": "line_status"}
	assert finance.call("frappe.client.get_value", **line)["line_status"] == "Paid"
