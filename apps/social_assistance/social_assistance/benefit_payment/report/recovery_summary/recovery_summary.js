frappe.query_reports["Recovery Summary"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("Decided From"),
			fieldtype: "Date",
			default: `${frappe.datetime.get_today().slice(0, 4)}-01-01`,
		},
		{ fieldname: "to_date", label: __("Decided To"), fieldtype: "Date", default: frappe.datetime.get_today() },
	],
};
