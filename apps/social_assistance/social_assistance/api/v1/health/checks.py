"""What a monitor asks: whether the site is well, in one word."""

import frappe
from frappe.rate_limiter import rate_limit

from social_assistance.domain.health.signs import Level
from social_assistance.engines.health import inspection

UNAVAILABLE = 503
# From one address: a monitor asks each half minute at most.
LOOKS, SECONDS = 60, 60


@frappe.whitelist(allow_guest=True, methods=["GET"])
@rate_limit(limit=LOOKS, seconds=SECONDS)
def get_health() -> dict[str, str]:
	"""`good`, `warning` or `failure`, the last with status 503; what is wrong stands in the report alone.

	Permission: anybody; the answer names no person, no document and no part of the machine.
	"""
	level = inspection.get_level()
	if level is Level.FAILURE:
		frappe.local.response.http_status_code = UNAVAILABLE
	return {"status": level.name.lower()}
