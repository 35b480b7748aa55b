from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while, written_by
from social_assistance.services.awards import funeral_aid


class FuneralAid(Document):
	"""Aid to the funeral of a person of a class: opened by the death, decided by a second person, paid once."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		aid_rule: DF.Link | None
		aid_status: DF.Literal["Open", "Approved", "Turned Down"]
		arrangement: DF.SmallText | None
		award: DF.Link | None
		deceased_on: DF.Date | None
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision_no: DF.Data | None
		division: DF.Link | None
		granted_amount: DF.Currency
		household: DF.Link | None
		naming_series: DF.Literal["SZ-.YYYY.-"]
		payee_household: DF.Link | None
		person: DF.Link
		person_name: DF.Data | None
		prepared_by: DF.Link | None
		refusal_reason: DF.SmallText | None
		scheme: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/awards/granted_sums.py",
			"aid_status",
			"prepared_by",
			"decided_by",
			"decided_on",
			"decision_no",
			"refusal_reason",
			"award",
		),
		derived(
			"person_name", "deceased_on", "scheme", "household", "division", "aid_rule", "granted_amount"
		),
		open_while("aid_status", ("Open",), "naming_series", "payee_household", "arrangement"),
	)

	def validate(self) -> None:
		funeral_aid.compute_funeral_aid(self)
