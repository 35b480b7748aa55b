"""Holiday calendars of the years that the chinesecalendar package knows, and the clock profiles of the law.

The national profiles hold from the start. Those of single provinces and districts come as drafts: a bureau there enters
its division and submits.
"""

import json
from pathlib import Path
from typing import Any

import frappe

from social_assistance.domain.clocks.work_calendar import get_published_years, list_published_rows
from social_assistance.services.clocks.holidays import CALENDAR, LABELS
from social_assistance.services.clocks.profiles import PROFILE

PROFILES = Path(__file__).parent / "data" / "clock_profiles.json"
# Cases reach back a few years; older years only make lists longer.
FIRST_YEAR = 2018
NOTICE = "国务院办公厅关于{0}年部分节假日安排的通知"
# The package names the festivals in English, the notices in Chinese.
NAMES = {
	"New Year's Day": "元旦",
	"Spring Festival": "春节",
	"Tomb-sweeping Day": "清明节",
	"Labour Day": "劳动节",
	"Dragon Boat Festival": "端午节",
	"Mid-autumn Festival": "中秋节",
	"National Day": "国庆节",
}


def seed_calendars() -> None:
	"""Insert the years that are missing; a year that the bureau has entered or corrected stays as it is."""
	present = set(frappe.get_all(CALENDAR, pluck="calendar_year"))
	for year in sorted(get_published_years() - present):
		if year >= FIRST_YEAR:
			_insert(year)


def _insert(year: int) -> None:
	days = [
		{"holiday_date": row.day, "day_name": NAMES.get(row.name, row.name), "day_kind": LABELS[row.kind]}
		for row in list_published_rows(year)
	]
	values = {"calendar_year": year, "citation": NOTICE.format(year), "days": days}
	calendar = frappe.get_doc({"doctype": CALENDAR, **values})
	calendar.insert(ignore_permissions=True)  # allow: PERM-ignore-permissions installation, no user involved


def seed_profiles() -> None:
	"""Insert the profiles on a site that has none; what a bureau changes or cancels does not come back."""
	if frappe.db.count(PROFILE):
		return
	for content in json.loads(PROFILES.read_text(encoding="utf-8"))["profiles"]:
		_insert_profile(dict(content))


def _insert_profile(content: dict[str, Any]) -> None:
	holds = content.pop("is_submitted")
	schemes = [{"scheme": scheme} for scheme in content.pop("schemes")]
	profile = frappe.get_doc({"doctype": PROFILE, **content, "schemes": schemes})
	profile.flags.ignore_permissions = True  # allow: PERM-ignore-permissions installation, no user involved
	profile.insert()
	if holds:
		profile.submit()
