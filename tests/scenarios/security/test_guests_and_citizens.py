"""Guests and portal accounts reach the login and our public API, and nothing else (security F01 to F27)."""

import pytest

CITIZEN = "citizen.probe@social.localhost"
CITIZEN_PASSWORD = "Probe-Citizen-2026!"

CLOSED_FUNCTIONS = [
	"frappe.client.get_count",
	"frappe.client.get_list",
	"frappe.client.insert",
	"frappe.core.doctype.sms_settings.sms_settings.send_sms",
	"frappe.core.doctype.user.user.sign_up",
	"frappe.desk.search.search_widget",
	"frappe.desk.search.search_link",
	"frappe.desk.reportview.get",
	"frappe.email.relink",
	"frappe.integrations.doctype.ldap_settings.ldap_settings.reset_password",
	"frappe.integrations.oauth2.authorize",
	"frappe.templates.includes.comments.comments.add_comment",
	"frappe.utils.global_search.web_search",
	"frappe.utils.print_format.report_to_pdf",
	"frappe.website.doctype.web_form.web_form.accept",
	"frappe.website.doctype.web_form.web_form.get_link_options",
	"frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
	"frappe.www.contact.send_message",
	"frappe.www.list.get_list_data",
	"frappe.www.login.send_login_link",
	"no.such.module.function",
	"os.system",
	"run_doc_method",
	"runserverobj",
	"upload_file",
]


@pytest.fixture(scope="module")
def citizen(http):
	"""A website user without any role, as a portal account would be."""
	manager = http("Administrator")
	if manager.get(f"/api/resource/User/{CITIZEN}").status_code == 404:
		made = manager.post(
			"/api/resource/User",
			json={
				"email": CITIZEN,
				"first_name": "Probe",
				"user_type": "Website User",
				"send_welcome_email": 0,
				"new_password": CITIZEN_PASSWORD,
			},
		)
		assert made.ok, made.text[:500]
	return http(CITIZEN, CITIZEN_PASSWORD)


@pytest.mark.parametrize("function", CLOSED_FUNCTIONS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_functions_are_closed_to_guests(http, function, method):
	assert http().request(method, f"/api/method/{function}").status_code == 403


@pytest.mark.parametrize("function", CLOSED_FUNCTIONS)
def test_functions_are_closed_to_portal_accounts(citizen, function):
	assert citizen.try_call(function, doctype="User", txt="", query="").status_code == 403


@pytest.mark.parametrize(
	"address",
	[
		"/api/resource/ToDo",
		"/api/resource/User/Administrator",
		"/private/files/x.pdf",
		"/backups/x.sql.gz",
		"/api/nonsense",
	],
)
def test_documents_and_files_are_closed(http, citizen, address):
	assert http().get(address).status_code == 403
	assert citizen.get(address).status_code == 403


@pytest.mark.parametrize(
	"page",
	["/list", "/contact", "/request-data", "/edit-profile", "/search", "/printview", "/third_party_apps"],
)
def test_pages_that_the_product_does_not_serve_are_not_there(http, page):
	assert http().get(page).status_code == 404


def test_function_named_outside_the_api_is_refused(http, citizen):
	for person in (http(), citizen):
		assert person.get("/login?cmd=frappe.client.get_list&doctype=User").status_code == 403
		assert person.post("/", data={"cmd": "frappe.client.get_list", "doctype": "User"}).status_code == 403


def test_two_functions_in_one_request_are_refused(http):
	answer = http().post("/api/method/ping", data={"cmd": "frappe.client.get_list", "doctype": "User"})
	assert answer.status_code == 403


def test_session_id_in_the_address_is_refused_and_plants_no_cookie(http):
	answer = http().get("/app?sid=probe", allow_redirects=False)
	assert answer.status_code == 403
	assert "probe" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_overridden_methods_are_refused(http, header):
	assert http().get("/api/method/ping", headers={header: "DELETE"}).status_code == 403


def test_wrong_token_is_not_served_as_a_guest(http):
	assert http().get("/api/method/ping", headers={"Authorization": "token a:b"}).status_code == 401


def test_refusal_tells_nothing_about_the_server(http):
	answer = http().get("/api/method/frappe.client.get_count?doctype=NoSuch")
	assert answer.status_code == 403
	assert "exc" not in answer.json()
	assert "Traceback" not in answer.text and ".py" not in answer.text


def test_reset_link_cannot_be_asked_for_by_following_a_link(http):
	address = "/api/method/frappe.core.doctype.user.user.reset_password?user=nobody@social.localhost"
	assert http().get(address).status_code == 403


def test_login_leads_to_no_other_site(http):
	answer = http("clerk.daying@social.localhost").get(
		"/login?redirect-to=https://example.org/x", allow_redirects=False, headers={"Accept": "text/html"}
	)
	assert "example.org" not in answer.headers.get("Location", "")


def test_login_page_and_ping_work(http):
	assert http().get("/login", headers={"Accept": "text/html"}).status_code == 200
	assert http().get("/api/method/ping").json()["message"] == "pong"
