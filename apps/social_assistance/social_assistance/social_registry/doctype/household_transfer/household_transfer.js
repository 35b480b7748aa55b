const TRANSFER_API = "social_assistance.api.v1.registry.households.";

frappe.ui.form.on("Household Transfer", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.transfer_status !== "Requested") return;
		frm.add_custom_button(__("Accept"), () => answer(frm, "accept_transfer")).addClass("btn-primary");
		frm.add_custom_button(__("Decline"), () => decline(frm));
		frm.add_custom_button(__("Withdraw"), () => answer(frm, "withdraw_transfer"));
	},
});

function answer(frm, method, values = {}) {
	return frappe
		.xcall(TRANSFER_API + method, { transfer: frm.docname, ...values })
		.then(() => frm.reload_doc());
}

function decline(frm) {
	frappe.prompt(
		{ fieldname: "answer", fieldtype: "Small Text", label: __("Answer"), reqd: 1 },
		(values) => answer(frm, "decline_transfer", values),
		__("Decline")
	);
}
