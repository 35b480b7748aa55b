"""People under protection: who is published by number and count alone, and for which reason of the policy.

民发〔2021〕57号 art. 24: what has nothing to do with the matter is not made public. Minors are protected by their age; others by
a mark, whose reasons are data of the dated policy.
"""

from collections.abc import Collection
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.services import clock
from social_assistance.services.policy import in_force
from social_assistance.services.registry.exceptions import ProtectionMarkError

DOCTYPE = "Protection Mark"


def follow(mark: Document) -> None:
	"""Take the place from the person or the case, and who marked when."""
	if bool(mark.protected_person) == bool(mark.application):
		frappe.throw(_("Choose either a person or an application."), ProtectionMarkError)
	mark.division = division_of(mark.protected_person, mark.application)
	if mark.is_new():
		mark.update({"marked_by": frappe.session.user, "marked_on": clock.now()})


def check_mark(mark: Document) -> None:
	"""Refuse a reason that the policy of the day does not name, and an end before the beginning."""
	if mark.valid_until and getdate(mark.valid_until) < getdate(mark.valid_from):
		frappe.throw(_("Protected Until lies before Protected From."), ProtectionMarkError)
	kinds = kinds_of_policy(mark.division, getdate(mark.valid_from))
	if mark.is_new() and mark.protection_kind not in kinds:
		frappe.throw(
			_("Reason for Protection: the policy names {0}.").format(", ".join(_(kind) for kind in kinds)),
			ProtectionMarkError,
		)


def division_of(person: str | None, application: str | None) -> str:
	"""The village of the person, or of the case."""
	place = ("Registry Person", person) if person else ("Assistance Application", application)
	return str(frappe.db.get_value(*place, "division") or "")


def kinds_of_policy(division: str, on: date) -> tuple[str, ...]:
	"""Reasons for protection that the policy in force names."""
	version = in_force.get_policy_in_force(division, on)
	return in_force.get_policy_parameters(version).administration.protected_kinds


def kinds_in_force(people: Collection[str], application: str, on: date) -> set[str]:
	"""Reasons for which one of the people, or the case as a whole, is marked on a day."""
	mark = frappe.qb.DocType(DOCTYPE)
	rows = (
		frappe.qb.from_(mark)
		.select(mark.protection_kind)
		.distinct()
		.where(mark.protected_person.isin(list(people) or [""]) | (mark.application == application))
		.where(mark.valid_from <= on)
		.where(mark.valid_until.isnull() | (mark.valid_until >= on))
		.run()
	)
	return {str(row[0]) for row in rows}
