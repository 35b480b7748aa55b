from frappe.model.document import Document


class CaseSnapshot(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		application: DF.Link
		division: DF.Link
		facts: DF.Code | None
		facts_digest: DF.Data | None
		policy_version: DF.Link | None
		step_code: DF.Data
		taken_on: DF.Datetime
	# end: auto-generated types

	pass
