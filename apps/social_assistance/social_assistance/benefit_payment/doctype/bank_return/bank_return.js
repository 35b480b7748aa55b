const RETURN_API = "social_assistance.api.v1.payments.returns.";
const RETURN_COLOURS = { "Waiting for Confirmation": "orange", Booked: "green", "Turned Down": "gray", Corrected: "gray" };

frappe.ui.form.on("Bank Return", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.disable_save();
		frm.page.set_indicator(__(frm.doc.return_status), RETURN_COLOURS[frm.doc.return_status]);
		if (frm.doc.return_status === "Booked" && frappe.user.has_role("Finance Officer")) {
			const values = { bank_file: frm.doc.bank_file, corrects: frm.doc.name };
			frm.add_custom_button(__("Correct by New Return"), () => frappe.new_doc(frm.doctype, values));
		}
		if (frm.doc.return_status !== "Waiting for Confirmation") return;
		if (frm.doc.owner === frappe.session.user) {
			frm.dashboard.set_headline(__("Another person confirms this file; until then nothing of it is booked."));
			return;
		}
		if (!["District Approver", "Finance Officer"].some((role) => frappe.user.has_role(role))) return;
		frm.add_custom_button(__("Confirm Return File"), () => confirm_return(frm)).removeClass("btn-default").addClass("btn-primary");
		frm.add_custom_button(__("Reject"), () => turn_down_return(frm));
	},
});

function confirm_return(frm) {
	const money = (value) => format_number(value, null, 2);
	const { row_count, total_amount, failed_count, failed_amount, file_digest } = frm.doc;
	const question = __("{0} rows, {1} yuan; of these returned: {2} rows, {3} yuan. Digest (SM3): {4}. Book this file?", [
		row_count,
		money(total_amount),
		failed_count,
		money(failed_amount),
		file_digest,
	]);
	frappe.confirm(frappe.utils.escape_html(question), () => answer_return(frm, "confirm_return"));
}

function turn_down_return(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Reject"),
		fields: [{ fieldname: "remark", fieldtype: "Small Text", label: __("Answer Remark"), reqd: 1 }],
		primary_action_label: __("Reject"),
		primary_action: (values) => answer_return(frm, "turn_down_return", values).then(() => dialog.hide()),
	});
	dialog.show();
}

function answer_return(frm, method, values) {
	return frappe.xcall(RETURN_API + method, { bank_return: frm.doc.name, ...values }).then(() => frm.reload_doc());
}
