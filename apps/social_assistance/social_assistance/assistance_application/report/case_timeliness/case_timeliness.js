frappe.query_reports["Case Timeliness"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("Opened From"),
			fieldtype: "Date",
			default: frappe.datetime.month_start(),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("Opened To"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "township",
			label: __("Township"),
			fieldtype: "Link",
			options: "Administrative Division",
			get_query: () => ({ filters: { division_level: "Township" } }),
		},
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		const is_late = ["done_late", "overdue"].includes(column.fieldname) && data?.[column.fieldname];
		return is_late ? `<span class="text-danger">${shown}</span>` : shown;
	},
};
