from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while, written_by
from social_assistance.services.papers import recovery_letters
from social_assistance.services.payments import recoveries


class OverpaymentRecovery(Document):
	"""What an award was paid without being due, and how it comes back."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.benefit_payment.doctype.recovery_instalment.recovery_instalment import (
			RecoveryInstalment,
		)
		from social_assistance.benefit_payment.doctype.recovery_month.recovery_month import RecoveryMonth

		award: DF.Link
		category_cause: DF.Data | None
		category_entry: DF.Link | None
		cause: DF.Literal["Death", "Unreported Change", "Fraud", "Office Error"]
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision_no: DF.Data | None
		division: DF.Link | None
		due_after: DF.Currency
		event_date: DF.Date
		first_month: DF.Data | None
		grounds: DF.SmallText
		instalments: DF.Table[RecoveryInstalment]
		lead_on: DF.Date | None
		lead_remark: DF.SmallText | None
		lead_to: DF.Data | None
		monthly_amount: DF.Currency
		months: DF.Table[RecoveryMonth]
		naming_series: DF.Literal["ZH-.YYYY.-"]
		offset_award: DF.Link | None
		offset_consent: DF.Attach | None
		offset_key: DF.Data | None
		outstanding_amount: DF.Currency
		overpaid_amount: DF.Currency
		payee_name: DF.Data | None
		prepared_by: DF.Link | None
		received_amount: DF.Currency
		recovery_status: DF.Literal["Draft", "Decided", "Recovering", "Recovered", "Written Off"]
		repayment_mode: DF.Literal["", "One Payment", "Instalments", "Offset"]
		scheme: DF.Link | None
		write_off_approved_by: DF.Link | None
		write_off_asked_amount: DF.Currency
		write_off_grounds: DF.SmallText | None
		write_off_proposed_by: DF.Link | None
		written_off_amount: DF.Currency
	# end: auto-generated types

	PAST_DAYS = ("event_date",)

	FIELD_RULES = (
		written_by(
			"services/payments/recoveries.py",
			"recovery_status",
			"received_amount",
			"written_off_amount",
			"decided_by",
			"decided_on",
			"decision_no",
			"prepared_by",
			"repayment_mode",
			"monthly_amount",
			"first_month",
			"offset_award",
			"instalments",
			"lead_to",
			"lead_on",
			"lead_remark",
			"write_off_asked_amount",
			"write_off_grounds",
			"write_off_proposed_by",
			"write_off_approved_by",
			"offset_key",
		),
		derived(
			"payee_name",
			"scheme",
			"category_cause",
			"division",
			"months",
			"overpaid_amount",
			"outstanding_amount",
		),
		open_while(
			"recovery_status", ("Draft",), "naming_series", "cause", "event_date", "due_after", "grounds"
		),
	)

	def validate(self) -> None:
		recoveries.compute_recovery(self)

	def letter(self) -> dict:
		"""For the print format."""
		return recovery_letters.build_recovery_letter(self)
