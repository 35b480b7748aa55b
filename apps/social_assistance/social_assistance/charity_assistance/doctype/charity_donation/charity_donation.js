frappe.ui.form.on("Charity Donation", {
	setup(frm) {
		frm.set_query("campaign", () => ({ filters: own(frm, { campaign_status: ["in", ["Filed", "Running", "Closed"]] }) }));
		frm.set_query("donor", () => ({ filters: own(frm, {}) }));
	},
	refresh(frm) {
		if (frm.doc.docstatus !== 1) return;
		if (frm.doc.balance_amount > 0 && frappe.model.can_create("Charity Disbursement")) {
			frm.add_custom_button(__("Disburse"), () => frappe.new_doc("Charity Disbursement", { donation: frm.doc.name }));
		}
		if (frm.doc.balance_amount > 0 && frappe.model.can_create("Charity Refund")) {
			frm.add_custom_button(__("Refund"), () => ask_refund(frm));
		}
		frm.add_custom_button(__("Print Receipt"), () => frappe.set_route("print", "Charity Donation", frm.doc.name));
	},
});

function own(frm, filters) {
	return frm.doc.charity_partner ? { ...filters, charity_partner: frm.doc.charity_partner } : filters;
}

async function ask_refund(frm) {
	// One key for one dialog: a second click or a retry never refunds twice.
	const request_key = frappe.utils.get_random(20);
	await frappe.model.with_doctype("Charity Refund");
	const reasons = frappe.meta.get_docfield("Charity Refund", "refund_reason");
	const fields = [
		{ fieldname: "amount", fieldtype: "Currency", label: __("Amount"), reqd: 1, default: frm.doc.balance_amount },
		{ fieldname: "reason", fieldtype: "Select", label: __("Reason"), reqd: 1, options: reasons.options },
		{ fieldname: "text", fieldtype: "Small Text", label: __("Explanation"), mandatory_depends_on: "eval:doc.reason === 'Other'" },
	];
	frappe.prompt(
		fields,
		({ amount, reason, text }) =>
			frappe
				.xcall("social_assistance.api.v1.charity_campaigns.refund_donation", {
					donation: frm.doc.name,
					amount: flt(amount, 2).toFixed(2),
					reason,
					text: text || "",
					request_key,
				})
				.then(() => frm.reload_doc()),
		__("Refund"),
		__("Refund")
	);
}
