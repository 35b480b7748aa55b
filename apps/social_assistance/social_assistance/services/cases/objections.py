"""Objections to a notice and complaints about a case: received, investigated by somebody else, answered, settled."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate

from social_assistance.constants import (
	AUDITOR,
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	SUPERVISION_OFFICER,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
)
from social_assistance.domain.clocks.time_limits import Clock, Limit, LimitUnit, compute_due_date
from social_assistance.domain.vocabulary import Scheme
from social_assistance.exceptions import RecordIsFinalError, SeparationOfDutiesError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.cases import notices
from social_assistance.services.cases.exceptions import ObjectionInvalidError
from social_assistance.services.cases.objection_investigators import check_investigator
from social_assistance.services.clocks.deadlines import get_work_calendar
from social_assistance.services.privacy.encrypted_fields import decrypt_value
from social_assistance.services.privacy.exceptions import RevealNotPermittedError
from social_assistance.services.procedure import step_log

DOCTYPE = "Notice Objection"
NOTICE_KIND, COMPLAINT_KIND = "Objection to Notice", "Report or Complaint"
UPHELD = ("Upheld", "Partly Upheld")
CLOSED, CORRECTED = "Closed", "Corrected"
ONLINE = "Online"
# Who chooses the investigator.
ASSIGNERS = (TOWNSHIP_REVIEWER, TOWNSHIP_LEADER, DISTRICT_REVIEWER)
# Who may know the person objecting, beside the investigator.
KNOW_OBJECTOR = (DISTRICT_REVIEWER, DISTRICT_APPROVER, AUDITOR, SUPERVISION_OFFICER)


def receive_objection(objection: Document) -> None:
	"""Tie a new objection to notice, case and place, check its term and set the day by which it is handled."""
	if objection.objection_kind == NOTICE_KIND:
		_take_notice(objection)
	case = frappe.get_doc("Assistance Application", objection.application)
	objection.division = case.division
	received = getdate(objection.received_on)
	if received > clock.today():
		frappe.throw(_("Received On lies in the future."), ObjectionInvalidError)
	if objection.is_new():
		objection.received_by = None if frappe.session.user == "Guest" else frappe.session.user
		objection.investigate_by = get_handling_deadline(case, received)
	if objection.is_anonymous:
		objection.objector_name = objection.objector_phone = None
	elif not (objection.objector_name or "").strip():
		frappe.throw(
			_("Name of the Person Objecting is missing. Enter it, or tick Anonymous."), ObjectionInvalidError
		)


def update_investigation(objection: Document) -> None:
	"""Assignment, findings and reply in their order, each by the person whose part it is."""
	case = frappe.get_doc("Assistance Application", objection.application)
	before = objection.get_doc_before_save()
	if before and before.objection_status == CORRECTED:
		new = frappe.db.get_value(DOCTYPE, {"corrects": objection.name})
		frappe.throw(
			_("Objection {0} was corrected by {1}; go on with that one.").format(objection.name, new),
			RecordIsFinalError,
		)
	if _has_changed(objection, before, "investigator"):
		require_assigner(_("Investigator: is named by {0}."))
		check_investigator(objection, case)
		objection.assigned_on = clock.today()
	if _has_changed(objection, before, "result"):
		_check_result(objection)
		objection.handled_on = clock.now()
	_check_reply(objection)
	objection.objection_status = get_objection_status(objection)


def _has_changed(objection: Document, before: Document | None, field: str) -> bool:
	return (objection.get(field) or "") != ((before.get(field) if before else "") or "")


def get_objection_status(objection: Document) -> str:
	"""Where an objection stands; an anonymous one is answered at the notice board or not at all."""
	if objection.result and (objection.replied_on or objection.is_anonymous):
		return CLOSED
	if objection.result:
		return "To Be Answered"
	return "Under Investigation" if objection.investigator else "Recorded"


def get_handling_deadline(case: Document, received: date) -> date | None:
	"""Last day for investigating an objection: working days of the policy's row for the scheme."""
	days = notices.get_case_administration(case).for_scheme(Scheme(case.scheme)).objection_days
	if not days:
		return None
	return compute_due_date(Clock(received, Limit(days, LimitUnit.WORKING_DAYS)), get_work_calendar(received))


def update_objection_count(notice: str) -> None:
	"""Show on the notice how many objections it met."""
	number = frappe.db.count(DOCTYPE, {"public_notice": notice, "objection_status": ("!=", CORRECTED)})
	with allow_transition(notices.DOCTYPE, notice, ["objections_received"]):
		frappe.db.set_value(notices.DOCTYPE, notice, "objections_received", number)


def are_objections_settled(case: Document) -> bool:
	"""Whether the notice step may be left forward: nothing open, and nothing upheld since the case came to the step."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"application": case.name, "objection_status": ("!=", CORRECTED)},
		fields=["objection_status", "result", "handled_on"],
	)
	began = step_log.get_step_arrival(case, "NOTICE") or clock.now()
	return not any(
		row.objection_status != CLOSED or (row.result in UPHELD and get_datetime(row.handled_on) >= began)
		for row in rows
	)


def has_upheld_objection(case: Document) -> bool:
	"""Whether an objection to a notice of the case was found right."""
	return bool(
		frappe.db.exists(
			DOCTYPE,
			{"application": case.name, "objection_kind": NOTICE_KIND, "result": ("in", UPHELD)},
		)
	)


def has_named_complaint(case: Document) -> bool:
	"""Whether somebody reported or complained under his name (民发〔2021〕57号 art. 37)."""
	filters = {
		"application": case.name,
		"objection_kind": COMPLAINT_KIND,
		"is_anonymous": 0,
		"objection_status": ("!=", CORRECTED),
	}
	return bool(frappe.db.exists(DOCTYPE, filters))


def has_complaint(application: str) -> bool:
	"""Whether anything was objected during the review: the district then visits (民发〔2021〕57号 art. 20)."""
	return bool(frappe.db.exists(DOCTYPE, {"application": application}))


def file_objection_online(notice: Document, values: dict[str, str]) -> str:
	"""Register what somebody sent through the public page; the page has checked key and period."""
	objection = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"objection_kind": NOTICE_KIND,
			"public_notice": notice.name,
			"received_on": clock.today(),
			"channel": ONLINE,
			"is_anonymous": int(not values["name"]),
			"objector_name": values["name"],
			"objector_phone": values["phone"],
			"ground": values["ground"],
			"ground_text": values["text"],
		}
	)
	objection.insert(  # allow: PERM-ignore-permissions citizens have no account; the key of a running notice was checked
		ignore_permissions=True
	)
	return str(objection.name)


def _take_notice(objection: Document) -> None:
	notice = frappe.db.get_value(
		notices.DOCTYPE,
		objection.public_notice,
		["application", "notice_kind", "posted_on", "ends_on"],
		as_dict=True,
	)
	if not notice or notice.notice_kind != "Preliminary":
		frappe.throw(_("Public Notice: choose the notice that is objected to."), ObjectionInvalidError)
	objection.application = notice.application
	if objection.is_new() and not notice.posted_on <= getdate(objection.received_on) <= notice.ends_on:
		frappe.throw(
			_(
				"Received On: the notice ran from {0} to {1}. Register what came at another time as {2}."
			).format(
				frappe.format(notice.posted_on, "Date"),
				frappe.format(notice.ends_on, "Date"),
				_(COMPLAINT_KIND),
			),
			ObjectionInvalidError,
		)


def require_assigner(message: str) -> None:
	"""Refuse a user who may neither name investigators nor correct what was written down, naming the roles that may."""
	if not set(ASSIGNERS) & set(frappe.get_roles()):
		frappe.throw(message.format(", ".join(_(role) for role in ASSIGNERS)), SeparationOfDutiesError)


def _check_result(objection: Document) -> None:
	if not objection.investigator:
		frappe.throw(_("Investigator: name one before the result is entered."), ObjectionInvalidError)
	if frappe.session.user != objection.investigator:
		frappe.throw(
			_("Result: only the investigator {0} enters it.").format(
				frappe.get_cached_value("User", objection.investigator, "full_name")
			),
			SeparationOfDutiesError,
		)
	if not (objection.findings or "").strip():
		frappe.throw(_("Findings of the Investigation are missing."), ObjectionInvalidError)


def _check_reply(objection: Document) -> None:
	if not objection.replied_on:
		return
	if not objection.result or not (objection.reply_text or "").strip():
		frappe.throw(
			_("Replied On: the objection needs its result and the text of the reply first."),
			ObjectionInvalidError,
		)
	if not getdate(objection.handled_on) <= getdate(objection.replied_on) <= clock.today():
		frappe.throw(_("Replied On lies before the result or in the future."), ObjectionInvalidError)


def may_see_objector(objection: Document) -> bool:
	"""Whether the user needs to know who objected: the investigator, the district that supervises, and oversight."""
	return frappe.session.user == objection.investigator or bool(set(KNOW_OBJECTOR) & set(frappe.get_roles()))


def require_may_see_objector(objection: Document) -> None:
	"""Refuse the clear name or phone to the staff whom the objection concerns (保密)."""
	if not may_see_objector(objection):
		frappe.throw(
			_("Who objected is known to the investigator and the district only."), RevealNotPermittedError
		)


def get_objector(objection: Document) -> str:
	"""The name of the person objecting as far as the user may see it; empty for an anonymous one."""
	if not objection.objector_name_cipher or not may_see_objector(objection):
		return objection.objector_name or ""
	return decrypt_value("person_name", objection.objector_name_cipher)
