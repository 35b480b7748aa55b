frappe.ui.form.on("Category Payment Rule", {
	setup(frm) {
		frm.set_query("division", () => ({ filters: { division_level: ["in", ["City", "District", "Township", "Village"]] } }));
		// Schemes that are decided case by case; what is paid once makes no class.
		frm.set_query("scheme", "classes", () => ({ filters: { is_enabled: 1, process_column: ["not in", ["REFERRAL", "TEMP_EXPENSE", "TEMP_EMERGENCY"]] } }));
	},

	refresh: show_columns,
	method: show_columns,
});

function show_columns(frm) {
	const is_price = frm.doc.method === "Price Subsidy";
	const grid = frm.get_field("classes").grid;
	grid.toggle_display("amount", !is_price);
	grid.toggle_display("subsidy_share", is_price);
	grid.reset_grid();
}
