const AMENDMENT_API = "social_assistance.api.v1.charity.campaigns.";
const AMENDMENT_COLOURS = { Draft: "gray", "Plan Filed": "green", Withdrawn: "darkgrey" };
const PLAN_TERMS = [
	...["ends_on", "target_amount", "person_in_charge", "is_full_time", "purpose", "need_kind"],
	...["target_division", "beneficiaries", "is_open_group"],
];

frappe.ui.form.on("Campaign Amendment", {
	setup(frm) {
		frm.set_query("campaign", () => ({ filters: { campaign_status: ["in", ["Plan Filed", "Running"]], filing_no: ["is", "set"] } }));
	},

	onload: (frm) => take_plan(frm),
	campaign: (frm) => take_plan(frm),

	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.amendment_status), AMENDMENT_COLOURS[frm.doc.amendment_status]);
		if (frm.doc.amendment_status !== "Draft") return frm.disable_save();
		frm.set_intro("");
		frm.set_intro(__("The change takes effect when the bureau records its filing."), "blue");
		if (frappe.user.has_role("District Reviewer")) {
			frm.add_custom_button(__("Record Filing"), () => file(frm)).addClass("btn-primary");
		}
		if (frappe.user.has_role("Charity Partner")) {
			frm.add_custom_button(__("Withdraw"), () =>
				frappe.confirm(__("Withdraw this change? The plan stays as it is."), () => answer(frm, "withdraw_amendment", {}))
			);
		}
	},
});

// A new amendment begins with the plan as it stands.
async function take_plan(frm) {
	if (!frm.is_new() || !frm.doc.campaign) return;
	const { message } = await frappe.db.get_value("Charity Campaign", frm.doc.campaign, PLAN_TERMS);
	await frm.set_value(message);
}

function file(frm) {
	const fields = [
		{ fieldname: "filing_no", fieldtype: "Data", label: __("Filing Number"), reqd: 1 },
		{ fieldname: "filed_on", fieldtype: "Date", label: __("Filed On"), reqd: 1, default: frappe.datetime.get_today() },
	];
	frappe.prompt(fields, (values) => answer(frm, "file_amendment", values), __("Record Filing"), __("Record Filing"));
}

function answer(frm, method, values) {
	return frappe.xcall(AMENDMENT_API + method, { amendment: frm.doc.name, ...values }).then(() => frm.reload_doc());
}
