"""Public page of one running notice: what hangs on the board, and a form for whoever objects to it."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from social_assistance.permissions.exceptions import TooManyVisitsError
from social_assistance.permissions.page_visits import count_visit, tell_of_limit
from social_assistance.services import clock
from social_assistance.services.cases import notices, objections

no_cache = 1
# The address carries a key that cannot be guessed; the limits keep one line from flooding the office.
VIEWS, OBJECTIONS, SECONDS = 60, 5, 60 * 60
LONGEST = 1000


@tell_of_limit
def get_context(context: dict[str, Any]) -> None:
	"""Show the notice while it runs; after its end the page says no more than that."""
	key = str(frappe.form_dict.get("key") or "")
	context.update({"title": _("Public Notice"), "no_index": 1, "key": key, "grounds": _grounds()})
	count_visit("notice", VIEWS, SECONDS)
	notice = _running(key)
	if notice is None:
		return
	rows = notices.labelled(json.loads(notice.content or "{}"))
	context.update({"notice": notice, "rows": rows, "ends_on": formatdate(notice.ends_on)})
	if frappe.request and frappe.request.method == "POST":
		context.update(_answer(notice))


def _grounds() -> list[str]:
	"""Those that the office's own form offers."""
	return frappe.get_meta(objections.DOCTYPE).get_field("ground").options.split("\n")


def _running(key: str) -> Any:
	"""The notice of a key, None when there is none or its period is over."""
	name = frappe.db.get_value(notices.DOCTYPE, {"notice_key": key}) if key else None
	notice = frappe.get_doc(notices.DOCTYPE, name) if name else None
	if notice and notice.notice_kind == "Preliminary" and notice.posted_on <= clock.today() <= notice.ends_on:
		return notice
	return None


def _answer(notice: Any) -> dict[str, Any]:
	values = {
		name: str(frappe.form_dict.get(name) or "").strip() for name in ("name", "phone", "ground", "text")
	}
	if values["ground"] not in _grounds() or not values["text"] or len(values["text"]) > LONGEST:
		return {
			"problem": _("Choose a ground and say what you object to, in at most {0} characters.").format(
				LONGEST
			)
		}
	try:
		count_visit("notice objection", OBJECTIONS, SECONDS)
		return {"number": objections.file_objection_online(notice, values)}
	except TooManyVisitsError as refusal:
		return {"problem": str(refusal), "http_status_code": refusal.http_status_code}
	except frappe.ValidationError as refusal:
		frappe.clear_messages()
		return {"problem": str(refusal)}
