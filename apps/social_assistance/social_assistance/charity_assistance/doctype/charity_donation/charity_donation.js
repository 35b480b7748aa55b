frappe.ui.form.on("Charity Donation", {
	refresh(frm) {
		if (frm.doc.docstatus !== 1) return;
		if (frm.doc.balance_amount > 0 && frappe.model.can_create("Charity Disbursement")) {
			frm.add_custom_button(__("Disburse"), () => frappe.new_doc("Charity Disbursement", { donation: frm.doc.name }));
		}
		frm.add_custom_button(__("Print Receipt"), () =>
			frappe.set_route("print", "Charity Donation", frm.doc.name)
		);
	},
});
