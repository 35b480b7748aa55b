"""Log-in, answers and directories as somebody outside, or inside with little right, meets them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from harness.bench import BenchSite
from harness.http import Person, refusal

APPROVER = "approval@social.localhost"
PARTNER = "charity@social.localhost"
CLERK = "clerk.daying@social.localhost"
CASE = "Assistance Application"
PERSONAL = {"mobile_no", "phone", "birth_date", "last_ip", "last_login", "last_active", "reset_password_key"}
ID_NUMBER, CARD = "110101199003074477", "6217001234567890122"
ELSEWHERE = "127.0.0.77"


class FromLine(HTTPAdapter):
	"""Requests that leave from another address of this machine."""

	def init_poolmanager(self, *args: Any, **options: Any) -> None:
		super().init_poolmanager(*args, source_address=(ELSEWHERE, 0), **options)


@pytest.fixture
def guest(bench_site: BenchSite) -> Iterator[Person]:
	"""Somebody at another line than the other tests."""
	person = Person(bench_site.url)
	person.mount("http://", FromLine())
	yield person
	person.close()


def log_in(person: requests.Session, user: str, password: str) -> requests.Response:
	return person.post("/api/method/login", data={"usr": user, "pwd": password})


def test_a_guest_locks_out_himself_and_not_the_approver(bench_site: BenchSite, guest: Person) -> None:
	answers = [log_in(guest, APPROVER, f"guess-{number}") for number in range(7)]
	assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
	assert "错误密码" in refusal(answers[-1])
	right = log_in(guest, APPROVER, bench_site.password)
	assert right.status_code == 429, "a locked line is not told which password is right"
	assert refusal(right) == refusal(answers[-1])
	assert Person(bench_site.url, APPROVER).log_in(bench_site.password), "the approver's own line is open"


def test_an_invented_line_does_not_open_the_lock(bench_site: BenchSite, guest: Person) -> None:
	for number in range(6):
		guest.headers["X-Forwarded-For"] = f"10.0.0.{number}"
		last = log_in(guest, "hotline@social.localhost", f"guess-{number}")
	assert last.status_code == 429


@pytest.mark.parametrize("address", ["/api/method/login", "/"])
def test_nobody_logs_in_by_an_address(bench_site: BenchSite, address: str) -> None:
	person = Person(bench_site.url)
	values = {"usr": CLERK, "pwd": bench_site.password, "cmd": "login"}
	answer = person.get(address, params=values if address == "/" else {**values, "cmd": None})
	assert answer.status_code == 403
	assert person.cookies.get("sid", "Guest") in ("Guest", None)


@pytest.mark.parametrize("user", [PARTNER, "assistant.daying@social.localhost", CLERK])
def test_all_columns_of_a_user_are_the_permitted_ones(http: Callable[..., Person], user: str) -> None:
	answer = http(user).get("/api/resource/User", params={"fields": '["*"]', "limit_page_length": 0})
	assert answer.status_code == 200
	rows = answer.json()["data"]
	assert not {name for row in rows for name in row} & PERSONAL


@pytest.mark.parametrize("column", sorted(PERSONAL))
def test_personal_columns_of_users_are_not_given_by_name(http: Callable[..., Person], column: str) -> None:
	answer = http(CLERK).get("/api/resource/User", params={"fields": f'["name","{column}"]'})
	assert not answer.ok or not any(column in row for row in answer.json()["data"])


def test_partners_see_no_staff(http: Callable[..., Person]) -> None:
	partner = http(PARTNER)
	rows = partner.get("/api/resource/User", params={"limit_page_length": 0}).json()["data"]
	assert [row["name"] for row in rows] == [PARTNER]
	assert partner.call("frappe.desk.search.get_names_for_mentions", search_term="") == []
	found = partner.call(
		"frappe.desk.search.search_link",
		doctype="User",
		txt="a",
		query="frappe.core.doctype.user.user.user_query",
	)
	assert {row["value"] for row in found or []} <= {PARTNER}
	assert http(CLERK).call("frappe.desk.search.get_names_for_mentions", search_term="")


@pytest.mark.parametrize(
	"address", ["/login", "/app", "/notice", "/api/method/ping", "/no-such-page", "/api/resource/User"]
)
def test_answers_tell_browsers_to_be_careful(http: Callable[..., Person], address: str) -> None:
	headers = http().get(address).headers
	assert headers["X-Frame-Options"] == "SAMEORIGIN"
	assert headers["X-Content-Type-Options"] == "nosniff"
	assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
	("address", "status"),
	[
		("/private/files/x", 403),
		("/private/files/x.pdf", 403),
		("/backups", 403),
		("/backups/x.sql.gz", 403),
		("/?cmd=frappe.client.get_list", 403),
		("/app?sid=abc", 403),
		("/list", 404),
		("/no-such-page", 404),
		("/me/nowhere", 404),
		("/files/missing.svg", 404),
		("/files/../site_config.json", 404),
	],
)
def test_pages_that_say_no_tell_so_by_their_status(
	http: Callable[..., Person], address: str, status: int
) -> None:
	assert http().get(address, headers={"Accept": "text/html"}).status_code == status


def test_the_answer_to_a_reset_is_the_same_for_all(http: Callable[..., Person]) -> None:
	def ask(user: str) -> tuple[int, Any]:
		answer = http().try_call("frappe.core.doctype.user.user.reset_password", user=user)
		return answer.status_code, answer.json()

	assert ask(CLERK) == ask("nobody@social.localhost") == ask("Administrator")


def test_numbers_in_comments_and_tags_are_masked(
	http: Callable[..., Person], filed_case: tuple[str, str]
) -> None:
	account, case = filed_case
	clerk = http(account)
	answer = clerk.try_call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype=CASE,
		reference_name=case,
		content=f"<p>身份证{ID_NUMBER}，卡号{CARD}</p>",
		comment_email="leader.daying@social.localhost",
		comment_by="冒名",
	)
	body = answer.json()
	assert answer.ok, refusal(answer)
	assert ID_NUMBER not in body["message"]["content"] and CARD not in body["message"]["content"]
	assert "110***********4477" in body["message"]["content"]
	assert "已用星号遮盖" in refusal(answer)
	assert (body["message"]["comment_email"], body["message"]["comment_by"]) != (
		"leader.daying@social.localhost",
		"冒名",
	)
	tag = clerk.call("frappe.desk.doctype.tag.tag.add_tag", tag=f"见{ID_NUMBER}", dt=CASE, dn=case)
	assert ID_NUMBER not in tag
	made = clerk.post("/api/resource/Tag", json={"name": ID_NUMBER, "__newname": ID_NUMBER})
	assert not made.ok


def test_a_partner_stores_no_report_on_families(http: Callable[..., Person]) -> None:
	answer = http(PARTNER).try_call(
		"frappe.desk.reportview.save_report",
		name="登记人员",
		doctype="Registry Person",
		report_settings="{}",
	)
	assert answer.status_code == 403
