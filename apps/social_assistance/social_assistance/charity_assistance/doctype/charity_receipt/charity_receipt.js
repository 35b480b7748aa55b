frappe.ui.form.on("Charity Receipt", {
	refresh(frm) {
		if (frm.doc.receipt_status !== "Valid") return;
		// The rights of another kind of document are known once its record is loaded.
		frappe.model.with_doctype("Charity Donation", () => {
			if (!frappe.perm.has_perm("Charity Donation", 0, "submit")) return;
			frm.add_custom_button(__("Correct by New Receipt"), () => ask_correction(frm));
		});
	},
});

function ask_correction(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Correct by New Receipt"),
		fields: [
			{ fieldname: "donor_name", fieldtype: "Data", label: __("Donor"), reqd: 1 },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Why Corrected"), reqd: 1 },
		],
		primary_action_label: __("Issue"),
		primary_action: (values) =>
			frappe
				.xcall("social_assistance.api.v1.charity.receipts.correct_receipt", {
					receipt: frm.doc.name,
					...values,
				})
				.then((name) => {
					dialog.hide();
					frappe.set_route("Form", frm.doctype, name);
				}),
	});
	dialog.show();
}
