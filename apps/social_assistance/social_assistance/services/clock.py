"""The business date: what "today" means for due dates, decisions and months.

It is the site's own clock. On a demo or training site (`assist_demo` in its site config) a request may carry the header
`X-Assist-Business-Date`, so that a whole case can be walked through in minutes with the dates it would really have.
A production site has no such key and refuses the header (`permissions/gate.py`).
"""

from datetime import date, datetime, timedelta

import frappe
from frappe.utils import get_datetime, getdate, now_datetime

from social_assistance.permissions.gate import BUSINESS_DATE_HEADER

HEADER = BUSINESS_DATE_HEADER


def today() -> date:
	"""Business date in the site's time zone."""
	return now().date()


def now() -> datetime:
	"""Business moment: the business date with the real time of day."""
	moment = now_datetime()
	simulated = _simulated_date()
	return datetime.combine(simulated, moment.time()) if simulated else moment


def get_date_after(days: int) -> date:
	"""Business date `days` calendar days from today."""
	return today() + timedelta(days=days)


def _simulated_date() -> date | None:
	if not frappe.conf.get("assist_demo"):
		return None
	if frappe.flags.business_date:
		return getdate(frappe.flags.business_date)
	request = getattr(frappe.local, "request", None)
	text = request.headers.get(HEADER) if request else None
	return get_datetime(text).date() if text else None
