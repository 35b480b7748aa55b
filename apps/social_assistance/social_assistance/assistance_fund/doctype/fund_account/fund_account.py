from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of


class FundAccount(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		account_code: DF.Data
		account_kind: DF.Literal["Asset", "Liability", "Fund", "Expense"]
		account_name: DF.Data
	# end: auto-generated types

	FIELD_RULES = (record_of("setup/seed_funds.py"),)
