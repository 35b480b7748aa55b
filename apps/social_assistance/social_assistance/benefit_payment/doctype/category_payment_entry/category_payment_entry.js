frappe.ui.form.on("Category Payment Entry", {
	refresh(frm) {
		if (!frappe.model.can_create("Overpayment Recovery")) return;
		frm.add_custom_button(__("Recover"), () => recover(frm));
	},
});

function recover(frm) {
	return frappe.db.get_value("Payment Line", frm.doc.payment_line, "award").then(({ message }) =>
		frappe.new_doc("Overpayment Recovery", { award: message.award, category_entry: frm.doc.name })
	);
}
