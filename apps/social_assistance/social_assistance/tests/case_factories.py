"""Cases that stand at a step without the walk through the steps before, and what staff record there."""

from datetime import date

import frappe

from social_assistance.constants import TOWNSHIP_CLERK, TOWNSHIP_LEADER, TOWNSHIP_REVIEWER, VILLAGE_ASSISTANT
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock
from social_assistance.services.clocks import case_clock
from social_assistance.services.procedure import step_log
from social_assistance.services.procedure.templates import load_template
from social_assistance.tests import factories
from social_assistance.tests.factories import TOWNSHIP_1, VILLAGE_1


def case_at(code: str, scheme: str = "DIBAO-URBAN", accepted_on: str | None = "2026-03-02", **values):
	"""A case of an urban family in the first township that has reached a step today."""
	assistant = factories.user(VILLAGE_ASSISTANT, VILLAGE_1)
	before = frappe.session.user
	frappe.set_user(assistant)
	case = factories.case(factories.household(), scheme)
	frappe.set_user(before)
	return put_at(case, code, accepted_on=accepted_on, proposed_amount=291, **values)


def put_at(case, code: str, **values):
	"""Stand the case at a step as the step service would, with an open row in the log."""
	case.reload()
	state = load_template(case.process_template).step(code).state
	with allow_transition(case.doctype, case.name):
		case.update({"current_step": code, "workflow_state": state, **values})
		if case.accepted_on:
			case_clock.assign_clock_profile(case, frappe.utils.getdate(case.accepted_on))
		case_clock.set_due_dates(case, clock.today())
		case.db_update()
	earlier = {"application": case.name, "done_on": ("is", "not set")}
	frappe.db.set_value("Application Step", earlier, "done_on", clock.now())
	step_log.open_step(case)
	return case


def team() -> list[str]:
	"""Two investigators of the first township."""
	return [factories.user(role, TOWNSHIP_1) for role in (TOWNSHIP_CLERK, TOWNSHIP_REVIEWER)]


def visit(case, visited_on: str | date = "2026-03-02", **values):
	"""A complete home visit of the township."""
	return frappe.get_doc(
		{
			"doctype": "Home Visit",
			"application": case.name,
			"visited_on": visited_on,
			"visit_mode": "On Site",
			"investigators": [{"investigator": user, "signed": 1} for user in team()],
			"member_present": case.applicant,
			"member_signed": 1,
			"conclusion": "True",
			**values,
		}
	).insert(ignore_permissions=True)


def meeting(case, true: int = 8, untrue: int = 1, **values):
	"""A democratic appraisal with nine people present, seven of them representatives."""
	people = [
		{
			"attendee_name": f"代表{n}",
			"attendee_role": "Resident Representative" if n < 7 else "Village Committee",
			"is_present": 1,
			"signed": 1,
		}
		for n in range(9)
	]
	return frappe.get_doc(
		{
			"doctype": "Democratic Appraisal",
			"application": case.name,
			"held_on": "2026-03-02",
			"place": "居委会会议室",
			"chair": factories.user(TOWNSHIP_LEADER, TOWNSHIP_1),
			"convener": factories.user(VILLAGE_ASSISTANT, VILLAGE_1),
			"attendees": people,
			"policy_explained": 1,
			"facts_presented": 1,
			"proceedings": "与会代表认为调查情况属实",
			"votes_true": true,
			"votes_untrue": untrue,
			**values,
		}
	)


def make_kin(user: str, person: str) -> None:
	"""Register a member of a case as a relative of a staff member."""
	digest = frappe.db.get_value("Registry Person", person, "id_number_digest")
	frappe.db.set_value("Staff Assignment", _assignment(user).name, "id_number_digest", digest)


def _assignment(user: str):
	"""A post of the staff member in the first township."""
	return frappe.get_doc(
		{
			"doctype": "Staff Assignment",
			"user": user,
			"division": TOWNSHIP_1,
			"assignment_role": TOWNSHIP_CLERK,
			"from_date": "2020-01-01",
		}
	).insert(ignore_permissions=True)


def make_relative(user: str, person: str, relation: str = "Sibling") -> None:
	"""Register a member of a case among the relatives that a staff member has declared."""
	row = frappe.new_doc("Staff Relative")
	row.update(
		{
			"parent": _assignment(user).name,
			"parenttype": "Staff Assignment",
			"parentfield": "relatives",
			"relative_name": "亲属",
			"relation": relation,
			"id_number_digest": frappe.db.get_value("Registry Person", person, "id_number_digest"),
		}
	)
	row.db_insert()
