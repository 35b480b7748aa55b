"""民主评议: whether a case must be appraised, who may sit, and what the meeting concludes."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.constants import (
	GRID_WORKER,
	TOWNSHIP_CLERK,
	TOWNSHIP_LEADER,
	TOWNSHIP_REVIEWER,
	VILLAGE_ASSISTANT,
)
from social_assistance.domain.cases.appraisal import (
	AppraisalFacts,
	Attendee,
	Votes,
	conclude_appraisal,
	list_triggers,
)
from social_assistance.domain.errors import ProcessError
from social_assistance.domain.policy.appraisal_rules import AppraisalRule, Fraction
from social_assistance.exceptions import SeparationOfDutiesError
from social_assistance.permissions.region_scope import is_in_scope
from social_assistance.services import clock
from social_assistance.services.cases import objections
from social_assistance.services.cases.exceptions import AppraisalInvalidError
from social_assistance.services.domain_errors import throw_domain_error
from social_assistance.services.policy import in_force
from social_assistance.services.procedure import step_log
from social_assistance.services.registry.kin import get_conflicted_users

DOCTYPE = "Democratic Appraisal"
STEP = "APPRAISE"
REPRESENTATIVES = ("Party Member Representative", "Resident Representative")
CHAIRS = (TOWNSHIP_CLERK, TOWNSHIP_REVIEWER, TOWNSHIP_LEADER)
CONVENERS = (VILLAGE_ASSISTANT, GRID_WORKER)
# What a claim without any paper rests on.
UNPROVED = "Own Statement"


def list_appraisal_triggers(case: Document) -> list[str]:
	"""Why the case must be appraised, as the names of the triggers; empty when the step is to be skipped."""
	return [trigger.value for trigger in list_triggers(_facts(case), get_appraisal_rule(case))]


def get_appraisal_rule(case: Document) -> AppraisalRule:
	"""The local rule of the policy that the case follows."""
	return in_force.get_case_policy(case).administration.appraisal


def has_confirming_appraisal(case: Document) -> bool:
	"""Whether the newest meeting of this round found the facts to be true; any other conclusion leads back."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"application": case.name, "docstatus": 1, "held_on": (">=", _round_began(case))},
		fields=["conclusion"],
		order_by="held_on desc, creation desc",
		limit=1,
	)
	return bool(rows) and rows[0].conclusion == "True"


def prepare_meeting(meeting: Document) -> None:
	"""Take place and triggers from the case and refuse what no meeting may be, draft or not."""
	case = frappe.get_doc("Assistance Application", meeting.application)
	if case.current_step != STEP:
		frappe.throw(
			_("Application: {0} is at {1}. A meeting is recorded while the case is at Appraisal.").format(
				case.name, _(case.workflow_state)
			),
			AppraisalInvalidError,
		)
	meeting.division = case.division
	meeting.triggers = "\n".join(list_appraisal_triggers(case))
	_check_day(meeting, case)
	_check_officers(meeting, case)
	_check_attendees(meeting, case)


def close_meeting(meeting: Document) -> None:
	"""Judge quorum and votes by the local rule and write the conclusion."""
	case = frappe.get_doc("Assistance Application", meeting.application)
	_check_record(meeting)
	votes = Votes(meeting.votes_true or 0, meeting.votes_untrue or 0, meeting.votes_unclear or 0)
	try:
		conclusion = conclude_appraisal(
			[_attendee(row) for row in meeting.attendees], votes, get_appraisal_rule(case)
		)
	except ProcessError as error:
		throw_domain_error(error, exception=AppraisalInvalidError)
	meeting.conclusion = conclusion.value


def format_quorum(meeting: Document) -> str:
	"""Who is there, and what the local rule asks for."""
	if not meeting.application:
		return ""
	rule = get_appraisal_rule(frappe.get_cached_doc("Assistance Application", meeting.application))
	present = [row for row in meeting.attendees if row.is_present]
	return _(
		"{0} of {1} present ({2} needed), {3} of them representatives ({4} needed); majority {5}."
	).format(
		len(present),
		len(meeting.attendees),
		_share(rule.attendance),
		sum(row.attendee_role in REPRESENTATIVES for row in present),
		_share(rule.representatives),
		_share(rule.majority),
	)


def _share(share: Fraction) -> str:
	return str(share)


def _facts(case: Document) -> AppraisalFacts:
	claims = frappe.get_all(
		"Evidence Claim",
		filters={"application": case.name},
		fields=["claim_status", "prover_kind", "file", "document_no"],
	)
	visit = frappe.get_all(
		"Home Visit",
		filters={"application": case.name},
		pluck="conclusion",
		order_by="visited_on desc, creation desc",
		limit=1,
	)
	return AppraisalFacts(
		objection=objections.has_upheld_objection(case),
		complaint=objections.has_named_complaint(case),
		conflict=bool(visit and visit[0] in ("Partly True", "Untrue"))
		or any(row.claim_status in ("Partly Accepted", "Rejected") for row in claims),
		no_paper=any(_is_unproved(row) for row in claims),
		kin=bool(case.county_visit_required),
		undeclared_kin=bool(case.kin_findings),
	)


def _is_unproved(claim: frappe._dict) -> bool:
	return claim.prover_kind == UNPROVED or not (claim.file or claim.document_no)


def _round_began(case: Document) -> date:
	"""The day on which the case last reached the step: a meeting judges the findings of its own round."""
	opened = step_log.get_step_arrival(case, STEP)
	return opened.date() if opened else date.max


def _check_day(meeting: Document, case: Document) -> None:
	day = getdate(meeting.held_on)
	if day > clock.today():
		frappe.throw(_("Held On lies in the future."), AppraisalInvalidError)
	if day < _round_began(case):
		frappe.throw(
			_("Held On lies before the case reached Appraisal ({0}).").format(
				frappe.format(_round_began(case), "Date")
			),
			AppraisalInvalidError,
		)


def _check_officers(meeting: Document, case: Document) -> None:
	"""The township chairs, the village convenes, and neither is kin of the family (民发〔2021〕57号 art. 19)."""
	kin = get_conflicted_users(case)
	for field, roles in (("chair", CHAIRS), ("convener", CONVENERS)):
		person, label = meeting.get(field), _(meeting.meta.get_label(field))
		if person in kin:
			frappe.throw(
				_("{0}: {1} is registered as a near relative in this case and must keep out.").format(
					label, person
				),
				SeparationOfDutiesError,
			)
		if not set(roles) & set(frappe.get_roles(person)) or not is_in_scope(case.division, person):
			frappe.throw(
				_("{0}: {1} must have one of the roles {2} for this place.").format(
					label, person, ", ".join(_(role) for role in roles)
				),
				AppraisalInvalidError,
			)


def _check_attendees(meeting: Document, case: Document) -> None:
	"""Mark relatives of the family among those invited; those who are present are refused by name."""
	family = {row.person for row in case.members}
	relatives = family | set(
		frappe.get_all(
			"Kin Link",
			filters={"parent": ("in", family), "parenttype": "Registry Person"},
			pluck="relative",
		)
	)
	related_users = get_conflicted_users(case)
	for row in meeting.attendees:
		if row.person in relatives or (row.user and row.user in related_users):
			row.is_relative = 1
		if row.is_relative and row.is_present:
			frappe.throw(
				_("Row {0}: {1} is a relative of the family and must not take part.").format(
					row.idx, row.attendee_name
				),
				SeparationOfDutiesError,
			)


def _check_record(meeting: Document) -> None:
	"""The five acts of the meeting: policy, facts, discussion, vote, signatures."""
	acts = (
		("policy_explained", meeting.policy_explained),
		("facts_presented", meeting.facts_presented),
		("proceedings", (meeting.proceedings or "").strip()),
	)
	lacking = [_(meeting.meta.get_label(field)) for field, value in acts if not value]
	if lacking:
		frappe.throw(
			_("The record is incomplete: {0}.").format(", ".join(lacking)),
			AppraisalInvalidError,
		)


def _attendee(row: Document) -> Attendee:
	return Attendee(
		key=row.person or row.user or f"{row.attendee_name}|{row.attendee_role}",
		is_representative=row.attendee_role in REPRESENTATIVES,
		is_relative=bool(row.is_relative and row.is_present),
		has_signed=bool(row.signed or row.signature_file),
		is_present=bool(row.is_present),
	)
