frappe.query_reports["Category Payments"] = {
	filters: [
		{
			fieldname: "from_month",
			label: __("From Month"),
			fieldtype: "Data",
			default: `${frappe.datetime.get_today().slice(0, 4)}-01`,
		},
		{ fieldname: "to_month", label: __("Last Month"), fieldtype: "Data", default: frappe.datetime.get_today().slice(0, 7) },
		{ fieldname: "category_rule", label: __("Category Payment Rule"), fieldtype: "Link", options: "Category Payment Rule" },
	],
};
