from frappe.model.document import Document


class BenefitStandard(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		care_form: DF.Literal["", "Centralised", "Dispersed"]
		citation: DF.Data | None
		measure: DF.Literal[
			"DIBAO", "TEKUN", "ORPHAN", "UNSUPPORTED-CHILD", "DISPOSABLE-INCOME", "MINIMUM-WAGE"
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		period: DF.Literal["Month", "Year"]
		residence_class: DF.Literal["Any", "Urban", "Rural"]
	# end: auto-generated types

	pass
