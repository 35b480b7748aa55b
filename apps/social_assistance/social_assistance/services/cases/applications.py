"""Opening a case and keeping its derived fields: template, column, township, members and the key of the open case."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, getdate

from social_assistance.constants import OPEN_STATUSES
from social_assistance.exceptions import SeparationOfDutiesError, StepNotAllowedError
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import (
	ApplicantMissingError,
	ApplicationDateError,
	OpenCaseExistsError,
)
from social_assistance.services.clocks import case_clock
from social_assistance.services.policy.schemes import is_paid_once
from social_assistance.services.procedure.templates import choose_template, load_template
from social_assistance.services.registry.divisions import get_township
from social_assistance.services.registry.kin import get_conflicted_users


def initialise_case(case: Document) -> None:
	"""Fill what a new case gets from its household, scheme and the active template."""
	household = frappe.db.get_value(
		"Registry Household", case.household, ["division", "household_status"], as_dict=True
	)
	case.division = case.division or household.division
	case.process_template = choose_template(case.scheme, case.division, clock.today())
	first = load_template(case.process_template).steps[0]
	case.workflow_state, case.current_step = first.state, first.code
	case.request_key = case.flags.request_key
	case.case_status = "Open"
	case_clock.assign_clock_profile(case, clock.today())
	case_clock.set_due_dates(case, clock.today())
	if not case.members:
		_take_members(case)


def set_derived_fields(case: Document) -> None:
	"""Fields that follow from others on every save."""
	case.process_column = frappe.get_cached_value("Assistance Scheme", case.scheme, "process_column")
	case.township = get_township(case.division)
	case.open_case_key = _open_key(case) if _excludes_another(case) else None
	_stamp_evidence(case)


def _excludes_another(case: Document) -> bool:
	"""Whether a second application for the scheme would be the same matter.

	A sum that is paid once is decided then: a second emergency may be filed while the first is followed up.
	"""
	if case.case_status not in OPEN_STATUSES:
		return False
	return case.case_status == "Open" or not is_paid_once(case.scheme)


def validate_applicant(case: Document) -> None:
	"""The applicant is one of the household's members (民发〔2021〕57号 art. 4)."""
	if not any(row.person == case.applicant for row in case.members):
		frappe.throw(
			_("Applicant: {0} is not among the household members. Choose a member of household {1}.").format(
				frappe.bold(case.applicant_name or case.applicant or _("(empty)")), case.household
			),
			ApplicantMissingError,
		)


def validate_applied_on(case: Document) -> None:
	"""Nobody applies tomorrow, nor as a household that did not exist yet; a stored day is not judged again."""
	stored = case.get_doc_before_save()
	day = getdate(case.applied_on)
	if stored and getdate(stored.applied_on) == day:
		return
	earliest = _formed_on(case.household)
	if day > clock.today() or (earliest and day < earliest):
		frappe.throw(
			_(
				"Applied On: {0} must lie between the day on which the household was formed ({1}) and today."
			).format(format_date(day), format_date(earliest) if earliest else "-"),
			ApplicationDateError,
		)


def _formed_on(household: str) -> date | None:
	"""Day of the register, else that of the first membership."""
	formed_on = frappe.db.get_value("Registry Household", household, "formed_on")
	since = {"parent": household, "parenttype": "Registry Household", "from_date": ("is", "set")}
	first = frappe.get_all("Household Membership", since, pluck="from_date", order_by="from_date", limit=1)
	days = [getdate(day) for day in (formed_on, *first) if day]
	return min(days, default=None)


def validate_single_application(case: Document) -> None:
	"""One open application per household and scheme, per person where the scheme pays persons."""
	other = frappe.db.get_value(
		"Assistance Application", {"open_case_key": case.open_case_key, "name": ("!=", case.name)}
	)
	if case.open_case_key and other:
		frappe.throw(
			_(
				"Scheme: application {0} for {1} is still open. Continue it instead of opening another."
			).format(
				other,
				frappe.bold(_(frappe.get_cached_value("Assistance Scheme", case.scheme, "scheme_name"))),
			),
			OpenCaseExistsError,
		)


def validate_editor(case: Document) -> None:
	"""Only the roles of the present step edit the case, and no kin; every other change is a move of the step service."""
	ways = load_template(case.process_template).transitions
	roles = {way.role for way in ways if way.step == case.current_step}
	if not roles & set(frappe.get_roles()):
		frappe.throw(
			_("The case is at {0}. It can now be edited by: {1}.").format(
				_(case.workflow_state), ", ".join(_(r) for r in sorted(roles)) or _("nobody")
			),
			StepNotAllowedError,
		)
	if frappe.session.user in get_conflicted_users(case):
		frappe.throw(
			_("You are registered as a near relative in this case. Another officer must handle it."),
			SeparationOfDutiesError,
		)


def _take_members(case: Document) -> None:
	rows = frappe.get_all(
		"Household Membership",
		filters={"parent": case.household, "to_date": ("is", "not set")},
		fields=["person", "relation"],
		order_by="idx",
	)
	for row in rows:
		case.append("members", {**row, "is_counted": 1, "is_covered": 1})


def _stamp_evidence(case: Document) -> None:
	"""A paper belongs to the step at which it was put on file; `FIELD_RULES` close it with that step."""
	for row in case.evidence:
		if not row.step_code:
			row.update(
				{
					"step_code": case.current_step,
					"recorded_by": frappe.session.user,
					"recorded_on": clock.now(),
				}
			)


def _open_key(case: Document) -> str:
	unit = frappe.get_cached_value("Assistance Scheme", case.scheme, "unit")
	return f"{case.scheme}|{case.applicant if unit == 'Person' else case.household}"
