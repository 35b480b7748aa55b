const FUNERAL_AID_API = "social_assistance.api.v1.awards.granted_sums.decide_funeral_aid";

frappe.ui.form.on("Funeral Aid", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.aid_status), { Approved: "green", "Turned Down": "darkgrey" }[frm.doc.aid_status] || "orange");
		if (frm.doc.aid_status !== "Open" || !frappe.user.has_role("District Approver")) return;
		frm.add_custom_button(__("Grant"), () => decide(frm, true));
		frm.add_custom_button(__("Turn Down"), () => decide(frm, false));
	},
});

function decide(frm, granted) {
	return social_assistance.run_action(frm, {
		method: FUNERAL_AID_API,
		args: (values) => ({ funeral: frm.doc.name, granted: granted ? 1 : 0, ...values }),
		fields: granted ? undefined : [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason of the Refusal"), reqd: 1 }],
		title: granted ? __("Grant") : __("Turn Down"),
		question: __("{0}: {1} yuan. Continue?", [granted ? __("Grant") : __("Turn Down"), format_number(frm.doc.granted_amount, null, 2)]),
	});
}
