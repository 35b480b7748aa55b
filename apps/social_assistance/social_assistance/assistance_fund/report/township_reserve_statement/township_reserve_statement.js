frappe.query_reports["Township Reserve Statement"] = {
	filters: [
		{
			fieldname: "from_month",
			label: __("From Month"),
			fieldtype: "Data",
			default: `${frappe.datetime.get_today().slice(0, 4)}-01`,
		},
		{
			fieldname: "to_month",
			label: __("To Month"),
			fieldtype: "Data",
			default: frappe.datetime.get_today().slice(0, 7),
		},
	],
};
