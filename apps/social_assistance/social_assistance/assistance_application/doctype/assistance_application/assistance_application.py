from functools import partial

import frappe
from frappe.model.document import Document

from social_assistance.constants import OPEN_STATUSES
from social_assistance.permissions.field_rules import (
	EMPTY,
	derived,
	filled_at,
	fixed_once_saved,
	open_while,
	written_by,
)
from social_assistance.permissions.transition_permits import is_transition_allowed
from social_assistance.services.cases import applications
from social_assistance.services.papers import archive, case_letters
from social_assistance.services.procedure import step_log
from social_assistance.services.refusals import check_all

# Before the case is accepted.
FILING_STEPS = ("DISCOVER", "APPLY", "AUTHORISE", "ACCEPT")


class AssistanceApplication(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.assistance_application.doctype.application_consent.application_consent import (
			ApplicationConsent,
		)
		from social_assistance.assistance_application.doctype.application_evidence.application_evidence import (
			ApplicationEvidence,
		)
		from social_assistance.assistance_application.doctype.application_member.application_member import (
			ApplicationMember,
		)
		from social_assistance.assistance_application.doctype.review_check.review_check import ReviewCheck

		acceptance_no: DF.Data | None
		accepted_on: DF.Date | None
		agent_name: DF.Data | None
		aid_cause: DF.Literal[
			"",
			"Fire",
			"Traffic Accident",
			"Sudden Serious Illness",
			"Other Accident",
			"Medical Expense",
			"Education Expense",
			"Other Hardship",
		]
		applicant: DF.Link
		applicant_name: DF.Data | None
		applicant_wish: DF.Literal["", "Wishes to Apply", "Does Not Wish to Apply"]
		application_decision: DF.Link | None
		applied_on: DF.Date
		archive_no: DF.Data | None
		benefit_award: DF.Link | None
		case_status: DF.Literal[
			"Open", "Confirmed", "In Payment", "Refused", "Not Accepted", "Withdrawn", "Terminated", "Closed"
		]
		clock_paused_on: DF.Date | None
		clock_profile: DF.Link | None
		consents: DF.Table[ApplicationConsent]
		correction_items: DF.SmallText | None
		correction_sent_on: DF.Date | None
		county_visit_required: DF.Check
		current_step: DF.Data | None
		decided_amount: DF.Currency
		discovery_channel: DF.Literal[
			"Walk-in", "Household Visit", "Alert", "Hotline", "Reported by Others", "Online"
		]
		district_opinion: DF.Literal["", "Approve", "Refuse"]
		district_opinion_text: DF.SmallText | None
		division: DF.Link
		evidence: DF.Table[ApplicationEvidence]
		exit_reason: DF.Literal[
			"",
			"Voluntary",
			"Income Above Standard",
			"Property Above Limit",
			"Death",
			"Moved Away",
			"Imprisonment",
			"Refused Review",
			"False Statement",
			"Expired",
			"Other",
		]
		exit_text: DF.SmallText | None
		file_checks: DF.Table[ReviewCheck]
		filing_channel: DF.Literal["Township Window", "Village Agency", "Online"]
		household: DF.Link
		is_returned: DF.Check
		kin_declared: DF.Literal["", "None", "Near Relative"]
		kin_findings: DF.SmallText | None
		kin_matched: DF.Check
		kin_staff: DF.SmallText | None
		means_assessment: DF.Link | None
		members: DF.Table[ApplicationMember]
		naming_series: DF.Literal["SQ-.YYYY.-"]
		next_review_on: DF.Date | None
		open_case_key: DF.Data | None
		overall_due_on: DF.Date | None
		policy_told_on: DF.Date | None
		policy_version: DF.Link | None
		process_column: DF.Data | None
		process_template: DF.Link | None
		proposed_amount: DF.Currency
		reason_text: DF.SmallText | None
		repeat_reason: DF.SmallText | None
		request_key: DF.Data | None
		retain_until: DF.Date | None
		review_result: DF.Literal["", "Maintain", "Increase", "Decrease", "Stop", "Gradual Exit"]
		review_text: DF.SmallText | None
		scheme: DF.Link
		spot_check: DF.Check
		step_due_on: DF.Date | None
		step_warn_on: DF.Date | None
		township: DF.Link | None
		township_opinion: DF.Literal["", "Approve", "Refuse"]
		township_opinion_text: DF.SmallText | None
		workflow_state: DF.Link | None
	# end: auto-generated types

	ACT_DAYS = ("policy_told_on",)

	FIELD_RULES = (
		written_by(
			"services/cases/steps.py",
			"workflow_state",
			"docstatus",
			"current_step",
			"step_due_on",
			"overall_due_on",
			"step_warn_on",
			"clock_paused_on",
			"clock_profile",
			"process_template",
			"policy_version",
			"acceptance_no",
			"accepted_on",
			"correction_sent_on",
			"correction_items",
			"is_returned",
			"kin_matched",
			"kin_findings",
			"county_visit_required",
			"spot_check",
			"case_status",
			"means_assessment",
			"proposed_amount",
			"application_decision",
			"decided_amount",
			"benefit_award",
			"next_review_on",
			"review_result",
			"review_text",
			"archive_no",
			"retain_until",
			"open_case_key",
		),
		derived("township", "process_column", "request_key"),
		fixed_once_saved("naming_series"),
		open_while(
			"accepted_on",
			(EMPTY,),
			"scheme",
			"household",
			"applicant",
			"division",
			"members",
			"applied_on",
			"filing_channel",
			"discovery_channel",
			"policy_told_on",
			"applicant_wish",
			"agent_name",
			"reason_text",
			"aid_cause",
			"repeat_reason",
		),
		open_while("current_step", FILING_STEPS, "consents"),
		open_while("current_step", (*FILING_STEPS, "KIN_RECORD"), "kin_declared", "kin_staff"),
		open_while("case_status", OPEN_STATUSES, "evidence"),
		filled_at("current_step", ("INITIAL",), "township_opinion", "township_opinion_text"),
		filled_at(
			"current_step",
			("REVIEW",),
			"district_opinion",
			"district_opinion_text",
			empty_at=("DECIDE",),
		),
		filled_at("current_step", ("REVIEW", "INITIAL"), "file_checks"),
		filled_at("current_step", ("EXIT",), "exit_reason", "exit_text"),
	)

	def validate(self):
		if self.is_new():
			applications.initialise_case(self)
		elif not self._is_moving():
			applications.validate_editor(self)
		applications.set_derived_fields(self)
		check_all(
			partial(applications.validate_applied_on, self),
			partial(applications.validate_applicant, self),
			partial(applications.validate_single_application, self),
		)

	def after_insert(self):
		step_log.open_step(self)

	def letter(self, kind: str) -> dict:
		"""What the print formats of the case show."""
		return case_letters.build_case_letter(self, kind)

	def archive_list(self) -> dict:
		"""The contents of the archived file, for its print format."""
		return archive.build_archive_list(self)

	def _is_moving(self) -> bool:
		return is_transition_allowed(self.doctype, self.name, "workflow_state")


def on_doctype_update() -> None:
	"""Lists are read newest first from an index that begins with what they ask for, so that they stop after a page.

	Those that begin with a place are for a village and a township, whose rows are too far apart in any other order, the
	others for a district and for oversight. `township_newest` holds the division for the count beneath the list; cases
	overdue or due soon are counted from `due_in_place` alone.
	"""
	frappe.db.add_index("Assistance Application", ["step_due_on", "step_warn_on", "division"], "due_in_place")
	frappe.db.add_index("Assistance Application", ["workflow_state", "modified"], "state_newest")
	frappe.db.add_index("Assistance Application", ["case_status", "modified"], "status_newest")
	frappe.db.add_index("Assistance Application", ["case_status", "scheme", "modified"], "status_scheme")
	frappe.db.add_index("Assistance Application", ["division", "modified"], "division_newest")
	frappe.db.add_index(
		"Assistance Application", ["division", "workflow_state", "modified"], "division_state"
	)
	frappe.db.add_index(
		"Assistance Application", ["division", "case_status", "scheme", "modified"], "division_status"
	)
	frappe.db.add_index("Assistance Application", ["township", "modified", "division"], "township_newest")
