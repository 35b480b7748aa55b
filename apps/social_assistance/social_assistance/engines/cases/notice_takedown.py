"""Take notices down the day after their period, or when a published case has ended."""

from datetime import date

import frappe
from frappe.query_builder import DocType

# A result stays posted while the benefit runs (民发〔2021〕57号 art. 24: 长期公示).
RUNNING = ("Open", "Confirmed", "In Payment")


def take_down_expired_notices(today: date) -> int:
	"""Mark every notice whose time is over as taken down today; returns how many. Repeating it changes nothing."""
	notice, case = DocType("Public Notice"), DocType("Assistance Application")
	due = (
		frappe.qb.from_(notice)
		.join(case)
		.on(case.name == notice.application)
		.select(notice.name)
		.where(notice.taken_down_on.isnull())
		.where(
			(notice.takes_down_on <= today)
			| ((notice.notice_kind == "Result") & case.case_status.notin(RUNNING))
		)
		.run(pluck=True)
	)
	if due:
		(
			frappe.qb.update(notice)
			.set(notice.taken_down_on, today)
			.set(notice.modified, frappe.utils.now())
			.set(notice.modified_by, frappe.session.user)
			.where(notice.name.isin(due))
			.run()
		)
	return len(due)
