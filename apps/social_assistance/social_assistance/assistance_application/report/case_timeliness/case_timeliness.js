frappe.query_reports["Case Timeliness"] = {
	filters: [
		{
			fieldname: "month",
			label: __("Month"),
			fieldtype: "Select",
			options: ["", ...last_months(24)],
			on_change(report) {
				const month = report.get_filter_value("month");
				if (!month) return report.refresh();
				const first = `${month}-01`;
				report.set_filter_value({
					from_date: first,
					to_date: moment(first).endOf("month").format("YYYY-MM-DD"),
				});
			},
		},
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
		const is_late = ["done_late", "overdue", "left_over"].includes(column.fieldname) && data?.[column.fieldname];
		return is_late ? `<span class="text-danger">${shown}</span>` : shown;
	},
};

function last_months(count) {
	return Array.from({ length: count }, (_none, back) => moment().subtract(back, "months").format("YYYY-MM"));
}
