frappe.ui.form.on("Notice Objection", {
	setup(frm) {
		frm.set_query("public_notice", () => ({ filters: { notice_kind: "Preliminary" } }));
	},

	refresh(frm) {
		const may_assign = ["Township Reviewer", "Township Leader", "District Reviewer"].some((role) =>
			frappe.user.has_role(role)
		);
		frm.toggle_enable("investigator", may_assign && !frm.doc.result);
		const is_investigator = frm.doc.investigator === frappe.session.user;
		frm.toggle_enable(["result", "findings"], is_investigator && !frm.doc.handled_on);
		if (!frm.is_new() && frm.doc.objection_status !== "Closed") {
			frm.set_intro(
				__("The case stays at the notice until this is closed. To be handled by {0}.", [
					frappe.datetime.str_to_user(frm.doc.investigate_by) || "-",
				]),
				"orange"
			);
		}
	},

	public_notice(frm) {
		if (!frm.doc.public_notice) return;
		frappe.db
			.get_value("Public Notice", frm.doc.public_notice, "application")
			.then(({ message }) => frm.set_value("application", message.application));
	},
});
