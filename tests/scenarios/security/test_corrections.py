"""What was received, issued or booked stays; a mistake is corrected by a new numbered document that names the old one (over HTTP).

And who objected is shown to the investigator and the district only, by whatever door.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from harness.bench import BenchSite
from harness.families import walked_family
from harness.http import Person, refusal

SITE = "@social.localhost"
OBJECTION, NOTICE, RECEIPT, RETURN = "Notice Objection", "Public Notice", "Charity Receipt", "Bank Return"
CORRECT_OBJECTION = "social_assistance.api.v1.cases.objections.correct_objection"
CORRECT_RECEIPT = "social_assistance.api.v1.charity.receipts.correct_receipt"
CONFIRM = "social_assistance.api.v1.payments.returns.confirm_return"
REVEAL = "social_assistance.api.v1.privacy.clear_values.reveal_value"
NAME, PHONE = "欧阳明月", "13900139123"


def stored(http: Callable[..., Person], doctype: str, name: str) -> dict[str, Any]:
	return dict(http("Administrator").get(f"/api/resource/{doctype}/{name}").json()["data"])


def list_all(person: Person, doctype: str, filters: dict[str, Any], *fields: str) -> list[dict[str, Any]]:
	return list(
		person.call(
			"frappe.client.get_list",
			doctype=doctype,
			filters=filters,
			fields=list(fields),
			limit_page_length=0,
		)
	)


@pytest.fixture(scope="module")
def objection(http: Callable[..., Person], bench_site: BenchSite) -> tuple[str, str]:
	"""Township and name of an objection under the name of a neighbour, written down by its clerk."""
	http(f"approval{SITE}")
	case = walked_family(bench_site, __file__, stages=7)["application"]
	notice = list_all(http("Administrator"), NOTICE, {"application": case}, "name", "posted_on")[0]
	for town in ("daying", "hedong"):
		made = http(f"clerk.{town}{SITE}").post(
			f"/api/resource/{OBJECTION}",
			json={
				"objection_kind": "Objection to Notice",
				"public_notice": notice["name"],
				"received_on": notice["posted_on"],
				"channel": "Face to Face",
				"objector_name": NAME,
				"objector_phone": PHONE,
				"ground": "Income",
				"ground_text": "该户在县城另有门面出租",
			},
		)
		if made.ok:
			return town, made.json()["data"]["name"]
	raise AssertionError(refusal(made))


DOORS: dict[str, Callable[[Person, str], Any]] = {
	"form": lambda p, n: p.try_call("frappe.desk.form.load.getdoc", doctype=OBJECTION, name=n),
	"REST": lambda p, n: p.get(f"/api/resource/{OBJECTION}/{n}"),
	"list": lambda p, n: p.try_call(
		"frappe.desk.reportview.get", doctype=OBJECTION, fields=["name", "objector_name", "objector_phone"]
	),
	"every column": lambda p, n: p.get(f"/api/resource/{OBJECTION}", params={"fields": '["*"]'}),
	"export": lambda p, n: p.try_call(
		"frappe.desk.reportview.export_query",
		doctype=OBJECTION,
		fields=["name", "objector_name"],
		file_format_type="CSV",
		title="x",
	),
	"print": lambda p, n: p.try_call("frappe.www.printview.get_html_and_style", doc=OBJECTION, name=n),
	"letter": lambda p, n: p.try_call(
		"frappe.www.printview.get_html_and_style", doc=OBJECTION, name=n, print_format="Objection Reply"
	),
	"link": lambda p, n: p.try_call("frappe.desk.search.search_link", doctype=OBJECTION, txt=NAME),
	"search": lambda p, n: p.try_call("frappe.utils.global_search.search", text=NAME),
	"versions": lambda p, n: p.try_call("frappe.desk.form.load.get_docinfo", doctype=OBJECTION, name=n),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("role", ["clerk", "reviewer", "leader"])
def test_who_objected_is_told_by_no_door(
	http: Callable[..., Person], objection: tuple[str, str], role: str, door: str
) -> None:
	town, name = objection
	answer = DOORS[door](http(f"{role}.{town}{SITE}"), name)
	said = answer.text + (
		json.dumps(answer.json(), ensure_ascii=False) if answer.text.startswith("{") else ""
	)
	assert NAME not in said and PHONE not in said
	assert answer.status_code < 500


def test_the_clear_name_is_for_the_investigator_and_the_district(
	http: Callable[..., Person], objection: tuple[str, str]
) -> None:
	town, name = objection
	ask = {"doctype": OBJECTION, "name": name, "purpose": "核实异议情况"}
	for role in ("clerk", "reviewer", "leader"):
		for field in ("objector_name", "objector_phone"):
			answer = http(f"{role}.{town}{SITE}").try_call(REVEAL, **ask, fieldname=field)
			assert (answer.status_code, refusal(answer)) == (403, "异议人信息仅限调查人和区级人员查看。")
	assert http(f"review{SITE}").call(REVEAL, **ask, fieldname="objector_name")["value"] == NAME
	assert http(f"audit{SITE}").call(REVEAL, **ask, fieldname="objector_phone")["value"] == PHONE


def test_a_mistake_in_an_objection_is_corrected_by_a_new_one(
	http: Callable[..., Person], objection: tuple[str, str]
) -> None:
	town, name = objection
	before = stored(http, OBJECTION, name)
	# Those of the township handled the case themselves.
	clerk, reviewer = http(f"clerk.{town}{SITE}"), http(f"review{SITE}")
	wrong = {"objection": name, "reason": "口述记录有误", "ground_text": "没有异议，写错了"}
	answer = clerk.try_call(CORRECT_OBJECTION, **wrong)
	assert answer.status_code == 403 and refusal(answer).startswith("异议由")
	assert stored(http, OBJECTION, name) == before
	new = reviewer.call(CORRECT_OBJECTION, **{**wrong, "ground_text": "该户在县城有两间门面出租"})
	issued, after = stored(http, OBJECTION, new), stored(http, OBJECTION, name)
	assert (issued["corrects"], issued["ground_text"]) == (name, "该户在县城有两间门面出租")
	assert (after["ground_text"], after["objection_status"]) == (before["ground_text"], "Corrected")
	answer = reviewer.try_call(CORRECT_OBJECTION, **wrong)
	assert f"异议{name}已由{new}更正" in refusal(answer)
	for values in ({"corrects": None}, {"correction_reason": "无"}, {"ground_text": "改"}):
		assert not clerk.put(f"/api/resource/{OBJECTION}/{new}", json=values).ok
	assert stored(http, OBJECTION, new) == issued


def test_a_mistake_on_a_receipt_is_corrected_by_a_new_one(http: Callable[..., Person]) -> None:
	partner = http(f"charity{SITE}")
	facts = {
		"doctype": "Charity Donation",
		"charity_partner": "平湛区慈善总会",
		"donation_kind": "Cash",
		"received_on": str(date.today()),
		"amount": 100,
		"donor_name": "王小明",
		"donor_phone": "13800138321",
	}
	draft = partner.call("frappe.client.insert", doc=json.dumps(facts))
	gift = partner.call("frappe.client.submit", doc=json.dumps(draft))
	old = gift["receipt_no"]
	before = stored(http, RECEIPT, old)
	for values in ({"amount": 1}, {"donor_name": "王晓明"}, {"receipt_status": "Void"}):
		assert not partner.put(f"/api/resource/{RECEIPT}/{old}", json=values).ok
	assert stored(http, RECEIPT, old) == before
	words = {"receipt": old, "donor_name": "王晓明", "reason": "姓名写错"}
	for stranger in (f"review{SITE}", f"finance{SITE}"):
		assert http(stranger).try_call(CORRECT_RECEIPT, **words).status_code == 403
	new = stored(http, RECEIPT, partner.call(CORRECT_RECEIPT, **words))
	after = stored(http, RECEIPT, old)
	assert (new["corrects"], new["donor_name"], new["amount"]) == (old, "王晓明", before["amount"])
	assert (after["receipt_status"], after["replaced_by"]) == ("Void", new["name"])
	assert "已作废" in refusal(partner.try_call(CORRECT_RECEIPT, **words))


@pytest.fixture(scope="module")
def unanswered_file(http: Callable[..., Person], bench_site: BenchSite) -> tuple[str, list[dict[str, Any]]]:
	"""A bank file that the bank has not answered, and its lines."""
	finance = http(f"finance{SITE}")
	for months_ago in range(1, 4):
		month = date.today().replace(day=1)
		for _month in range(months_ago):
			month = (month - timedelta(days=1)).replace(day=1)
		for file in list_all(finance, "Bank File", {"file_status": "Written"}, "name"):
			lines = list_all(
				finance, "Payment Line", {"bank_file": file["name"], "line_status": "Due"}, "name", "amount"
			)
			if lines:
				return file["name"], sorted(lines, key=lambda line: line["name"])
		bench_site.command("assist", "pay", "--month", month.strftime("%Y-%m"), "--url", bench_site.url)
	raise AssertionError("no month could be paid")


def import_return(person: Person, file: str, rows: list[str], **values: str) -> str:
	content = "\n".join(["业务编号,金额,结果,原因", *rows]).encode("gb18030")
	sent = person.post(
		"/api/method/upload_file",
		data={"is_private": 1, "doctype": RETURN, "docname": "new-bank-return-1", "fieldname": "return_file"},
		files={"file": (f"return-{len(values)}.csv", content)},
	)
	assert sent.ok, sent.text[:500]
	facts = {
		"bank_file": file,
		"received_on": str(date.today()),
		"return_file": sent.json()["message"]["file_url"],
	}
	made = person.post(f"/api/resource/{RETURN}", json={**facts, **values})
	assert made.ok, refusal(made)
	return str(made.json()["data"]["name"])


def test_a_wrong_answer_of_the_bank_is_corrected_by_a_new_return(
	http: Callable[..., Person], unanswered_file: tuple[str, list[dict[str, Any]]]
) -> None:
	file, lines = unanswered_file
	finance, approver = http(f"finance{SITE}"), http(f"approval{SITE}")
	paid = [f"{line['name']},{line['amount']:.2f},成功," for line in lines]
	failed = f"{lines[-1]['name']},{lines[-1]['amount']:.2f},失败,账号不存在"
	old = import_return(finance, file, [*paid[:-1], failed])
	approver.call(CONFIRM, bank_return=old)
	assert stored(http, "Payment Line", lines[-1]["name"])["line_status"] == "Returned"
	for values in ({"failed_count": 0}, {"received_on": "2026-01-01"}, {"return_status": "Turned Down"}):
		assert not finance.put(f"/api/resource/{RETURN}/{old}", json=values).ok
	new = import_return(finance, file, paid, corrects=old, correction_reason="银行更正回盘")
	assert finance.try_call(CONFIRM, bank_return=new).status_code == 403
	assert stored(http, "Payment Line", lines[-1]["name"])["line_status"] == "Returned"
	approver.call(CONFIRM, bank_return=new)
	assert stored(http, "Payment Line", lines[-1]["name"])["line_status"] == "Paid"
	assert (stored(http, RETURN, old)["return_status"], stored(http, RETURN, new)["corrects"]) == (
		"Corrected",
		old,
	)
	award = stored(http, "Payment Line", lines[-1]["name"])["award"]
	held = {"award": award, "hold_reason": "Payment Returned", "hold_status": "Active"}
	assert list_all(http("Administrator"), "Payment Hold", held, "name") == []
