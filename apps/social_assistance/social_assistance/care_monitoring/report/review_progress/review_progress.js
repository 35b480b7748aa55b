frappe.query_reports["Review Progress"] = {
	filters: [
		{ fieldname: "review_campaign", label: __("Annual Review"), fieldtype: "Link", options: "Review Campaign Run" },
		{ fieldname: "scheme", label: __("Scheme"), fieldtype: "Link", options: "Assistance Scheme" },
		{ fieldname: "from_date", label: __("Due From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("Due To"), fieldtype: "Date" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		return column.fieldname === "overdue" && data?.overdue ? `<span class="text-danger">${shown}</span>` : shown;
	},
};
