from frappe.model.document import Document

from social_assistance.permissions.field_rules import derived


class MedicalCapBill(Document):
	"""A settled medical bill."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		aid_paid: DF.Currency
		basic_paid: DF.Currency
		bill_key: DF.Data | None
		bill_no: DF.Data
		hospital: DF.Data
		in_policy_cost: DF.Currency
		other_paid: DF.Currency
		own_share: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		serious_paid: DF.Currency
		settled_on: DF.Date
		total_cost: DF.Currency
	# end: auto-generated types

	FIELD_RULES = (derived("own_share", "bill_key"),)

	PAST_DAYS = ("settled_on",)
