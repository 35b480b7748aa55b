"""Home visits: planned ahead for the two investigators with the least to do, and what counts as made."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.constants import (
	DISTRICT_APPROVER,
	DISTRICT_REVIEWER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
	VERIFICATION_OFFICER,
)
from social_assistance.permissions.region_scope import is_in_scope
from social_assistance.services import clock
from social_assistance.services.cases.exceptions import (
	ApplicationNotReadyError,
	MissingEvidenceError,
	VisitDateInvalidError,
)
from social_assistance.services.procedure import step_log
from social_assistance.services.registry.kin import get_conflicted_users

DOCTYPE = "Home Visit"
REFUSED = "Refused to Cooperate"
TEAM = 2  # 最低生活保障审核确认办法 art. 16: at least two investigators
# Level of a visit, the step whose evidence it is, and who goes.
STEPS = {"VISIT": "Township", "REVIEW": "District"}
TEAMS = {
	"Township": (TOWNSHIP_CLERK, TOWNSHIP_REVIEWER),
	"District": (DISTRICT_REVIEWER, VERIFICATION_OFFICER, DISTRICT_APPROVER),
}
# May go along with the township's investigators as one of them, but is not planned for it.
ALSO = {"Township": (TOWNSHIP_LEADER, DISTRICT_REVIEWER), "District": ()}


def plan_visit(application: str, planned_on: str) -> Document:
	"""Plan a visit of the step's level for a day; the two eligible staff with the fewest open visits go."""
	case = frappe.get_doc("Assistance Application", application)
	level = STEPS.get(case.current_step or "")
	if not level:
		frappe.throw(
			_("Application {0} is at {1}; a visit is planned at Home Visit or at District Review.").format(
				case.name, _(case.workflow_state)
			),
			ApplicationNotReadyError,
		)
	if getdate(planned_on) < clock.today():
		frappe.throw(_("Planned For lies in the past."), VisitDateInvalidError)
	visit = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"application": case.name,
			"visit_level": level,
			"planned_on": planned_on,
			"investigators": [{"investigator": user} for user in list_least_busy_staff(case, level)],
		}
	).insert()
	_tell(visit)
	return visit


def list_least_busy_staff(case: Document, level: str, number: int = TEAM) -> list[str]:
	"""Eligible staff of the case's place with the fewest planned visits; kin of the family are left out."""
	staff = [user for user in _staff_of(level) if is_in_scope(case.division, user)]
	staff = sorted(set(staff) - get_conflicted_users(case))
	if len(staff) < number:
		frappe.throw(
			_("Only {0} people of {1} can visit this family; {2} are needed. Ask for a substitute.").format(
				len(staff), _(level), number
			),
			MissingEvidenceError,
		)
	load = _open_visits(staff)
	return sorted(staff, key=lambda user: (load.get(user, 0), user))[:number]


def get_latest_visit(application: str, level: str) -> Document | None:
	"""The newest visit of a level that took place."""
	names = frappe.get_all(
		DOCTYPE,
		filters={"application": application, "visit_level": level, "visited_on": ("is", "set")},
		pluck="name",
		order_by="visited_on desc, creation desc",
		limit=1,
	)
	return frappe.get_doc(DOCTYPE, names[0]) if names else None


def is_visit_complete(case: Document) -> bool:
	"""Whether the township's visit is complete and the family cooperated."""
	visit = get_latest_visit(case.name, "Township")
	return bool(visit and visit.is_complete() and visit.conclusion != REFUSED)


def has_district_visit(case: Document) -> bool:
	"""Whether the district visited since the case first came to it."""
	visit = get_latest_visit(case.name, "District")
	arrived = step_log.get_step_arrival(case, "REVIEW", first=True)
	if not (visit and arrived):
		return False
	return bool(visit.is_complete()) and getdate(visit.visited_on) >= arrived.date()


def require_recorded_refusal(case: Document) -> None:
	"""A procedure ends for refusal only when a visit of two investigators recorded it (民发〔2021〕57号 art. 29)."""
	visit = get_latest_visit(case.name, "Township")
	if not visit or visit.conclusion != REFUSED or not visit.is_complete():
		frappe.throw(
			_("Record the refusal in a home visit signed by both investigators before the procedure ends."),
			MissingEvidenceError,
		)


def get_visit_status(visit: Document) -> str:
	"""Done once it has day and conclusion; a visit that was called off stays so."""
	if visit.visited_on and visit.conclusion:
		return "Done"
	return "Cancelled" if visit.visit_status == "Cancelled" else "Planned"


def list_wrong_investigators(visit: Document) -> list[str]:
	"""Investigators who do not belong to the level that the visit is of."""
	return [
		row.full_name or row.investigator
		for row in visit.investigators
		if not {*TEAMS[visit.visit_level], *ALSO[visit.visit_level]} & set(frappe.get_roles(row.investigator))
	]


def _staff_of(level: str) -> list[str]:
	users = frappe.get_all(
		"Has Role",
		filters={"role": ("in", TEAMS[level]), "parenttype": "User"},
		pluck="parent",
		distinct=True,
	)
	return frappe.get_all("User", filters={"name": ("in", users or [""]), "enabled": 1}, pluck="name")


def _open_visits(staff: list[str]) -> dict[str, int]:
	visit, row = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Visit Investigator")
	counts = (
		frappe.qb.from_(row)
		.join(visit)
		.on(visit.name == row.parent)
		.select(row.investigator, frappe.query_builder.functions.Count(visit.name))
		.where((visit.visit_status == "Planned") & row.investigator.isin(staff))
		.groupby(row.investigator)
		.run()
	)
	return dict(counts)


def _tell(visit: Document) -> None:
	"""A task for each investigator, with its day."""
	for row in visit.investigators:
		task = frappe.get_doc(
			{
				"doctype": "ToDo",
				"allocated_to": row.investigator,
				"reference_type": visit.doctype,
				"reference_name": visit.name,
				"date": visit.planned_on,
				"description": _("Home visit to {0}").format(visit.applicant_name or visit.household),
			}
		)
		task.flags.ignore_permissions = True  # allow: PERM-ignore-permissions a task for the two who were chosen, about a visit that they may read
		task.insert()  # allow: PERF-write-in-loop two investigators
