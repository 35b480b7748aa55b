"""Which policy holds where and when, and what it says."""

import json
from datetime import date
from decimal import Decimal
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Order
from frappe.utils import format_date
from frappe.utils.caching import site_cache

from social_assistance.domain.errors import ParameterError
from social_assistance.domain.policy.parameters import PolicyParameters
from social_assistance.domain.vocabulary import CareForm, Measure, ResidenceClass
from social_assistance.services import clock
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.policy.exceptions import PolicyExpiredError, PolicyNotFoundError


def get_policy_in_force(division: str, on: date) -> str:
	"""Name of the submitted version of the nearest division above (or at) the place; PolicyNotFoundError or PolicyExpiredError."""
	started = _versions_above(division, on)
	in_force = next((row for row in started if not row.effective_to or row.effective_to >= on), None)
	if not in_force:
		_refuse_none(division, on, started)
	return str(in_force.name)


def _refuse_none(division: str, on: date, started: list[frappe._dict]) -> NoReturn:
	if not started:
		frappe.throw(
			_("No policy version holds for {0} on {1}. Submit one for this division or one above it.").format(
				_division_title(division), format_date(on)
			),
			PolicyNotFoundError,
		)
	last = max(started, key=lambda row: row.effective_to)
	frappe.throw(
		_("Policy version {0} ended on {1}; none holds for {2} on {3}. Submit its successor.").format(
			last.name, format_date(last.effective_to), _division_title(division), format_date(on)
		),
		PolicyExpiredError,
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


def list_divisions_with_own_policy(division: str, on: date) -> list[str]:
	"""Titles of places below a division that have a version of their own in force."""
	return list(dict.fromkeys(str(row.division_name) for row in _places_with_own_policy(division, on)))


def list_places_with_own_policy(division: str, on: date) -> list[str]:
	"""Codes of places below a division that have a version of their own in force, the deepest first."""
	return list(dict.fromkeys(str(row.name) for row in _places_with_own_policy(division, on)))


def _places_with_own_policy(division: str, on: date) -> list[frappe._dict]:
	version = frappe.qb.DocType("Policy Version")
	place = frappe.qb.DocType("Administrative Division")
	above = frappe.qb.DocType("Administrative Division").as_("above")
	return (
		frappe.qb.from_(version)
		.join(place)
		.on(place.name == version.division)
		.join(above)
		.on((above.lft < place.lft) & (above.rgt > place.rgt))
		.select(place.name, place.division_name)
		.where((above.name == division) & (version.docstatus == 1) & (version.effective_from <= on))
		.where(version.effective_to.isnull() | (version.effective_to >= on))
		.orderby(place.lft, order=Order.desc)
		.run(as_dict=True)
	)


def _division_title(division: str) -> str:
	return str(frappe.db.get_value("Administrative Division", division, "division_name") or division)


def get_policy_parameters(policy_version: str) -> PolicyParameters:
	"""The rules of a version as compiled when it was saved; read once per process for each state of the record."""
	modified = frappe.db.get_value("Policy Version", policy_version, "modified")
	if not modified:
		frappe.throw(_("Policy version {0} does not exist.").format(policy_version), PolicyNotFoundError)
	return _read(policy_version, str(modified))


def get_case_policy(case: Document) -> PolicyParameters:
	"""The rules that a case follows: of its acceptance, before it of today."""
	return get_policy_parameters(case.policy_version or get_policy_in_force(case.division, clock.today()))


@site_cache(maxsize=64)
def _read(policy_version: str, modified: str) -> PolicyParameters:
	"""`modified` is part of the cache key: a changed record is read anew without any clearing."""
	row = frappe.db.get_value("Policy Version", policy_version, ["parameters", "effective_to"], as_dict=True)
	compiled = json.loads(row.parameters)
	# A successor ends this version without compiling it again.
	return PolicyParameters.from_dict({**compiled, "effective_to": row.effective_to})


def get_monthly_standard(
	policy_version: str, scheme: str, residence_class: str = "Any", care_form: str = ""
) -> Decimal:
	"""Monthly figure of the standard of a scheme in yuan; a unified (Any) row serves town and country alike."""
	rules = get_policy_parameters(policy_version)
	measure = Measure.DIBAO if scheme.startswith("DIBAO") else Measure(scheme)
	form = CareForm(care_form) if care_form else None
	try:
		return rules.standards.monthly(measure, ResidenceClass(residence_class), form)
	except ParameterError as error:
		throw_domain_error(error, "Standards", PolicyNotFoundError)
