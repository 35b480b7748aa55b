frappe.ui.form.on("Public Notice", {
	setup(frm) {
		frm.set_query("application", () => ({
			filters: {
				current_step: frm.doc.notice_kind === "Result" ? "PUBLISH" : "NOTICE",
			},
		}));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.notice_kind === "Preliminary" && frappe.model.can_create("Notice Objection")) {
			frm.add_custom_button(__("Register Objection"), () =>
				frappe.new_doc("Notice Objection", {
					objection_kind: "Objection to Notice",
					public_notice: frm.doc.name,
					application: frm.doc.application,
				})
			);
		}
		if (!frm.doc.taken_down_on && frappe.model.can_create("Public Notice")) {
			frm.add_custom_button(__("Correct by New Notice"), () =>
				frappe.new_doc("Public Notice", {
					application: frm.doc.application,
					notice_kind: frm.doc.notice_kind,
					place: frm.doc.place,
					corrects: frm.doc.name,
				})
			);
		}
		if (frm.doc.taken_down_on) {
			frm.set_intro(
				__("Taken down on {0}.", [frappe.datetime.str_to_user(frm.doc.taken_down_on)]),
				"blue"
			);
		} else if (frm.doc.takes_down_on) {
			frm.set_intro(
				__("To be taken down on {0}; photograph it on that day.", [
					frappe.datetime.str_to_user(frm.doc.takes_down_on),
				]),
				"blue"
			);
		}
	},
});
