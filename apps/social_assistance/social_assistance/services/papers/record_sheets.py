"""The records of the investigation as they are printed, signed and filed: title, facts, tables and signature lines."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from social_assistance.services.cases.appraisals import get_appraisal_rule
from social_assistance.services.cases.visit_signatures import is_signed
from social_assistance.services.wording import get_scheme_name, get_user_full_name


def build_appraisal_record(meeting: Document) -> dict[str, Any]:
	"""民主评议记录: who was there, what was said, the count, the conclusion."""
	case = frappe.get_doc("Assistance Application", meeting.application)
	rule = get_appraisal_rule(case)
	return {
		"title": _("Record of Democratic Appraisal"),
		"number": meeting.name,
		"facts": [
			(_("Applicant's Name"), case.applicant_name),
			(_("Application"), case.name),
			(_("Scheme"), get_scheme_name(case)),
			(_("Held On"), formatdate(meeting.held_on)),
			(_("Meeting Place"), meeting.place),
			(_("Chair (Township)"), get_user_full_name(meeting.chair)),
			(_("Convener (Village)"), get_user_full_name(meeting.convener)),
			(
				_("Why the Case Is Appraised"),
				"; ".join(_(line) for line in (meeting.triggers or "").splitlines()) or "-",
			),
		],
		"paragraphs": [
			(_("Attendance"), meeting.attendance_hint),
			(_("What Was Said"), meeting.proceedings),
			(
				_("Votes"),
				_("Findings true: {0}; untrue: {1}; abstained: {2}.").format(
					meeting.votes_true, meeting.votes_untrue, meeting.votes_unclear
				),
			),
			(_("Conclusion"), _(meeting.conclusion) if meeting.conclusion else _("(draft)")),
			(_("Rule of the Meeting"), str(rule.citation) if rule.citation else "-"),
		],
		"heads": [_("No."), _("Person's Name"), _("Attends As"), _("Present"), _("Signature")],
		"rows": [
			(
				row.idx,
				row.attendee_name,
				_(row.attendee_role),
				_("Yes") if row.is_present else _("No"),
				_("Signed") if row.signed and row.is_present else "",
			)
			for row in meeting.attendees
		],
		"signatures": [_("Chair"), _("Convener"), _("Record Keeper")],
		"office": get_township_office(case),
		"dated": formatdate(meeting.held_on),
	}


def build_visit_sheet(visit: Document) -> dict[str, Any]:
	"""入户调查表: who went when, whom they met, what they saw and found."""
	case = frappe.get_doc("Assistance Application", visit.application) if visit.application else None
	member = (
		frappe.get_cached_value("Registry Person", visit.member_present, "person_name")
		if visit.member_present
		else ""
	)
	return {
		"title": _("Home Visit Sheet"),
		"number": visit.name,
		"facts": [
			(_("Applicant's Name"), visit.applicant_name),
			(_("Application"), visit.application),
			(_("Scheme"), get_scheme_name(case) if case else "-"),
			(_("Visit Level"), _(visit.visit_level)),
			(_("Visited On"), formatdate(visit.visited_on or visit.planned_on)),
			(_("Mode"), _(visit.visit_mode)),
			(_("Household Member Present"), member),
			(_("Conclusion"), _(visit.conclusion) if visit.conclusion else ""),
		],
		"paragraphs": [
			(_("Living Conditions"), visit.living_conditions),
			(_("Neighbour Inquiry"), visit.neighbour_notes),
			(_("Findings"), visit.findings),
		],
		"heads": [_("No."), _("Investigator"), _("Signature")],
		"rows": [
			(
				row.idx,
				row.full_name or get_user_full_name(row.investigator),
				_("Signed") if is_signed(row) else "",
			)
			for row in visit.investigators
		],
		"signatures": [_("Investigator"), _("Investigator"), _("Household Member Present")],
		"office": get_township_office(case) if case else "",
		"dated": formatdate(visit.visited_on or visit.planned_on),
	}


def get_township_office(case: Document) -> str:
	"""Name of the township that handles the case."""
	return frappe.get_cached_value("Administrative Division", case.township, "division_name") or ""
