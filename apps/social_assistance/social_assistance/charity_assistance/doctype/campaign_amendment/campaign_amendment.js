const AMENDMENT_API = "social_assistance.api.v1.charity_campaigns.";
const AMENDMENT_COLOURS = { Draft: "gray", Filed: "green", Withdrawn: "darkgrey" };

frappe.ui.form.on("Campaign Amendment", {
	setup(frm) {
		frm.set_query("campaign", () => ({ filters: { campaign_status: ["in", ["Filed", "Running"]], filing_no: ["is", "set"] } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.amendment_status), AMENDMENT_COLOURS[frm.doc.amendment_status]);
		if (frm.doc.amendment_status !== "Draft") return frm.disable_save();
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
