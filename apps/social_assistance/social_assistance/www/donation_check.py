"""Public page: whoever holds a donation receipt can check that it is genuine."""

from typing import Any

import frappe
from frappe import _

from social_assistance.permissions.page_visits import count_visit, tell_of_limit
from social_assistance.services.charity import receipts

no_cache = 1
# Guessing a check code of 64 bits is hopeless anyway; this keeps the page from being used to enumerate numbers.
LIMIT, SECONDS = 30, 60 * 60


@tell_of_limit
def get_context(context: dict[str, Any]) -> None:
	"""Show the receipt when number and check code belong together."""
	number, code = (str(frappe.form_dict.get(key) or "") for key in ("no", "code"))
	context.update(
		{
			"title": _("Check a Donation Receipt"),
			"number": number,
			"code": code,
			"asked": bool(number and code),
		}
	)
	if context["asked"]:
		count_visit("donation-check", LIMIT, SECONDS)
		context["receipt"] = receipts.get_receipt_facts(number, code)
