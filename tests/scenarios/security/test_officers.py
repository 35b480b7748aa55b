"""What an officer of one township cannot do, by whatever door (security F01 to F25)."""

import json

import pytest

CLERK = "clerk.daying@social.localhost"
OTHER_CLERK = "clerk.hedong@social.localhost"
CASE = "Assistance Application"
PDF = b"%PDF-1.4 probe"

CLOSED_TO_OFFICERS = [
	"frappe.client.attach_file",
	"frappe.client.get_password",
	"frappe.core.api.file.zip_files",
	"frappe.core.doctype.user.user.generate_keys",
	"frappe.desk.desktop.update_onboarding_step",
	"frappe.desk.doctype.system_console.system_console.execute_code",
	"frappe.desk.doctype.workspace.workspace.save_page",
	"frappe.desk.form.document_follow.follow_document",
	"frappe.email.inbox.move_email",
	"frappe.email.relink",
	"frappe.model.rename_doc.rename_doc",
	"frappe.rename_doc",
	"frappe.share.add",
	"frappe.share.set_permission",
	"frappe.utils.file_manager.add_attachments",
	"frappe.website.doctype.web_form.web_form.accept",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
]


@pytest.fixture(scope="module")
def clerk(http):
	return http(CLERK)


@pytest.fixture(scope="module")
def cases(http):
	"""A case of the clerk's township, and one of another."""
	return open_case(http("assistant.daying@social.localhost")), open_case(
		http("assistant.hedong@social.localhost")
	)


def open_case(assistant):
	"""A new application of the first household of the area that has none yet."""
	households = assistant.call(
		"frappe.client.get_list",
		doctype="Registry Household",
		fields=["name", "division", "head_person"],
		order_by="creation desc",
		limit_page_length=30,
	)
	for household in households:
		made = assistant.post(
			f"/api/resource/{CASE}",
			json={
				"scheme": "DIBAO-URBAN",
				"household": household["name"],
				"applicant": household["head_person"],
				"division": household["division"],
				"discovery_channel": "Household Visit",
				"applicant_wish": "Wishes to Apply",
			},
		)
		if made.ok:
			return made.json()["data"]["name"]
	raise AssertionError(f"{assistant.user} could open no case: {made.text[:800]}")


def stored(http, name, *fields):
	rows = http("Administrator").call(
		"frappe.client.get_list", doctype=CASE, filters={"name": name}, fields=list(fields)
	)
	return rows[0]


@pytest.mark.parametrize("function", CLOSED_TO_OFFICERS)
def test_functions_are_closed_to_officers(clerk, function):
	assert clerk.try_call(function).status_code == 403


@pytest.mark.parametrize(
	"values",
	[
		{"doctype": "DocType", "txt": "Note", "filter_fields": ["not_a_field`,`x"]},
		{"doctype": "ToDo", "txt": "", "filters": ["1=1 and (probe)"]},
		{"doctype": "ToDo", "txt": "", "query": "frappe.client.get_time_zone"},
		{"doctype": "User", "txt": "", "filters": {"reset_password_key": ["like", "a%"]}},
		{"doctype": "ToDo", "txt": "", "searchfield": "password"},
	],
)
def test_link_search_takes_no_sql_and_no_foreign_functions(clerk, values):
	answer = clerk.try_call("frappe.desk.search.search_widget", **values)
	assert answer.status_code in (403, 417)
	assert "1054" not in answer.text and "SQL" not in answer.text


@pytest.mark.parametrize("doctype", ["__Auth", "Sessions", "__global_search"])
def test_tables_that_are_no_documents_cannot_be_counted(clerk, doctype):
	assert clerk.try_call("frappe.client.get_count", doctype=doctype).status_code == 403


def test_secrets_of_users_cannot_be_guessed_by_counting(clerk):
	answer = clerk.try_call(
		"frappe.client.get_count", doctype="User", filters={"reset_password_key": ["like", "a%"]}
	)
	assert answer.status_code == 403
	assert clerk.call("frappe.client.get_count", doctype="User", filters={"name": "Administrator"}) == 0


@pytest.mark.parametrize(
	"parameters",
	[
		{"filters": '[["ToDo","ifnull(probe,0) /*.name.*/",">","0"]]'},
		{"filters": '["1=1 or (probe)"]'},
		{"order_by": "ifnull(probe,0)"},
		{"order_by": "(select password from `__Auth` limit 1)"},
		{"fields": '["name`, version() as `x"]'},
		{"fields": "[\"ifnull(name,'')\"]"},
		{"fields": '["name\\n,sleep(0)"]'},
		{"fields": '["`tabUser`.`name`"]'},
		{"group_by": "sleep(0)"},
	],
)
def test_lists_take_columns_only(clerk, parameters):
	answer = clerk.get("/api/resource/ToDo", params=parameters)
	if "group_by" in parameters:
		answer = clerk.try_call("frappe.desk.reportview.get", doctype="ToDo", fields=["name"], **parameters)
	assert answer.status_code in (403, 417), answer.text[:300]
	assert "1054" not in answer.text and "OperationalError" not in answer.text


@pytest.mark.parametrize(
	"url",
	[
		"/files/../../site_config.json",
		"/private/files/../../site_config.json",
		"/files/%2e%2e/%2e%2e/x",
		"/etc/passwd",
	],
)
def test_files_are_never_read_by_address(clerk, url):
	answer = clerk.post("/api/resource/File", json={"file_name": "m.txt", "file_url": url})
	assert answer.status_code in (403, 417), answer.text[:300]


def test_sending_another_owner_gives_no_right(http, clerk):
	made = http(OTHER_CLERK).post("/api/resource/Note", json={"title": "probe-owner", "public": 1})
	assert made.ok, made.text[:300]
	name = made.json()["data"]["name"]
	answer = clerk.put(f"/api/resource/Note/{name}", json={"owner": CLERK, "content": "taken"})
	assert answer.status_code == 403
	kept = http(OTHER_CLERK).get(f"/api/resource/Note/{name}").json()["data"]
	assert kept["owner"] == OTHER_CLERK and "taken" not in (kept.get("content") or "")
	http(OTHER_CLERK).delete(f"/api/resource/Note/{name}")


def test_case_of_another_township_cannot_be_pulled_over(http, clerk, cases):
	own, foreign = cases
	before = stored(http, foreign, "division", "owner", "modified")
	own_division = stored(http, own, "division")["division"]
	answer = clerk.put(f"/api/resource/{CASE}/{foreign}", json={"division": own_division, "owner": CLERK})
	assert answer.status_code == 403
	assert stored(http, foreign, "division", "owner", "modified") == before


@pytest.mark.parametrize(
	"values",
	[
		{"workflow_state": "Closed"},
		{"docstatus": 1},
		{"decided_amount": 9999},
		{"proposed_amount": 9999},
		{"current_step": "PAY"},
		{"workflow_state": "Closed", "docstatus": 1, "owner": CLERK},
	],
)
def test_no_save_moves_a_case(http, clerk, cases, values):
	name = cases[0]
	before = stored(
		http,
		name,
		"workflow_state",
		"docstatus",
		"decided_amount",
		"proposed_amount",
		"current_step",
		"modified",
	)
	document = clerk.call("frappe.client.get", doctype=CASE, name=name)
	changed = json.dumps({**document, **values})
	attempts = [
		clerk.put(f"/api/resource/{CASE}/{name}", json=values),
		clerk.try_call("frappe.client.set_value", doctype=CASE, name=name, fieldname=values),
		clerk.try_call("frappe.client.save", doc=changed),
		clerk.try_call(
			"frappe.desk.form.save.savedocs",
			doc=changed,
			action="Save" if "docstatus" not in values else "Submit",
		),
	]
	assert [answer.status_code for answer in attempts if answer.status_code not in (403, 417)] == []
	clerk.try_call(
		"frappe.client.bulk_update", docs=json.dumps([{"doctype": CASE, "docname": name, **values}])
	)
	fields = ("workflow_state", "docstatus", "decided_amount", "proposed_amount", "current_step", "modified")
	assert stored(http, name, *fields) == before


@pytest.mark.parametrize(
	("function", "values"),
	[
		("frappe.client.submit", {}),
		("frappe.client.cancel", {}),
		(
			"frappe.desk.form.save.cancel",
			{"workflow_state_fieldname": "decided_amount", "workflow_state": "1"},
		),
		("frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", {"action": "submit"}),
		("frappe.model.workflow.apply_workflow", {"action": "Close"}),
		("frappe.model.workflow.bulk_workflow_approval", {"action": "Close"}),
	],
)
def test_no_bulk_action_moves_a_case(http, clerk, cases, function, values):
	name = cases[0]
	before = stored(http, name, "workflow_state", "docstatus", "decided_amount")
	document = json.dumps(clerk.call("frappe.client.get", doctype=CASE, name=name))
	clerk.try_call(function, doctype=CASE, name=name, doc=document, docnames=json.dumps([name]), **values)
	assert stored(http, name, "workflow_state", "docstatus", "decided_amount") == before


@pytest.mark.parametrize(
	"function",
	[
		"frappe.desk.form.save.savedocs",
		"frappe.model.workflow.bulk_workflow_approval",
		"frappe.desk.reportview.delete_items",
	],
)
def test_changes_cannot_be_made_by_following_a_link(clerk, function):
	assert clerk.get(f"/api/method/{function}").status_code == 403


def test_assignment_does_not_carry_a_case_out_of_its_township(http, clerk, cases):
	own, foreign = cases
	assert (
		clerk.try_call(
			"frappe.desk.form.assign_to.add", doctype=CASE, name=own, assign_to=[OTHER_CLERK]
		).status_code
		== 403
	)
	assert (
		clerk.try_call(
			"frappe.desk.form.assign_to.add", doctype=CASE, name=foreign, assign_to=[CLERK]
		).status_code
		== 403
	)
	todo = {"allocated_to": OTHER_CLERK, "reference_type": CASE, "reference_name": own, "description": "x"}
	assert clerk.post("/api/resource/ToDo", json=todo).status_code == 403
	shared = http("Administrator").call(
		"frappe.client.get_count", doctype="DocShare", filters={"share_name": own}
	)
	assert shared == 0


def test_notes_and_tags_need_sight_of_the_case(clerk, cases):
	foreign = cases[1]
	attempts = [
		clerk.try_call("frappe.desk.doctype.tag.tag.add_tag", tag="x", dt=CASE, dn=foreign),
		clerk.try_call("frappe.desk.like.toggle_like", doctype=CASE, name=foreign, add="Yes"),
		clerk.try_call("frappe.desk.form.linked_with.get", doctype=CASE, docname=foreign),
		clerk.try_call("frappe.desk.form.load.getdoc", doctype=CASE, name=foreign),
		clerk.try_call("frappe.utils.print_format.download_pdf", doctype=CASE, name=foreign),
		clerk.get(f"/api/resource/{CASE}/{foreign}"),
	]
	assert {answer.status_code for answer in attempts} == {403}


def test_rows_of_child_tables_are_no_list_of_their_own(clerk):
	assert clerk.get("/api/resource/Application Evidence", params={"parent": CASE}).status_code == 403
	answer = clerk.try_call("frappe.client.get_list", doctype="Application Evidence", parent=CASE)
	assert answer.status_code == 403
	assert (
		clerk.try_call(
			"frappe.desk.reportview.get", doctype="Application Evidence", fields=["name"]
		).status_code
		== 403
	)


def upload(person, case, name, content, **values):
	return person.post(
		"/api/method/upload_file",
		files={"file": (name, content)},
		data={"doctype": CASE, "docname": case, "is_private": "0", **values},
	)


@pytest.mark.parametrize(
	("name", "content"),
	[
		("a.html", b"<html>"),
		("a.svg", b"<svg/>"),
		("a.exe", b"MZ"),
		("a.pdf", b"<html>not a pdf"),
		("a.jpg", PDF),
		("a", PDF),
	],
)
def test_evidence_must_be_paper_or_picture(clerk, cases, name, content):
	assert upload(clerk, cases[0], name, content).status_code == 417


def test_evidence_is_private_and_stays_in_its_township(http, clerk, cases):
	own, foreign = cases
	made = upload(http(OTHER_CLERK), foreign, "材料.pdf", PDF + foreign.encode())
	assert made.ok, made.text[:300]
	row = made.json()["message"]
	assert row["is_private"] == 1 and row["file_url"].startswith("/private/files/")
	assert http(OTHER_CLERK).get(row["file_url"]).content.startswith(PDF)

	claim = {
		"file_name": "x.pdf",
		"file_url": row["file_url"],
		"attached_to_doctype": CASE,
		"attached_to_name": own,
	}
	attempts = [
		clerk.get(row["file_url"]),
		clerk.post("/api/resource/File", json=claim),
		clerk.delete(f"/api/resource/File/{row['name']}"),
		clerk.put(f"/api/resource/File/{row['name']}", json={"is_private": 0}),
		clerk.try_call("frappe.core.api.file.zip_files", files=[row["name"]]),
		upload(clerk, foreign, "x.pdf", PDF),
	]
	assert [answer.status_code for answer in attempts if answer.status_code not in (403, 417)] == []
	listed = clerk.call("frappe.client.get_list", doctype="File", filters={"name": row["name"]})
	assert listed == []
	assert http().get(row["file_url"]).status_code == 403


def test_own_file_cannot_be_pointed_at_another_one(http, clerk, cases):
	mine = upload(clerk, cases[0], "a.pdf", PDF + b"mine").json()["message"]["name"]
	theirs = upload(http(OTHER_CLERK), cases[1], "b.pdf", PDF + b"theirs").json()["message"]["file_url"]
	answer = clerk.put(f"/api/resource/File/{mine}", json={"file_url": theirs})
	assert answer.status_code in (403, 417)


def test_standard_fields_cannot_be_set_by_name(clerk, cases):
	for fieldname in ({"owner": "x"}, '{"docstatus": 1}', "owner", {"parent": "x"}):
		answer = clerk.try_call(
			"frappe.client.set_value", doctype=CASE, name=cases[0], fieldname=fieldname, value=None
		)
		assert answer.status_code in (403, 417)


def test_documents_with_scripts_are_the_managers(clerk):
	answer = clerk.post("/api/resource/Custom HTML Block", json={"name": "probe", "script": "alert(1)"})
	assert answer.status_code == 403


def test_tokens_of_people_are_refused(http, clerk):
	manager = http("Administrator")
	keys = manager.call("frappe.core.doctype.user.user.generate_keys", user=CLERK)
	key = manager.get(f"/api/resource/User/{CLERK}").json()["data"]["api_key"]
	headers = {"Authorization": f"token {key}:{keys['api_secret']}"}
	assert http().get("/api/method/frappe.auth.get_logged_user", headers=headers).status_code == 403


def test_errors_show_no_traceback_to_officers(clerk):
	answer = clerk.try_call("frappe.desk.form.load.getdoctype", doctype="No Such Type")
	assert answer.status_code >= 400
	assert "exc" not in answer.json() and "Traceback" not in answer.text


def test_the_desk_works(clerk, cases):
	own = cases[0]
	columns = [f"`tab{CASE}`.`name`", f"`tab{CASE}`.`workflow_state`", f"`tab{CASE}`.`_assign`"]
	calls = [
		("frappe.desk.desktop.get_workspace_sidebar_items", {}),
		("frappe.desk.form.load.getdoctype", {"doctype": CASE, "with_parent": 1}),
		("frappe.desk.form.load.getdoc", {"doctype": CASE, "name": own}),
		("frappe.desk.notifications.get_open_count", {"doctype": CASE, "name": own}),
		(
			"frappe.desk.reportview.get",
			{"doctype": CASE, "fields": columns, "order_by": f"`tab{CASE}`.`modified` desc"},
		),
		("frappe.desk.reportview.get_count", {"doctype": CASE, "filters": [], "distinct": "false"}),
		(
			"frappe.desk.listview.get_group_by_count",
			{"doctype": CASE, "current_filters": "[]", "field": "assigned_to"},
		),
		(
			"frappe.desk.listview.get_group_by_count",
			{"doctype": CASE, "current_filters": "[]", "field": "workflow_state"},
		),
		("frappe.desk.search.search_link", {"doctype": "Registry Household", "txt": ""}),
		(
			"frappe.desk.search.search_link",
			{"doctype": "User", "txt": "", "filters": {"enabled": 1, "user_type": "System User"}},
		),
		("frappe.desk.search.search_link", {"doctype": "DocType", "txt": "Assist"}),
		("frappe.model.workflow.get_transitions", {"doc": json.dumps({"doctype": CASE, "name": own})}),
		("frappe.model.utils.user_settings.get", {"doctype": CASE}),
		("frappe.utils.global_search.search", {"text": "x"}),
		("frappe.realtime.get_user_info", {}),
	]
	failed = {name: clerk.try_call(name, **values).status_code for name, values in calls}
	assert {name: status for name, status in failed.items() if status != 200} == {}
