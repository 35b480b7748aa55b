frappe.ui.form.on("Home Visit", {
	setup(frm) {
		frm.set_query("member_present", () => ({ filters: { current_household: frm.doc.household } }));
	},

	refresh(frm) {
		const own = (frm.doc.investigators || []).find((row) => row.investigator === frappe.session.user);
		if (!frm.is_new() && frm.doc.visited_on && own && !own.signed) {
			frm.add_custom_button(__("Sign"), () => sign(frm, own)).removeClass("btn-default").addClass("btn-primary");
		}
		if (frm.is_new() || frm.doc.visited_on) return;
		frm.add_custom_button(__("Visit Made Today"), () =>
			frm.set_value("visited_on", frappe.datetime.get_today())
		);
	},
});

function sign(frm, row) {
	return frappe.model.set_value(row.doctype, row.name, "signed", 1).then(() => frm.save());
}
