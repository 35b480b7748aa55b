from frappe.model.document import Document

from social_assistance.permissions.field_rules import written_by
from social_assistance.services import second_person
from social_assistance.services.payments import bank_layouts


class BankLayout(Document):
	"""How a bank wants its payment files and writes its return files."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from social_assistance.benefit_payment.doctype.bank_layout_column.bank_layout_column import (
			BankLayoutColumn,
		)

		bank_name: DF.Data | None
		columns: DF.Table[BankLayoutColumn]
		encoding: DF.Literal["GBK", "UTF-8"]
		failed_words: DF.Data | None
		file_format: DF.Literal["CSV", "Fixed Width", "XLSX"]
		force_status: DF.Literal["Waiting for a Second Person", "In Force"]
		has_control_line: DF.Check
		has_headings: DF.Check
		in_fen: DF.Check
		in_force: DF.Code | None
		in_force_by: DF.Link | None
		in_force_on: DF.Datetime | None
		is_enabled: DF.Check
		layout_name: DF.Data
		paid_words: DF.Data | None
		proposed_by: DF.SmallText | None
		return_amount: DF.Data | None
		return_reason: DF.Data | None
		return_reference: DF.Data | None
		return_result: DF.Data | None
		rows_per_file: DF.Int
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"services/second_person.py",
			"force_status",
			"proposed_by",
			"in_force",
			"in_force_by",
			"in_force_on",
		),
	)

	def validate(self) -> None:
		bank_layouts.check_bank_layout(self)
		second_person.note_proposal(self)
