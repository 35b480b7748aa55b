from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of, written_by


class ScreeningCandidate(Document):
	"""A household or person who seems to have a right to a scheme that nobody asked for (应助未助)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered_by: DF.Link | None
		answered_on: DF.Date | None
		application: DF.Link | None
		basis: DF.Literal["", "Assessment", "Present Payment", "Not Needed"]
		candidate_key: DF.Data | None
		candidate_status: DF.Literal["To Answer", "Accepted", "Refused"]
		citation: DF.Data | None
		counted_income: DF.Currency
		division: DF.Link
		found_on: DF.Date | None
		household: DF.Link
		income_limit: DF.Currency
		monthly_amount: DF.Currency
		needs_judgement: DF.Check
		person: DF.Link | None
		persons: DF.Int
		reason: DF.SmallText | None
		refusal_reason: DF.Literal[
			"",
			"Does Not Wish to Apply",
			"Already Helped Elsewhere",
			"Facts Have Changed",
			"Not Reached",
			"Other",
		]
		refusal_text: DF.SmallText | None
		scheme: DF.Link
		screening_run: DF.Link
		subject_name: DF.Data | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/screening/proposals.py",
			"candidate_status",
			"scheme",
			"household",
			"person",
			"application",
			"refusal_reason",
			"candidate_key",
		),
		record_of("services/screening/proposals.py"),
	)
