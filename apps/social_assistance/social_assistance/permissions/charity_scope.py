"""What a charity partner's users see: their own donations and disbursements, and needs whose households consented.

One predicate serves the list filter and the document check of each DocType.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe.model.document import Document
from pypika import Table
from pypika.terms import Criterion, EmptyCriterion

from social_assistance.constants import CHARITY_PARTNER
from social_assistance.permissions import region_scope

NEED, CLAIM = "Charity Need", "Wish Claim"
NOTHING = "(1 = 0)"


def list_partners(user: str | None = None) -> list[str] | None:
	"""The enabled partners that a user works for; None for users who are not limited to a partner."""
	user = user or frappe.session.user
	if user == "Administrator" or CHARITY_PARTNER not in frappe.get_roles(user):
		return None
	partner, member = frappe.qb.DocType("Charity Partner"), frappe.qb.DocType("Charity Partner User")
	query = frappe.qb.from_(partner).join(member).on(member.parent == partner.name).select(partner.name)
	return [row[0] for row in query.where((member.user == user) & (partner.is_enabled == 1)).run()]


def filter_charity_partners(user: str | None = None) -> str:
	return _among("Charity Partner", "name", list_partners(user))


def staff_directory(user: str | None = None) -> str:
	"""List filter of User: partners see their own account and none of the staff."""
	user = user or frappe.session.user
	return "" if list_partners(user) is None else f"(`tabUser`.`name` = {frappe.db.escape(user)})"


def has_staff_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any
) -> bool:
	"""Document check of User, by the same rule."""
	user = user or frappe.session.user
	return list_partners(user) is None or doc.name == user


def filter_own_rows(doctype: str, user: str | None = None) -> str:
	"""List filter of what belongs to a partner: its users see their own, everybody else what the role lets see."""
	return _among(doctype, "charity_partner", list_partners(user))


def filter_own_or_local_rows(doctype: str, user: str | None = None) -> str:
	"""List filter of what a partner owns and an office sees by its divisions."""
	partners = list_partners(user)
	if partners is None:
		return region_scope.build_scope_condition(doctype, user)
	return _among(doctype, "charity_partner", partners)


def filter_charity_needs(user: str | None = None) -> str:
	"""List filter of Charity Need: partners see what is open to them or claimed by them, staff their divisions."""
	partners = list_partners(user)
	if partners is None:
		return region_scope.build_scope_condition(NEED, user)
	claimed = _among(CLAIM, "charity_partner", partners)
	own = f"select `open_claim_key` from `tab{CLAIM}` where `open_claim_key` is not null and {claimed}"  # noqa: S608 escaped names only
	return f"(`tab{NEED}`.`consent_given` = 1 and (`tab{NEED}`.`need_status` = 'Open' or `tab{NEED}`.`name` in ({own})))"


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any) -> bool:
	"""Document check of what belongs to a partner; a new one without a partner is judged when it is saved."""
	partners = list_partners(user)
	if partners is None:
		return True
	partner = doc.name if doc.doctype == "Charity Partner" else doc.get("charity_partner")
	if not partner and doc.is_new():
		return bool(partners)
	return partner in partners


def has_local_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any
) -> bool:
	"""Document check of what a partner owns and an office sees by its divisions: disbursements and claims."""
	if list_partners(user) is None:
		return region_scope.has_permission(doc, ptype, user)
	return has_permission(doc, ptype, user)


def has_need_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, **kwargs: Any
) -> bool:
	partners = list_partners(user)
	if partners is None:
		return region_scope.has_permission(doc, ptype, user)
	if not doc.get("consent_given"):
		return False
	claims = {"open_claim_key": doc.name, "charity_partner": ("in", partners)}
	return doc.get("need_status") == "Open" or bool(frappe.db.exists(CLAIM, claims))


def match_readable_rows(table: Table) -> Criterion:
	"""The same rule as a condition on `charity_partner` of a table, for reports."""
	partners = list_partners()
	return EmptyCriterion() if partners is None else table.charity_partner.isin(partners or [""])


def _among(doctype: str, column: str, partners: Iterable[str] | None) -> str:
	if partners is None:
		return ""
	names = ", ".join(frappe.db.escape(partner) for partner in partners)
	return f"(`tab{doctype}`.`{column}` in ({names}))" if names else NOTHING
