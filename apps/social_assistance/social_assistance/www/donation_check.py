"""Public page: whoever holds a donation receipt can check that it is genuine."""

from typing import Any

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit

from social_assistance.services.charity import receipts

no_cache = 1
# Guessing a check code of 64 bits is hopeless anyway; this keeps the page from being used to enumerate numbers.
LIMIT, SECONDS = 30, 60 * 60


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
	context["receipt"] = _checked(no=number, code=code) if context["asked"] else None


@rate_limit(limit=LIMIT, seconds=SECONDS)
def _checked(no: str, code: str) -> dict[str, Any] | None:
	"""The parameters bear the names of the form's fields because the limiter of v15 hands those over."""
	return receipts.get_receipt_facts(no, code)
