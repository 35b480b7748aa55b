frappe.ui.form.on("Township Quota", {
	setup(frm) {
		frm.set_query("division", "townships", () => ({ filters: { division_level: "Township" } }));
	},

	refresh(frm) {
		if (frm.is_new() || !frm.doc.scheme) return;
		frm.add_custom_button(__("Compare with Those Covered"), () =>
			frappe.set_route("query-report", "Township Quota Use", { scheme: frm.doc.scheme })
		);
	},
});
