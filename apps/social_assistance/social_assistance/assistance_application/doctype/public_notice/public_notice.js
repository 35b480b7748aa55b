frappe.ui.form.on("Public Notice", {
	setup(frm) {
		frm.set_query("application", () => ({
			filters: {
				current_step: frm.doc.notice_kind === "Result" ? "PUBLISH" : "NOTICE",
			},
		}));
	},
});
