frappe.ui.form.on("Screening Run", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.run_status === "Draft") {
			frm.add_custom_button(__("Start"), async () => {
				await frappe.call("social_assistance.api.v1.screening.proposals.start_run", { screening_run: frm.doc.name });
				frm.reload_doc();
			}).addClass("btn-primary");
		}
		const candidates = ["List", "Screening Candidate", { screening_run: frm.doc.name }];
		social_assistance.add_way(frm, __("Candidates"), candidates);
		frappe.realtime.off("screening_progress");
		frappe.realtime.on("screening_progress", (data) => {
			if (data.name !== frm.doc.name) return;
			if (data.progress >= 100) {
				frm.reload_doc();
			} else {
				frm.dashboard.show_progress(__("Screening"), data.progress);
			}
		});
	},
});
