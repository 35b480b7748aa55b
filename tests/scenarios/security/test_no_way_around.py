"""One table: who × which document × by which door × inside, outside or beside the own area.

Every door of the framework is tried with a real document. A door may refuse or stay silent; it may not show, and nothing
may change. The officer of the own township is the control: what is tried does work where it is meant to.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

CLERK = "clerk.daying@social.localhost"
OTHER_CLERK = "clerk.hedong@social.localhost"
PDF = b"%PDF-1.4 probe"
DOCUMENTS = (
	"Registry Person",
	"Registry Household",
	"Assistance Application",
	"Application Step",
	"Benefit Award",
	"Review Task",
)
AMOUNTS = {
	"Assistance Application": {"decided_amount": 9999, "proposed_amount": 9999},
	"Benefit Award": {"monthly_amount": 9999},
	"Review Task": {"amount_after": 9999, "overpaid_amount": 0.01},
}
STATES = {
	"Assistance Application": {"workflow_state": "Closed", "case_status": "Closed"},
	"Benefit Award": {"award_status": "Stopped"},
	"Review Task": {"review_status": "Decided"},
}
Door = Callable[[Any, str, str], requests.Response]


def _list(doctype: str, name: str) -> dict[str, Any]:
	return {"doctype": doctype, "filters": [[doctype, "name", "=", name]], "fields": ["name"]}


# Doors that show: the answer of a permitted reader contains the name.
READS: dict[str, Door] = {
	"REST": lambda p, d, n: p.get(f"/api/resource/{d}/{n}"),
	"REST list": lambda p, d, n: p.get(
		f"/api/resource/{d}", params={"filters": json.dumps([["name", "=", n]])}
	),
	"client.get": lambda p, d, n: p.try_call("frappe.client.get", doctype=d, name=n),
	"client.get_value": lambda p, d, n: p.try_call(
		"frappe.client.get_value", doctype=d, fieldname=["name"], filters={"name": n}
	),
	"client.get_list": lambda p, d, n: p.try_call("frappe.client.get_list", **_list(d, n)),
	"form": lambda p, d, n: p.try_call("frappe.desk.form.load.getdoc", doctype=d, name=n),
	"list view": lambda p, d, n: p.try_call("frappe.desk.reportview.get", **_list(d, n)),
	"report view": lambda p, d, n: p.try_call(
		"frappe.desk.reportview.get", **_list(d, n), view="Report", with_comment_count=1
	),
}
# Doors that a permitted reader may find closed or empty too; for everybody else they must be.
SIDE_DOORS: dict[str, Door] = {
	"REST v2": lambda p, d, n: p.get(f"/api/v2/document/{d}/{n}"),
	"link search": lambda p, d, n: p.try_call("frappe.desk.search.search_link", doctype=d, txt=n),
	"link check": lambda p, d, n: p.try_call(
		"frappe.client.validate_link", doctype=d, docname=n, fields=["name", "owner"]
	),
	"link title": lambda p, d, n: p.try_call("frappe.desk.search.get_link_title", doctype=d, docname=n),
	"global search": lambda p, d, n: p.try_call("frappe.utils.global_search.search", text=n, doctype=d),
	"export": lambda p, d, n: p.try_call(
		"frappe.desk.reportview.export_query", **_list(d, n), file_format_type="CSV", title="x"
	),
	"print": lambda p, d, n: p.try_call("frappe.www.printview.get_html_and_style", doc=d, name=n),
	"PDF": lambda p, d, n: p.get(
		"/api/method/frappe.utils.print_format.download_pdf", params={"doctype": d, "name": n}
	),
	"timeline": lambda p, d, n: p.try_call("frappe.desk.form.load.get_docinfo", doctype=d, name=n),
	"versions": lambda p, d, n: p.try_call(
		"frappe.client.get_list", doctype="Version", filters={"docname": n}, fields=["docname", "data"]
	),
	"comments": lambda p, d, n: p.try_call(
		"frappe.client.get_list",
		doctype="Comment",
		filters={"reference_name": n},
		fields=["reference_name", "content"],
	),
	"files": lambda p, d, n: p.try_call(
		"frappe.client.get_list",
		doctype="File",
		filters={"attached_to_name": n},
		fields=["attached_to_name", "file_url"],
	),
	"connections": lambda p, d, n: p.try_call("frappe.desk.form.linked_with.get", doctype=d, docname=n),
	"open count": lambda p, d, n: p.try_call("frappe.desk.notifications.get_open_count", doctype=d, name=n),
	"group by": lambda p, d, n: p.try_call(
		"frappe.desk.listview.get_group_by_count",
		doctype=d,
		current_filters=json.dumps([[d, "name", "=", n]]),
		field="owner",
	),
}


def _changed(person: Any, doctype: str, name: str, values: dict[str, Any]) -> str:
	"""The document as a forger would send it: what can be read of it, and the wanted values."""
	read = person.try_call("frappe.client.get", doctype=doctype, name=name)
	known = read.json()["message"] if read.ok else {"doctype": doctype, "name": name}
	return json.dumps({**known, **values})


def _wanted(doctype: str) -> list[dict[str, Any]]:
	"""State, owner, docstatus and amounts, one after the other."""
	found = [{"owner": CLERK}, {"docstatus": 1}, STATES.get(doctype), AMOUNTS.get(doctype)]
	return [values for values in found if values]


# Doors that change; each is tried with every set of wanted values.
WRITES: dict[str, Callable[[Any, str, str, dict[str, Any]], requests.Response]] = {
	"REST PUT": lambda p, d, n, v: p.put(f"/api/resource/{d}/{n}", json=v),
	"REST v2 PATCH": lambda p, d, n, v: p.patch(f"/api/v2/document/{d}/{n}", json=v),
	"client.set_value": lambda p, d, n, v: p.try_call(
		"frappe.client.set_value", doctype=d, name=n, fieldname=v
	),
	"client.save": lambda p, d, n, v: p.try_call("frappe.client.save", doc=_changed(p, d, n, v)),
	"client.submit": lambda p, d, n, v: p.try_call("frappe.client.submit", doc=_changed(p, d, n, v)),
	"client.cancel": lambda p, d, n, v: p.try_call("frappe.client.cancel", doctype=d, name=n),
	"form save": lambda p, d, n, v: p.try_call(
		"frappe.desk.form.save.savedocs", doc=_changed(p, d, n, v), action="Save"
	),
	"form submit": lambda p, d, n, v: p.try_call(
		"frappe.desk.form.save.savedocs", doc=_changed(p, d, n, v), action="Submit"
	),
	"bulk update": lambda p, d, n, v: p.try_call(
		"frappe.client.bulk_update", docs=json.dumps([{"doctype": d, "docname": n, **v}])
	),
	"bulk edit": lambda p, d, n, v: p.try_call(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype=d,
		docnames=json.dumps([n]),
		action="update",
		data=json.dumps(v),
	),
	"workflow": lambda p, d, n, v: p.try_call(
		"frappe.model.workflow.apply_workflow", doc=_changed(p, d, n, v), action="Close Case"
	),
	"bulk workflow": lambda p, d, n, v: p.try_call(
		"frappe.model.workflow.bulk_workflow_approval",
		docnames=json.dumps([n]),
		doctype=d,
		action="Close Case",
	),
	"delete": lambda p, d, n, v: p.delete(f"/api/resource/{d}/{n}"),
	"client.delete": lambda p, d, n, v: p.try_call("frappe.client.delete", doctype=d, name=n),
	"bulk delete": lambda p, d, n, v: p.try_call(
		"frappe.desk.reportview.delete_items", doctype=d, items=json.dumps([n])
	),
	"rename": lambda p, d, n, v: p.try_call(
		"frappe.model.rename_doc.update_document_title", doctype=d, docname=n, name=f"{n}-x"
	),
}
# Doors that pull another person towards a document; for those who may not see it they are closed.
PULLS: dict[str, Door] = {
	"assign": lambda p, d, n: p.try_call(
		"frappe.desk.form.assign_to.add", doctype=d, name=n, assign_to=[CLERK]
	),
	"to-do": lambda p, d, n: p.post(
		"/api/resource/ToDo",
		json={"allocated_to": CLERK, "reference_type": d, "reference_name": n, "description": "x"},
	),
	"share": lambda p, d, n: p.try_call(
		"frappe.share.add", doctype=d, name=n, user=CLERK, read=1, write=1, share=1
	),
	"share record": lambda p, d, n: p.post(
		"/api/resource/DocShare",
		json={"share_doctype": d, "share_name": n, "user": CLERK, "read": 1, "write": 1},
	),
	"e-mail": lambda p, d, n: p.try_call(
		"frappe.core.doctype.communication.email.make",
		doctype=d,
		name=n,
		recipients="outside@example.invalid",
		subject="x",
		content="x",
		send_email=0,
		print_html="1",
	),
	"comment": lambda p, d, n: p.try_call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype=d,
		reference_name=n,
		content="x",
		comment_email=p.user,
		comment_by=p.user,
	),
	"tag": lambda p, d, n: p.try_call("frappe.desk.doctype.tag.tag.add_tag", tag="x", dt=d, dn=n),
	"like": lambda p, d, n: p.try_call("frappe.desk.like.toggle_like", doctype=d, name=n, add="Yes"),
	"follow": lambda p, d, n: p.try_call(
		"frappe.desk.form.document_follow.follow_document", doctype=d, doc_name=n, user=p.user
	),
	"upload": lambda p, d, n: p.post(
		"/api/method/upload_file",
		files={"file": ("x.pdf", PDF)},
		data={"doctype": d, "docname": n, "is_private": "1"},
	),
}


@pytest.fixture(scope="module")
def area(http) -> Callable[[str], str]:
	"""First nine digits of the township that an officer works in."""
	manager = http("Administrator")

	def prefix(user: str) -> str:
		rows = manager.call(
			"frappe.client.get_list",
			doctype="User Permission",
			filters={"user": user, "allow": "Administrative Division"},
			fields=["for_value"],
		)
		return str(rows[0]["for_value"])[:9]

	return prefix


@pytest.fixture(scope="module")
def one_of(http, area) -> Callable[[str, str], str]:
	"""A document of the type in the township of an officer; made where the demo district has none."""
	manager, known = http("Administrator"), {}

	def find(doctype: str, user: str) -> str:
		if (doctype, user) not in known:
			filters = {"division": ["like", f"{area(user)}%"]}
			if not _first(manager, doctype, filters):
				_make(http, doctype, user, manager, filters)
			known[doctype, user] = _first(manager, doctype, filters)
		assert known[doctype, user], f"no {doctype} in the area of {user}"
		return known[doctype, user]

	return find


def _first(manager: Any, doctype: str, filters: dict[str, Any]) -> str:
	rows = manager.call("frappe.client.get_list", doctype=doctype, filters=filters, limit_page_length=1)
	return rows[0]["name"] if rows else ""


def _make(http: Any, doctype: str, user: str, manager: Any, filters: dict[str, Any]) -> None:
	"""Cases by the village assistant of the area, reviews by its clerk; a case brings its first step with it."""
	if doctype == "Review Task":
		awards = manager.call(
			"frappe.client.get_list",
			doctype="Benefit Award",
			filters={**filters, "award_status": "Active"},
			limit_page_length=1,
		)
		made = http(user).post(
			"/api/resource/Review Task", json={"award": awards[0]["name"], "review_cause": "Other"}
		)
		assert made.ok, made.text[:500]
		return
	from test_officers import open_case

	open_case(http(user.replace("clerk.", "assistant.")))


def stored(http: Any, doctype: str, name: str) -> dict[str, Any]:
	"""The row as it is kept, and everything that points at it."""
	manager = http("Administrator")
	row = manager.call("frappe.client.get", doctype=doctype, name=name)
	around = {
		kind: manager.call("frappe.client.get_count", doctype=kind, filters=filters)
		for kind, filters in (
			("DocShare", {"share_doctype": doctype, "share_name": name}),
			("ToDo", {"reference_type": doctype, "reference_name": name}),
			("Comment", {"reference_doctype": doctype, "reference_name": name, "comment_type": "Comment"}),
			("Communication", {"reference_doctype": doctype, "reference_name": name}),
			("File", {"attached_to_doctype": doctype, "attached_to_name": name}),
		)
	}
	return {**row, **around}


def shows(answer: requests.Response, name: str) -> bool:
	"""Whether a permitted answer carries the document's name, in words or in the bytes of a PDF."""
	return answer.ok and (name in answer.text or answer.content.startswith(b"%PDF"))


def echoes(enter: Door, person: Any, doctype: str, name: str) -> bool:
	"""Whether the answer is the name that was asked for and nothing else: no title, no value of the document."""
	return enter(person, doctype, name).json().get("message") == name


@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_inside_the_area_every_reading_door_opens(http, one_of, doctype):
	name, clerk = one_of(doctype, CLERK), http(CLERK)
	closed = [door for door, enter in READS.items() if not shows(enter(clerk, doctype, name), name)]
	assert closed == []


@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_outside_the_area_no_door_shows_anything(http, one_of, doctype):
	name, clerk = one_of(doctype, OTHER_CLERK), http(CLERK)
	open_doors = [
		door
		for door, enter in {**READS, **SIDE_DOORS}.items()
		if shows(enter(clerk, doctype, name), name) and not echoes(enter, clerk, doctype, name)
	]
	assert open_doors == []
	counted = clerk.try_call("frappe.client.get_count", doctype=doctype, filters={"name": name})
	assert not counted.ok or counted.json()["message"] == 0


@pytest.mark.parametrize("doctype", DOCUMENTS)
@pytest.mark.parametrize("place", ["inside", "outside"])
def test_nobody_changes_state_owner_docstatus_or_amounts(http, one_of, doctype, place):
	name, clerk = one_of(doctype, CLERK if place == "inside" else OTHER_CLERK), http(CLERK)
	before = stored(http, doctype, name)
	for values in _wanted(doctype):
		tried = [door for door, enter in WRITES.items() if enter(clerk, doctype, name, values).ok]
		after = stored(http, doctype, name)
		changed = {key for key in {*values, "docstatus", "name"} if after.get(key) != before.get(key)}
		assert not changed, f"{changed} by one of {tried}"


@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_outside_the_area_nothing_is_written_at_all(http, one_of, doctype):
	name, clerk = one_of(doctype, OTHER_CLERK), http(CLERK)
	before = stored(http, doctype, name)
	passed = [door for door, enter in PULLS.items() if enter(clerk, doctype, name).ok]
	assert passed == []
	assert stored(http, doctype, name) == before


@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_auditors_read_everything_and_change_nothing(http, one_of, auditor, doctype):
	name, reader = one_of(doctype, CLERK), http(auditor)
	before = stored(http, doctype, name)
	closed = [door for door, enter in READS.items() if not shows(enter(reader, doctype, name), name)]
	assert closed == []
	values = _wanted(doctype)[0]
	for enter in WRITES.values():
		enter(reader, doctype, name, values)
	assert stored(http, doctype, name) == before


@pytest.mark.parametrize("doctype", DOCUMENTS)
def test_guests_see_and_change_nothing(http, one_of, doctype):
	name, guest = one_of(doctype, CLERK), http()
	before = stored(http, doctype, name)
	doors = {**READS, **SIDE_DOORS, **PULLS}
	assert [door for door, enter in doors.items() if enter(guest, doctype, name).ok] == []
	for door, enter in WRITES.items():
		assert not enter(guest, doctype, name, {"owner": "Guest"}).ok, door
	assert stored(http, doctype, name) == before


@pytest.fixture(scope="module")
def auditor(http) -> str:
	"""An account with the auditor's role and nothing else."""
	rows = http("Administrator").call(
		"frappe.client.get_list",
		doctype="User",
		filters=[["Has Role", "role", "=", "Auditor"], ["User", "name", "like", "%@social.localhost"]],
		fields=["name"],
		limit_page_length=1,
	)
	return str(rows[0]["name"])
