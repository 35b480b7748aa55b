from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived, open_while, written_by
from social_assistance.services.awards import medical_caps


class MedicalCostCap(Document):
	"""Medical costs of a person in one year, and what of them is paid above the line of the rule."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.benefit_payment.doctype.medical_cap_bill.medical_cap_bill import MedicalCapBill

		aid_paid: DF.Currency
		award: DF.Link | None
		basic_paid: DF.Currency
		bill_year: DF.Int
		bills: DF.Table[MedicalCapBill]
		cap_rule: DF.Link | None
		cap_status: DF.Literal["Draft", "Approved", "Turned Down"]
		coverage_rate: DF.Float
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision_no: DF.Data | None
		division: DF.Link | None
		earlier_own_share: DF.Currency
		granted_amount: DF.Currency
		household: DF.Link | None
		in_policy_cost: DF.Currency
		naming_series: DF.Literal["YL-.YYYY.-"]
		other_paid: DF.Currency
		own_left: DF.Currency
		own_share: DF.Currency
		person: DF.Link
		person_name: DF.Data | None
		prepared_by: DF.Link | None
		refusal_reason: DF.SmallText | None
		scheme: DF.Link | None
		serious_paid: DF.Currency
		share_above: DF.Float
		threshold: DF.Currency
		total_cost: DF.Currency
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/awards/granted_sums.py",
			"cap_status",
			"prepared_by",
			"decided_by",
			"decided_on",
			"decision_no",
			"refusal_reason",
			"award",
		),
		derived(
			"person_name",
			"bill_year",
			"scheme",
			"household",
			"division",
			"cap_rule",
			"total_cost",
			"in_policy_cost",
			"basic_paid",
			"serious_paid",
			"aid_paid",
			"other_paid",
			"own_share",
			"earlier_own_share",
			"threshold",
			"share_above",
			"granted_amount",
			"own_left",
			"coverage_rate",
		),
		open_while("cap_status", ("Draft",), "naming_series", "person", "bills"),
	)

	def validate(self) -> None:
		medical_caps.compute_medical_cap(self)
