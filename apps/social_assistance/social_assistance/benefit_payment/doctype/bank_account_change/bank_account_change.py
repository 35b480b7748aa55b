from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, written_by
from social_assistance.services.append_only import refuse_change
from social_assistance.services.awards import account_changes
from social_assistance.services.privacy.encrypted_fields import EncryptedField


class BankAccountChange(Document):
	"""A new or confirmed account of a household: prepared with proof by one person, confirmed by another."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		account_holder: DF.Link | None
		agreement_file: DF.Attach | None
		answer_remark: DF.SmallText | None
		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		bank_account_digest: DF.Data | None
		bank_name: DF.Data | None
		change_reason: DF.Literal[
			"Account at Intake",
			"New Card",
			"Payment Returned",
			"Other Account Holder",
			"Guardian or Institution",
			"Correction",
			"Other",
		]
		change_status: DF.Literal["Proposed", "Confirmed", "Turned Down", "Taken Back"]
		confirmed_by: DF.Link | None
		confirmed_on: DF.Datetime | None
		confirmed_role: DF.Link | None
		division: DF.Link | None
		former_account: DF.Data | None
		former_account_cipher: DF.SmallText | None
		former_account_digest: DF.Data | None
		former_bank_name: DF.Data | None
		former_holder: DF.Link | None
		former_verified_on: DF.Date | None
		head_name: DF.Data | None
		holder_kind: DF.Literal["Member of the Household", "Guardian", "Institution"]
		holder_name: DF.Data | None
		household: DF.Link
		naming_series: DF.Literal["ZH-.YYYY.-"]
		open_key: DF.Data | None
		prepared_by: DF.Link | None
		prepared_on: DF.Datetime | None
		prepared_role: DF.Link | None
		proof_file: DF.Attach
		reason_text: DF.SmallText
		shared_count: DF.Int
		shared_reason: DF.SmallText | None
		shared_text: DF.SmallText | None
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/awards/account_changes.py",
			"change_status",
			"prepared_by",
			"prepared_role",
			"prepared_on",
			"confirmed_by",
			"confirmed_role",
			"confirmed_on",
			"answer_remark",
			"former_bank_name",
			"former_account",
			"former_holder",
			"former_verified_on",
			"shared_count",
			"shared_text",
			"shared_reason",
			"open_key",
		),
		derived("head_name", "division"),
	)

	SEALED = (
		EncryptedField(
			"bank_account", "bank_account", cipher="bank_account_cipher", digest="bank_account_digest"
		),
		EncryptedField(
			"former_account", "bank_account", cipher="former_account_cipher", digest="former_account_digest"
		),
	)

	def validate(self) -> None:
		if self.is_new():
			account_changes.prepare(self)
		else:
			account_changes.keep_as_prepared(self)

	def fixed_fields(self) -> tuple[str, ...]:
		"""Papers that stay as they were handed in."""
		return ("proof_file", "agreement_file")

	def on_trash(self) -> None:
		refuse_change(self)
