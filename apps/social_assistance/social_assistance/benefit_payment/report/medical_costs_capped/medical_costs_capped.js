frappe.query_reports["Medical Costs Capped"] = {
	filters: [
		{
			fieldname: "year",
			label: __("Year of the Bills"),
			fieldtype: "Int",
			default: Number(frappe.datetime.get_today().slice(0, 4)),
			reqd: 1,
		},
	],
};
