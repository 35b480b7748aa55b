from frappe.model.document import Document


class AssistanceSettings(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		bureau_name: DF.Data
		bureau_phone: DF.Data | None
		court_name: DF.Data | None
		default_process_template: DF.Link | None
		district: DF.Link
		goods_warning_days: DF.Int
		payment_day: DF.Int
		refusal_notice_days: DF.Int
		review_authority: DF.Data | None
		review_working_days: DF.Int
		smallest_public_group: DF.Int
		visit_checklist: DF.SmallText | None
		wish_claim_days: DF.Int
	# end: auto-generated types

	pass
