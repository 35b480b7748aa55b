"""Posted notices whose last day turns out to be a holiday: they hang until the next working day (Civil Code art. 203)."""

from datetime import date, timedelta
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import format_date, getdate

from social_assistance.domain.clocks.time_limits import compute_notice_period
from social_assistance.services import clock
from social_assistance.services.clocks.deadlines import get_work_calendar
from social_assistance.services.policy import in_force

NOTICE = "Public Notice"


class Longer(NamedTuple):
	"""A notice that hangs longer than its sheet said."""

	name: str
	application: str
	before: date
	after: date


def longer_notices() -> list[Longer]:
	"""Notices that run and end later by the calendar as it is now; one is never made shorter than it was posted."""
	case, notice = frappe.qb.DocType("Assistance Application"), frappe.qb.DocType(NOTICE)
	rows = (
		frappe.qb.from_(notice)
		.join(case)
		.on(case.name == notice.application)
		.where((notice.notice_kind == "Preliminary") & (notice.ends_on >= clock.today()))
		.where(notice.taken_down_on.isnull())
		.select(
			notice.name,
			notice.application,
			notice.posted_on,
			notice.ends_on,
			notice.division,
			case.policy_version,
		)
		.orderby(notice.name)
		.run(as_dict=True)
	)
	found = []
	for row in rows:
		posted, before = getdate(row.posted_on), getdate(row.ends_on)
		version = row.policy_version or in_force.get_policy_in_force(row.division, posted)
		rules = in_force.get_policy_parameters(version).administration
		after = compute_notice_period(
			posted, rules.notice_days, get_work_calendar(posted), rules.notice_closes_on_working_day
		).last_day
		if after > before:
			found.append(Longer(row.name, row.application, before, after))
	return found


def lengthen() -> list[Longer]:
	"""Give these notices their later end and say so on each; returns them."""
	found = longer_notices()
	for row in found:
		doc = frappe.get_doc(NOTICE, row.name)  # allow: PERF-read-in-loop a handful hang over a holiday
		doc.db_set(
			{"ends_on": row.after, "takes_down_on": row.after + timedelta(days=1)}
		)  # allow: PERF-write-in-loop a handful, each with its comment
		doc.add_comment(
			"Info",
			_("The notice runs until {0}, not {1}: the calendar of holidays was completed.").format(
				format_date(row.after), format_date(row.before)
			),
		)
	return found
