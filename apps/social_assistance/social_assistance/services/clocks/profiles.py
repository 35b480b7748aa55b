"""Clock profiles: which one a case follows, and what it says about limits, pauses and extensions."""

import re
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Order
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate

from social_assistance.domain.clocks.pauses_and_extensions import ClockRules, ExtensionRule, PauseRule
from social_assistance.domain.errors import ClockError
from social_assistance.services.clocks.deadlines import AMBER_SHARE, UNITS, LimitTerm
from social_assistance.services.clocks.exceptions import ClockProfileError
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.procedure.templates import get_step_row

PROFILE = "Clock Profile"
_OPEN_END = "9999-12-31"


def find_clock_profile(scheme: str, division: str, authority: str, on: date) -> str | None:
	"""The profile of the nearest division above (or at) the place, one for the scheme before one for all schemes."""
	schemes = _schemes_by_profile()
	fitting = [
		row
		for row in _profiles_above(division, on)
		if scheme in schemes.get(row.name, {scheme}) and row.decision_authority in ("", authority)
	]
	best = min(fitting, key=lambda row: _rank(row, scheme in schemes.get(row.name, ())), default=None)
	return str(best.name) if best else None


def _rank(row: frappe._dict, names_scheme: bool) -> tuple:
	"""Nearest division first, then the scheme's own, then the authority's own, then the latest."""
	start = getdate(row.effective_from)
	return (-row.depth, not names_scheme, not row.decision_authority, -start.toordinal())


def _profiles_above(division: str, on: date) -> list[frappe._dict]:
	profile = frappe.qb.DocType(PROFILE)
	place = frappe.qb.DocType("Administrative Division")
	owner = frappe.qb.DocType("Administrative Division").as_("owner_division")
	return (
		frappe.qb.from_(profile)
		.left_join(owner)
		.on(owner.name == profile.division)
		.join(place)
		.on(owner.name.isnull() | ((owner.lft <= place.lft) & (owner.rgt >= place.rgt)))
		.where((place.name == division) & (profile.docstatus == 1) & (profile.effective_from <= on))
		.where(profile.effective_to.isnull() | (profile.effective_to >= on))
		.select(
			profile.name,
			profile.effective_from,
			Coalesce(profile.decision_authority, "").as_("decision_authority"),
			Coalesce(owner.lft, 0).as_("depth"),
		)
		.orderby(profile.name, order=Order.asc)
		.run(as_dict=True)
	)


def _schemes_by_profile() -> dict[str, set[str]]:
	found: dict[str, set[str]] = {}
	for row in frappe.get_all("Clock Profile Scheme", fields=["parent", "scheme"], limit_page_length=0):
		found.setdefault(row.parent, set()).add(row.scheme)
	return found


def get_step_limit(case: Document, step: str) -> LimitTerm:
	"""The limit of a step: of the case's profile where it names the step, else of its process template."""
	if case.clock_profile:
		for row in frappe.get_cached_doc(PROFILE, case.clock_profile).steps:
			if row.step_code == step:
				return LimitTerm(row.limit_value, row.limit_unit, row.limit_from, row.limit_to == "Begin")
	row = get_step_row(case.process_template, step)
	return LimitTerm(row.limit_value or 0, row.limit_unit or "", row.limit_from or "")


def list_steps_counted_in_days() -> list[str]:
	"""Codes of the steps that some template or some profile limits by days, which a calendar of holidays moves."""
	in_days = {"limit_unit": ("in", list(UNITS))}
	by_template = frappe.get_all("Process Template Step", in_days, pluck="step_code")
	by_profile = frappe.get_all("Clock Profile Step", in_days, pluck="step_code")
	return sorted({*by_template, *by_profile})


def get_total_limit(case: Document) -> LimitTerm:
	"""The limit from acceptance to the decision; without a profile the one of the template's decision step."""
	if not case.clock_profile:
		return get_step_limit(case, "DECIDE")
	profile = frappe.get_cached_doc(PROFILE, case.clock_profile)
	return LimitTerm(profile.total_limit or 0, profile.total_unit, "Accepted")


def get_amber_share(case: Document) -> Decimal:
	"""Share of a limit after which a step is due soon."""
	if not case.clock_profile:
		return AMBER_SHARE
	return Decimal(str(frappe.get_cached_doc(PROFILE, case.clock_profile).amber_share or 100)) / 100


def is_notice_counted(case: Document) -> bool:
	"""Whether the days of the public notice belong to the limit."""
	return not case.clock_profile or bool(frappe.get_cached_doc(PROFILE, case.clock_profile).notice_counted)


def get_clock_rules(case: Document) -> ClockRules:
	"""Pauses and extensions that the case's profile allows; a case without a profile has none."""
	if not case.clock_profile:
		return ClockRules("-")
	return read_clock_rules(frappe.get_cached_doc(PROFILE, case.clock_profile))


def read_clock_rules(profile: Document) -> ClockRules:
	"""The rules written in a profile; ClockProfileError when they contradict each other."""
	try:
		return ClockRules(
			profile=profile.profile_title,
			total=profile.total_limit or 0,
			extended_total=profile.extended_limit or 0,
			max_extensions=profile.max_extensions or 0,
			pauses=tuple(
				PauseRule(row.reason_code, _codes(row.step_codes), row.max_days or 0)
				for row in profile.pauses
			),
			extensions=tuple(ExtensionRule(row.reason_code, row.granted_by) for row in profile.extensions),
		)
	except ClockError as error:
		throw_domain_error(error, "Extended Total Limit", ClockProfileError)


def check_clock_profile(profile: Document) -> None:
	"""What must be true of a profile: some limit, dates in order, no step or reason twice, known steps."""
	read_clock_rules(profile)
	if not profile.total_limit and not profile.steps:
		frappe.throw(_("Enter a total limit or the limits of steps."), ClockProfileError)
	if profile.effective_to and getdate(profile.effective_to) < getdate(profile.effective_from):
		frappe.throw(_("Effective To lies before Effective From."), ClockProfileError)
	known = set(frappe.get_all("Process Template Step", pluck="step_code", distinct=True))
	for table, field in (("steps", "step_code"), ("pauses", "reason_code"), ("extensions", "reason_code")):
		_check_rows(profile, table, field, known)


def _check_rows(profile: Document, table: str, field: str, known: set[str]) -> None:
	seen: set[str] = set()
	for row in profile.get(table):
		steps = [row.step_code] if table == "steps" else _codes(row.get("step_codes"))
		for code in steps:
			if code not in known:
				message = _("Row {0} of {1}: no process template has a step {2}.")
				label = _(profile.meta.get_label(table))
				frappe.throw(message.format(row.idx, label, code), ClockProfileError)
		if row.get(field) in seen:
			message = _("Row {0} of {1}: {2} is listed already.")
			label = _(profile.meta.get_label(table))
			frappe.throw(message.format(row.idx, label, row.get(field)), ClockProfileError)
		seen.add(row.get(field))


def check_profile_overlap(profile: Document) -> None:
	"""Two profiles for the same place, authority and scheme on one day would leave the due date to chance."""
	own = {row.scheme for row in profile.schemes}
	others = frappe.get_all(
		PROFILE,
		filters={
			"docstatus": 1,
			"name": ("!=", profile.name),
			"effective_from": ("<=", profile.effective_to or _OPEN_END),
		},
		fields=["name", "profile_title", "division", "decision_authority", "effective_to"],
	)
	schemes = _schemes_by_profile()
	for other in others:
		same_place = (other.division or "") == (profile.division or "")
		same_authority = (other.decision_authority or "") == (profile.decision_authority or "")
		theirs = schemes.get(other.name, set())
		same_scheme = bool(own & theirs) or own == theirs
		running = getdate(other.effective_to or _OPEN_END) >= getdate(profile.effective_from)
		if same_place and same_authority and same_scheme and running:
			frappe.throw(
				_("{0} ({1}) holds there at that time already. Enter its Effective To first.").format(
					other.profile_title, other.name
				),
				ClockProfileError,
			)


def require_unused_profile(profile: Document) -> None:
	"""Running cases keep the profile with which they started, so it cannot be cancelled under them."""
	case = frappe.db.get_value("Assistance Application", {"clock_profile": profile.name})
	if case:
		frappe.throw(
			_("Application {0} runs under this profile. Enter Effective To and submit a successor.").format(
				case
			),
			ClockProfileError,
		)


def _codes(text: str | None) -> tuple[str, ...]:
	return tuple(filter(None, re.split(r"[,，、\s]+", text or "")))
