"""Public page: open micro wishes, by township and kind, and how an organisation comes to fulfil one."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from social_assistance.permissions.page_visits import count_visit, tell_of_limit
from social_assistance.services.charity import public_wishes

no_cache = 1
# Many visitors share the line of an office; this only keeps a program from asking without end.
LIMIT, SECONDS = 600, 60 * 60


@tell_of_limit
def get_context(context: dict[str, Any]) -> None:
	"""Wishes that may be shown, a page at a time, and the bureau's phone."""
	township, kind = (str(frappe.form_dict.get(key) or "") for key in ("township", "kind"))
	settings = frappe.get_cached_doc("Assistance Settings")
	context.update({"title": _("Micro Wishes"), "township": township, "kind": kind})
	context.update({"bureau": settings.bureau_name, "phone": settings.bureau_phone})
	context["claim_days"] = settings.wish_claim_days
	count_visit("wishes", LIMIT, SECONDS)
	context["found"] = public_wishes.get_wish_page(township, kind, cint(frappe.form_dict.get("page")))
