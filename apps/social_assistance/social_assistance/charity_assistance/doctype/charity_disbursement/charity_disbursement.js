frappe.ui.form.on("Charity Disbursement", {
	setup(frm) {
		frm.set_query("donation", () => ({ filters: { docstatus: 1, balance_amount: [">", 0] } }));
		frm.set_query("charity_need", () => ({ filters: { consent_given: 1, need_status: "Open" } }));
	},
});
