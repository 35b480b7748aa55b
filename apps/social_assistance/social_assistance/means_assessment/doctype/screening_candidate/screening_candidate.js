const API = "social_assistance.api.v1.screening.proposals";

frappe.ui.form.on("Screening Candidate", {
	refresh(frm) {
		frm.disable_save();
		const may_answer = ["Village Assistant", "Township Clerk"].some((role) => frappe.user.has_role(role));
		if (frm.doc.candidate_status !== "To Answer" || !may_answer) return;
		frm.add_custom_button(__("File an Application"), async () => {
			const { message } = await frappe.call(`${API}.accept_candidate`, { candidate: frm.doc.name });
			frappe.set_route("Form", "Assistance Application", message);
		}).addClass("btn-primary");
		frm.add_custom_button(__("Record a Refusal"), () => frm.events.ask_refusal(frm));
	},

	ask_refusal(frm) {
		const { label, options } = frappe.meta.get_docfield(frm.doctype, "refusal_reason");
		frappe.prompt(
			[
				{ fieldname: "reason", fieldtype: "Select", label: __(label), options, reqd: 1 },
				{ fieldname: "remark", fieldtype: "Small Text", label: __("Remark") },
			],
			async (values) => {
				await frappe.call(`${API}.refuse_candidate`, { candidate: frm.doc.name, ...values });
				frm.reload_doc();
			},
			__("Record a Refusal")
		);
	},
});
