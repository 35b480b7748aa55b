frappe.ui.form.on("Township Quota", {
	setup(frm) {
		frm.set_query("division", "townships", () => ({ filters: { division_level: "Township" } }));
	},

	refresh(frm) {
		if (frm.is_new() || !frm.doc.scheme) return;
		const use = ["query-report", "Township Quota Use", { scheme: frm.doc.scheme }];
		social_assistance.add_way(frm, __("Compare with Those Covered"), use);
	},
});
