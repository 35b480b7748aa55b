"""Messages about authorisations of families in payment that run out: without one no verification is allowed."""

from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import format_date

from social_assistance.constants import REVIEW_LEAD_DAYS, TOWNSHIP_CLERK
from social_assistance.engines.alerts import build_alert, send_alerts
from social_assistance.services.registry.divisions import is_within


def tell_of_authorisations(today: date) -> int:
	"""Tell each township clerk once how many authorisations of families in payment run out, before they do."""
	consent, case = frappe.qb.DocType("Application Consent"), frappe.qb.DocType("Assistance Application")
	rows = (
		frappe.qb.from_(consent)
		.join(case)
		.on(case.name == consent.parent)
		.where(
			(consent.valid_until >= today) & (consent.valid_until <= today + timedelta(days=REVIEW_LEAD_DAYS))
		)
		.where(case.case_status == "In Payment")
		.select(case.name, case.township, consent.valid_until, consent.person_name)
		.run(as_dict=True)
	)
	clerks = _clerks({row.township for row in rows if row.township})
	messages = [
		build_alert(
			user,
			"Assistance Application",
			row.name,
			_("The authorisation of {0} ends on {1}.", language).format(
				row.person_name, format_date(row.valid_until)
			),
		)
		for row in rows
		for user, language in clerks.get(row.township, ())
	]
	return send_alerts(messages)


def _clerks(townships: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
	"""Account and language of the clerks of each township."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	grant = frappe.qb.DocType("User Permission")
	rows = (
		frappe.qb.from_(role)
		.join(user)
		.on((user.name == role.parent) & (role.parenttype == "User"))
		.join(grant)
		.on((grant.user == user.name) & (grant.allow == "Administrative Division"))
		.where((role.role == TOWNSHIP_CLERK) & (user.enabled == 1))
		.select(user.name, user.language, grant.for_value)
		.run(as_dict=True)
	)
	return {
		township: [
			(row.name, row.language or frappe.local.lang)
			for row in rows
			if is_within(township, row.for_value)
		]
		for township in townships
	}
