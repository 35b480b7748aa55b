from frappe.model.document import Document

from social_assistance.permissions.field_rules import record_of, written_by


class BankFile(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount_in_capitals: DF.Data | None
		bank_layout: DF.Link | None
		bank_name: DF.Data | None
		encoding: DF.Literal["GBK", "GB18030", "UTF-8"]
		file: DF.Attach | None
		file_digest: DF.Data | None
		file_key: DF.Data | None
		file_status: DF.Literal["Prepared", "Written", "Sent", "Returned", "Settled"]
		layout_data: DF.Code | None
		naming_series: DF.Literal["YH-.YYYY.-"]
		part_no: DF.Int
		payment_month: DF.Data | None
		payment_run: DF.Link
		row_count: DF.Int
		total_amount: DF.Currency
	# end: auto-generated types

	FIELD_RULES = (
		written_by(
			"engines/payments/bank_files.py",
			"payment_run",
			"file_status",
			"row_count",
			"total_amount",
			"file",
			"file_digest",
			"file_key",
		),
		record_of("engines/payments/bank_files.py"),
	)
