// The report view of a list without rows has no table: what its menu does with the table says so instead of failing.
const report_menu_items = frappe.views.ReportView.prototype.report_menu_items;

frappe.views.ReportView.prototype.report_menu_items = function () {
	const of_rows = [__("Show Totals"), __("Print"), __("Pick Columns")];
	return report_menu_items.call(this).map((item) => {
		if (!of_rows.includes(item.label)) return item;
		const action = () => (this.datatable ? item.action() : frappe.show_alert(__("No Data")));
		return { ...item, action };
	});
};
