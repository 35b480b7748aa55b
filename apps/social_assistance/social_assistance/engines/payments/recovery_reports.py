"""Sums of overpayment recoveries for the report, within the reader's scope."""

from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum

from social_assistance.domain.money import from_storage
from social_assistance.permissions.scope_criterion import match_scope

SUMS = ("overpaid_amount", "received_amount", "written_off_amount", "outstanding_amount")


def summarise_recoveries(first: date, last: date) -> list[dict[str, Any]]:
	"""By scheme and cause: recoveries decided in the span; overpaid, received, written off, outstanding."""
	recovery, place = frappe.qb.DocType("Overpayment Recovery"), frappe.qb.DocType("Administrative Division")
	rows = (
		frappe.qb.from_(recovery)
		.join(place)
		.on(place.name == recovery.division)
		.select(recovery.scheme, recovery.cause, Count("*").as_("recoveries"))
		.select(*(Sum(recovery[name]).as_(name) for name in SUMS))
		.where((recovery.recovery_status != "Draft") & recovery.decided_on[first:last])
		.where(match_scope(place))
		.groupby(recovery.scheme, recovery.cause)
		.orderby(recovery.scheme, recovery.cause)
		.run(as_dict=True)
	)
	return [dict(row) | {name: from_storage(row[name]) for name in SUMS} for row in rows]
