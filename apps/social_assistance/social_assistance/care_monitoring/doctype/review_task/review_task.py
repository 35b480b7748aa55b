import frappe
from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, fill_once, open_while, written_by
from social_assistance.services.papers import review_letters
from social_assistance.services.reviews import tasks


class ReviewTask(Document):
	"""One review of one award: what was reported, found, proposed and decided, and when the next one is due."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount_after: DF.Currency
		amount_before: DF.Currency
		applicant_name: DF.Data | None
		application: DF.Link | None
		award: DF.Link
		award_change: DF.Link | None
		campaign_key: DF.Data | None
		change_kind: DF.Literal[
			"",
			"Income or Work",
			"Members",
			"Birth",
			"Return",
			"Marriage",
			"Disability",
			"End of School",
			"Age Reached",
			"Property",
			"Residence",
			"Death",
			"Imprisonment",
			"Wish to Leave",
			"Other",
		]
		change_text: DF.SmallText | None
		changed_on: DF.Date | None
		clause: DF.SmallText | None
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision_no: DF.Data | None
		decision_text: DF.SmallText | None
		division: DF.Link | None
		due_on: DF.Date | None
		exit_notice_ends_on: DF.Date | None
		exit_notice_on: DF.Date | None
		exit_notice_photo: DF.Attach | None
		exit_notice_place: DF.Data | None
		exit_objection: DF.SmallText | None
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
			"Age Reached",
			"Expired",
			"Other",
		]
		findings: DF.SmallText | None
		from_month: DF.Data | None
		household: DF.Link | None
		means_assessment: DF.Link | None
		needs_exit_notice: DF.Check
		next_review_on: DF.Date | None
		open_task_key: DF.Data | None
		overpaid_amount: DF.Currency
		proposal_text: DF.SmallText | None
		proposed_by: DF.Link | None
		proposed_on: DF.Datetime | None
		proposed_result: DF.Literal["", "Maintain", "Increase", "Decrease", "Gradual Exit", "Stop"]
		report_evidence: DF.Attach | None
		reported_by: DF.Data | None
		reported_on: DF.Date | None
		resumed_on: DF.Date | None
		review_campaign: DF.Link | None
		review_cause: DF.Literal[
			"Review Due",
			"Annual Review",
			"Reported Change",
			"Voluntary Exit",
			"Risk Alert",
			"Spot Check",
			"Death",
			"Age Reached",
			"Validity Ends",
			"Household Changed",
			"Other",
		]
		review_status: DF.Literal["Open", "Proposed", "Decided", "Cancelled"]
		scheme: DF.Link | None
		suspended_month: DF.Data | None
		suspended_on: DF.Date | None
		suspension_text: DF.SmallText | None
		told_by: DF.Literal["", "In Person", "Registered Mail", "Left at Home", "Electronic"]
		told_on: DF.Date | None
		township: DF.Link | None
		verification_no: DF.Data | None
		verified_on: DF.Date | None
		visited_on: DF.Date | None
		visitors: DF.Data | None
	# end: auto-generated types

	ACT_DAYS = ("reported_on", "visited_on", "verified_on", "exit_notice_on", "told_on")

	FIELD_RULES = (
		written_by(
			"services/reviews/review_decisions.py",
			"household",
			"application",
			"scheme",
			"review_status",
			"due_on",
			"review_campaign",
			"amount_before",
			"amount_after",
			"proposed_by",
			"proposed_on",
			"decision_no",
			"decided_by",
			"decided_on",
			"decision_text",
			"clause",
			"from_month",
			"award_change",
			"overpaid_amount",
			"next_review_on",
			"suspended_on",
			"suspended_month",
			"suspension_text",
			"resumed_on",
			"open_task_key",
			"campaign_key",
		),
		derived("applicant_name", "division", "township", "needs_exit_notice", "exit_notice_ends_on"),
		# A proposed sheet is what the district reads; a decided one is the record of the decision.
		open_while(
			"review_status",
			("Open",),
			"award",
			"review_cause",
			"reported_by",
			"reported_on",
			"change_kind",
			"changed_on",
			"change_text",
			"report_evidence",
			"visited_on",
			"visitors",
			"verification_no",
			"verified_on",
			"means_assessment",
			"findings",
			"proposed_result",
			"exit_reason",
			"proposal_text",
		),
		open_while(
			"review_status",
			("Open", "Proposed"),
			"exit_notice_on",
			"exit_notice_place",
			"exit_notice_photo",
			"exit_objection",
		),
		fill_once("told_on", "told_by"),
	)

	def validate(self) -> None:
		"""Take what the award says; states change through the service only."""
		tasks.fill_review_task(self)

	def letter(self) -> dict:
		"""The notice to the family, for its print format."""
		return review_letters.build_review_letter(self)


def on_doctype_update() -> None:
	"""Decided reviews whose families are to be told are counted from this index alone."""
	frappe.db.add_index("Review Task", ["review_status", "told_on", "division"], "told_in_place")
