from frappe.model.document import Document


class AssetLimit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		business_capital: DF.Currency
		citation: DF.Data | None
		client_class: DF.Literal["Dibao", "Tekun", "Low Margin", "Rigid Spending", "Temporary Aid", "Obligor"]
		extra_home_area: DF.Float
		home_count: DF.Int
		limits_capital: DF.Check
		limits_homes: DF.Check
		limits_money: DF.Check
		limits_non_residential: DF.Check
		limits_vehicles: DF.Check
		money_base: DF.Literal["Month", "Year"]
		money_inclusive: DF.Check
		money_multiple: DF.Float
		non_residential_count: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		vehicle_count: DF.Int
		vehicle_value_multiple: DF.Float
	# end: auto-generated types

	pass
