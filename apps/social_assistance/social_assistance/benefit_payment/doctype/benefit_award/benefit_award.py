import frappe
from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of, written_by
from social_assistance.services.awards.compatibility import require_compatible_award
from social_assistance.services.privacy.encrypted_fields import EncryptedField, encrypt_fields


class BenefitAward(Document):
	"""What a household or person receives each month by decision, until it is changed or stopped by decision."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.benefit_payment.doctype.award_amount.award_amount import AwardAmount
		from social_assistance.benefit_payment.doctype.award_person.award_person import AwardPerson

		account_verified_on: DF.Date | None
		amounts: DF.Table[AwardAmount]
		application: DF.Link | None
		application_decision: DF.Link | None
		award_no: DF.Data | None
		award_status: DF.Literal["Active", "Suspended", "Gradual Exit", "Stopped"]
		bank_account: DF.Data | None
		bank_account_cipher: DF.SmallText | None
		bank_account_digest: DF.Data | None
		bank_name: DF.Data | None
		benefit_class: DF.Data | None
		covered: DF.Table[AwardPerson]
		covered_persons: DF.Int
		division: DF.Link
		end_month: DF.Data | None
		household: DF.Link
		monthly_amount: DF.Currency
		next_review_on: DF.Date | None
		open_award_key: DF.Data | None
		payee: DF.Link
		payee_name: DF.Data | None
		person: DF.Link | None
		policy_version: DF.Link | None
		reserve_use: DF.Link | None
		residence_class: DF.Literal["", "Urban", "Rural"]
		scheme: DF.Link
		start_month: DF.Data
		stop_reason: DF.Data | None
		valid_until: DF.Date | None
	# end: auto-generated types

	SEALED = (
		EncryptedField(
			"bank_account", "bank_account", cipher="bank_account_cipher", digest="bank_account_digest"
		),
	)

	FIELD_RULES = (
		written_by(
			"services/awards/grants.py",
			"award_no",
			"scheme",
			"household",
			"person",
			"payee",
			"division",
			"award_status",
			"start_month",
			"end_month",
			"monthly_amount",
			"amounts",
			"bank_name",
			"bank_account",
			"account_verified_on",
			"application_decision",
			"next_review_on",
			"open_award_key",
			"valid_until",
			"covered",
		),
		record_of("services/awards/grants.py"),
	)

	def before_insert(self) -> None:
		"""Schemes that exclude each other are not paid side by side."""
		require_compatible_award(self)

	def validate(self) -> None:
		"""The account stays encrypted; everything else of an award is the award service's."""
		encrypt_fields(self)


def on_doctype_update() -> None:
	"""What the cards of the desks count and add up, and the list of running awards of a place, newest first."""
	frappe.db.add_index(
		"Benefit Award", ["award_status", "modified", "monthly_amount", "division"], "in_force_in_place"
	)
	frappe.db.add_index("Benefit Award", ["division", "award_status", "modified"], "division_status")
	frappe.db.add_index(
		"Benefit Award", ["bank_account_digest", "household", "award_status"], "shared_account"
	)
