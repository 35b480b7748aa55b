"""Which policy holds where and when, and what it says."""

from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.query_builder import Order
from frappe.utils import format_date
from frappe.utils.caching import site_cache

from social_assistance.domain.money import from_storage, to_fen
from social_assistance.domain.policy import PolicyParameters
from social_assistance.exceptions import PolicyExpired, PolicyNotFound
from social_assistance.services import policy_form

_ANY = "Any"


def policy_in_force(division: str, on: date) -> str:
	"""Name of the submitted version of the nearest division above (or at) the place; PolicyNotFound or PolicyExpired."""
	started = _versions_above(division, on)
	in_force = next((row for row in started if not row.effective_to or row.effective_to >= on), None)
	if in_force:
		return str(in_force.name)
	if not started:
		frappe.throw(
			_("No policy version holds for {0} on {1}. Submit one for this division or one above it.").format(
				_division_title(division), format_date(on)
			),
			PolicyNotFound,
		)
	last = max(started, key=lambda row: row.effective_to)
	frappe.throw(
		_("Policy version {0} ended on {1}; none holds for {2} on {3}. Submit its successor.").format(
			last.name, format_date(last.effective_to), _division_title(division), format_date(on)
		),
		PolicyExpired,
	)


def _versions_above(division: str, on: date) -> list[frappe._dict]:
	"""Submitted versions that had started by the day, the nearest division first, then the latest start."""
	version = frappe.qb.DocType("Policy Version")
	place = frappe.qb.DocType("Administrative Division")
	owner = frappe.qb.DocType("Administrative Division").as_("owner_division")
	return (
		frappe.qb.from_(version)
		.join(owner)
		.on(owner.name == version.division)
		.join(place)
		.on((owner.lft <= place.lft) & (owner.rgt >= place.rgt))
		.select(version.name, version.effective_to)
		.where((place.name == division) & (version.docstatus == 1) & (version.effective_from <= on))
		.orderby(owner.lft, order=Order.desc)
		.orderby(version.effective_from, order=Order.desc)
		.run(as_dict=True)
	)


def _division_title(division: str) -> str:
	return str(frappe.db.get_value("Administrative Division", division, "division_name") or division)


def parameters(policy_version: str) -> PolicyParameters:
	"""The compiled rules of a version; compiled once per process for each state of the record."""
	modified = frappe.db.get_value("Policy Version", policy_version, "modified")
	if not modified:
		frappe.throw(_("Policy version {0} does not exist.").format(policy_version), PolicyNotFound)
	return _compiled(policy_version, str(modified))


@site_cache(maxsize=64)
def _compiled(policy_version: str, modified: str) -> PolicyParameters:
	"""`modified` is part of the cache key: a changed record is compiled anew without any clearing."""
	return policy_form.compile_version(frappe.get_doc("Policy Version", policy_version))


def standard(policy_version: str, scheme: str, residence_class: str = _ANY, care_form: str = "") -> Decimal:
	"""Monthly amount of the standard of a scheme in yuan; a unified (Any) row serves town and country alike."""
	row = frappe.qb.DocType("Benefit Standard")
	rows = (
		frappe.qb.from_(row)
		.select(row.residence_class, row.care_form, row.amount, row.period)
		.where((row.parent == policy_version) & (row.parenttype == "Policy Version") & (row.scheme == scheme))
		.run(as_dict=True)
	)
	fitting = [
		r
		for r in rows
		if r.residence_class in (residence_class, _ANY) and (r.care_form or "") in (care_form, "")
	]
	if not fitting:
		frappe.throw(
			_("Policy version {0} sets no standard for {1} ({2}).").format(policy_version, scheme, _(residence_class)),
			PolicyNotFound,
		)
	exact = max(fitting, key=lambda r: (r.residence_class != _ANY, bool(r.care_form)))
	amount = from_storage(exact.amount)
	return to_fen(amount / 12) if exact.period == "Year" else amount
