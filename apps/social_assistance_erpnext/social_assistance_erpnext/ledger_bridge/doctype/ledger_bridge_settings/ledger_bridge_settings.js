frappe.ui.form.on("Ledger Bridge Settings", {
	setup(frm) {
		const of_company = (filters) => () => ({ filters: { company: frm.doc.company, is_group: 0, ...filters } });
		frm.set_query("default_cost_center", of_company({}));
		frm.set_query("cost_center", "cost_centers", of_company({}));
		frm.set_query("account", "accounts", of_company({ account_type: ["not in", ["Receivable", "Payable"]] }));
		frm.set_query("division", "cost_centers", () => ({
			filters: { division_level: ["in", ["District", "Township"]] },
		}));
	},
	refresh(frm) {
		if (!frm.perm[0].write) return;
		frm.add_custom_button(__("Create Accounts and Cost Centers"), () => call(frm, "create_books"));
		if (frm.doc.enabled) frm.add_custom_button(__("Post Now"), () => call(frm, "post_now"));
	},
});

async function call(frm, method) {
	if (frm.is_dirty()) await frm.save();
	const answer = await frappe.call({
		method: `social_assistance_erpnext.api.${method}`,
		type: "POST",
		freeze: true,
	});
	frappe.show_alert({ message: answer.message.message, indicator: "green" });
	await frm.reload_doc();
}
