frappe.ui.form.on("Bulk Action Run", {
	onload(frm) {
		frappe.realtime.off("bulk_action_progress");
		frappe.realtime.on("bulk_action_progress", (message) => {
			if (message.name !== frm.doc.name) return;
			frm.dashboard.show_progress(__("Progress"), message.progress || 0);
			if (message.progress >= 100) frm.reload_doc();
		});
	},

	refresh(frm) {
		const doctype = frm.doc.bulk_kind === "Move Cases" ? "Assistance Application" : "Review Task";
		const rows = JSON.parse(frm.doc.results || "[]");
		frm.get_field("result_table").$wrapper.empty().append(social_assistance.bulk.table(rows, doctype));
	},
});
