"""What a monitor asks: whether the site is well, in one word."""

import frappe

from social_assistance.domain.health.signs import Level
from social_assistance.engines.health import inspection

UNAVAILABLE = 503


@frappe.whitelist(allow_guest=True, methods=["GET"])
def get_health() -> dict[str, str]:  # allow: API-guest-without-rate-limit one look in half a minute for all
	"""`good`, `warning` or `failure`, the last with status 503; what is wrong stands in the report alone.

	Permission: anybody; the answer names no person, no document and no part of the machine.
	"""
	level = inspection.get_level()
	if level is Level.FAILURE:
		frappe.local.response.http_status_code = UNAVAILABLE
	return {"status": level.name.lower()}
