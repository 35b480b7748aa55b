frappe.query_reports["Township Quota Use"] = {
	filters: [
		{ fieldname: "scheme", label: __("Scheme"), fieldtype: "Link", options: "Assistance Scheme" },
		{ fieldname: "on_date", label: __("Date"), fieldtype: "Date", default: frappe.datetime.get_today() },
	],
};
