// A report without rows has no table: what its menu and buttons do with the table says so instead of failing.
const say_empty = () => frappe.show_alert(__("No Data"));
// The table of a former answer stays behind when the next one is empty.
const has_rows = (report) => !!report.datatable && report.data.length > 0;

const guard_items = (view, labels) => {
	const get_items = frappe.views[view].prototype[labels.of];
	frappe.views[view].prototype[labels.of] = function () {
		const of_rows = labels.names.map((label) => __(label));
		return get_items.call(this).map((item) => {
			if (!of_rows.includes(item.label)) return item;
			return { ...item, action: () => (has_rows(this) ? item.action() : say_empty()) };
		});
	};
};

guard_items("ReportView", { of: "report_menu_items", names: ["Show Totals", "Print", "Pick Columns", "Export"] });
guard_items("QueryReport", { of: "get_menu_items", names: ["Print", "PDF", "Export", "Add Column"] });

for (const method of ["open_create_chart_dialog", "add_card_to_dashboard"]) {
	const open = frappe.views.QueryReport.prototype[method];
	frappe.views.QueryReport.prototype[method] = function () {
		return has_rows(this) ? open.call(this) : say_empty();
	};
}

// A report whose required filter is empty says so on the page; the framework then throws what nobody catches.
const refresh_report = frappe.views.QueryReport.prototype.refresh;
frappe.views.QueryReport.prototype.refresh = async function (...rest) {
	try {
		return await refresh_report.apply(this, rest);
	} catch (reason) {
		if (reason !== "Filter missing") throw reason;
	}
};

// A dashboard of a list has no filters to look at when a document changes somewhere; it is drawn anew by its button.
frappe.views.DashboardView.prototype.avoid_realtime_update = () => true;
