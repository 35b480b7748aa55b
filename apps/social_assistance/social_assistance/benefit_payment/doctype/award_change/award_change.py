from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of
from social_assistance.services.append_only import refuse_change
from social_assistance.services.papers import change_letters


class AwardChange(Document):
	"""Why and from when an award pays another amount; written once, never edited."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount_after: DF.Currency
		amount_before: DF.Currency
		application: DF.Link | None
		arrears_amount: DF.Currency
		arrears_line: DF.Link | None
		award: DF.Link
		change_kind: DF.Literal[
			"Standard Change",
			"Review",
			"Member Change",
			"Death",
			"Imprisonment",
			"Gradual Exit",
			"Stop",
			"Correction",
		]
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		division: DF.Link
		from_month: DF.Data
		household: DF.Link | None
		overpaid_amount: DF.Currency
		payee_name: DF.Data | None
		policy_version: DF.Link | None
		reason: DF.SmallText | None
		rerating_run: DF.Link | None
		scheme: DF.Link | None
	# end: auto-generated types

	FIELD_RULES = (record_of("services/awards/changes.py"),)

	def letter(self) -> dict:
		"""What the letter to the family shows."""
		return change_letters.build_change_letter(self)

	def validate(self) -> None:
		if not self.is_new():
			refuse_change(self)

	def on_trash(self) -> None:
		refuse_change(self)
