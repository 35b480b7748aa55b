"""Public page: whoever holds a donation receipt sees where the donation went, without any family in it."""

from typing import Any

import frappe
from frappe import _

from social_assistance.permissions.page_visits import count_visit, tell_of_limit
from social_assistance.services.charity import donation_trail

no_cache = 1
# The check code cannot be guessed; this keeps the page from being asked for number after number.
LIMIT, SECONDS = 30, 60 * 60


@tell_of_limit
def get_context(context: dict[str, Any]) -> None:
	"""Show the donation's way when number and check code belong together."""
	number, code = (str(frappe.form_dict.get(key) or "") for key in ("no", "code"))
	is_asked = bool(number and code)
	context.update({"title": _("Where Your Gift Went"), "number": number, "asked": is_asked, "no_index": 1})
	if is_asked:
		count_visit("gift", LIMIT, SECONDS)
		context["trail"] = donation_trail.get_donation_trail(number, code)
