const RECOVERY_API = "social_assistance.api.v1.payments.recoveries.";
const RECOVERY_COLOURS = { Draft: "gray", Decided: "orange", Recovering: "blue", Recovered: "green", "Written Off": "darkgrey" };
const MONTHLY = "eval:doc.mode!='One Payment'";
const RECOVERY_ACTIONS = [
	{ label: __("Decide"), method: "decide_recovery", role: "District Approver", states: ["Draft"], confirm: true },
	{
		label: __("Agree on Repayment"),
		method: "agree_repayment",
		role: "Finance Officer",
		states: ["Decided", "Recovering"],
		fields: [
			{ fieldname: "mode", fieldtype: "Select", label: __("Way of Repayment"), options: "One Payment\nInstalments\nOffset", reqd: 1 },
			{ fieldname: "monthly_amount", fieldtype: "Currency", label: __("Agreed per Month"), depends_on: MONTHLY, mandatory_depends_on: MONTHLY },
			{ fieldname: "first_month", fieldtype: "Data", label: __("First Month"), depends_on: MONTHLY, mandatory_depends_on: MONTHLY },
		],
	},
	{
		label: __("Propose Write-off"),
		method: "propose_write_off",
		role: "Finance Officer",
		states: ["Decided", "Recovering"],
		fields: (doc) => [
			{ fieldname: "amount", fieldtype: "Currency", label: __("Amount"), reqd: 1, default: doc.outstanding_amount },
			{ fieldname: "grounds", fieldtype: "Small Text", label: __("Grounds for the Write-off"), reqd: 1 },
		],
	},
	{
		label: __("Approve Write-off"),
		method: "approve_write_off",
		role: "District Approver",
		states: ["Decided", "Recovering"],
		when: (doc) => doc.write_off_proposed_by,
		keyed: true,
		fields: (doc) => [
			{ fieldname: "decision_no", fieldtype: "Data", label: __("Number of the Decision"), reqd: 1 },
			{ fieldname: "asked", fieldtype: "Currency", label: __("Amount"), read_only: 1, default: flt(doc.write_off_asked_amount) || doc.outstanding_amount },
			{ fieldname: "why", fieldtype: "Small Text", label: __("Grounds for the Write-off"), read_only: 1, default: doc.write_off_grounds },
		],
	},
	{
		label: __("Hand Over"),
		method: "hand_over",
		role: "District Reviewer",
		states: ["Draft", "Decided", "Recovering", "Recovered"],
		when: (doc) => !doc.lead_to,
		fields: [
			{ fieldname: "to", fieldtype: "Data", label: __("Handed Over To"), reqd: 1 },
			{ fieldname: "remark", fieldtype: "Small Text", label: __("Lead"), reqd: 1 },
		],
	},
];

frappe.ui.form.on("Overpayment Recovery", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.recovery_status), RECOVERY_COLOURS[frm.doc.recovery_status]);
		social_assistance
			.possible_actions(RECOVERY_ACTIONS, frm.doc.recovery_status, frm.doc)
			.forEach((action) => frm.add_custom_button(action.label, () => carry_out(frm, action)));
		if (["Decided", "Recovering"].includes(frm.doc.recovery_status) && frappe.user.has_role("Finance Officer")) {
			frm.add_custom_button(__("Record Receipt"), () => frappe.new_doc("Recovery Receipt", { recovery: frm.doc.name }));
		}
	},
});

function carry_out(frm, action) {
	// One key for one dialog: a second click or a retry never books twice.
	const key = action.keyed ? { request_key: frappe.utils.get_random(20) } : {};
	return social_assistance.run_action(frm, {
		method: RECOVERY_API + action.method,
		args: (values) => ({ recovery: frm.doc.name, ...to_send(values), ...key }),
		fields: typeof action.fields === "function" ? action.fields(frm.doc) : action.fields,
		title: action.label,
		question: __("{0}: {1} yuan. Continue?", [action.label, format_number(frm.doc.outstanding_amount, null, 2)]),
	});
}

// What a dialog only shows stays there; money travels as text with two places.
function to_send({ asked, why, amount, ...values }) {
	return amount === undefined ? values : { ...values, amount: flt(amount, 2).toFixed(2) };
}
