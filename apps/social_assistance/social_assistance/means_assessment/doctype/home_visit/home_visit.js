frappe.ui.form.on("Home Visit", {
	setup(frm) {
		frm.set_query("member_present", () => ({ filters: { current_household: frm.doc.household } }));
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.visited_on) return;
		frm.add_custom_button(__("Visit Made Today"), () =>
			frm.set_value("visited_on", frappe.datetime.get_today())
		);
	},
});
