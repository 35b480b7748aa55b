const CAMPAIGN_API = "social_assistance.api.v1.charity.campaigns.";
const CAMPAIGN_COLOURS = { Draft: "gray", "Plan Filed": "blue", Running: "green", Closed: "orange", Reported: "darkgrey" };
const UNFILED = (doc) => !doc.filing_no;
const CAMPAIGN_ACTIONS = [
	{
		label: __("Record Filing"),
		method: "file_campaign",
		role: "District Reviewer",
		states: ["Draft", "Running"],
		when: UNFILED,
		fields: [
			{ fieldname: "filing_no", fieldtype: "Data", label: __("Filing Number"), reqd: 1 },
			{ fieldname: "filed_on", fieldtype: "Date", label: __("Filed On"), reqd: 1, default: frappe.datetime.get_today() },
		],
	},
	{ label: __("Open Campaign"), method: "open_campaign", role: "Charity Partner", states: ["Draft", "Plan Filed"] },
	{ label: __("Record Publication"), method: "publish_campaign", role: "Charity Partner", states: ["Running", "Closed"] },
	{
		label: __("Close Early"),
		method: "close_campaign",
		role: "Charity Partner",
		states: ["Plan Filed", "Running"],
		fields: [{ fieldname: "grounds", fieldtype: "Small Text", label: __("Why Closed Early"), reqd: 1 }],
	},
	{
		label: __("Record Full Report"),
		method: "report_campaign",
		role: "Charity Partner",
		states: ["Closed"],
		needs: { fieldname: "report_file", message: __("Attach the full report first.") },
	},
];

frappe.ui.form.on("Charity Campaign", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.campaign_status), CAMPAIGN_COLOURS[frm.doc.campaign_status]);
		social_assistance
			.possible_actions(CAMPAIGN_ACTIONS, frm.doc.campaign_status, frm.doc)
			.forEach((action) => frm.add_custom_button(action.label, () => move_campaign(frm, action)));
		if (["Plan Filed", "Running"].includes(frm.doc.campaign_status) && frappe.model.can_create("Charity Donation")) {
			frm.add_custom_button(__("Record Donation"), () => frappe.new_doc("Charity Donation", { campaign: frm.doc.name }));
		}
		if (frm.doc.filing_no && ["Plan Filed", "Running"].includes(frm.doc.campaign_status) && frappe.model.can_create("Campaign Amendment")) {
			frm.add_custom_button(__("Amend Plan"), () => frappe.new_doc("Campaign Amendment", { campaign: frm.doc.name }));
		}
		const statement = ["query-report", "Campaign Statement", { campaign: frm.doc.name }];
		social_assistance.add_way(frm, __("Campaign Statement"), statement);
		show_progress(frm);
	},
});

function move_campaign(frm, action) {
	if (action.needs && !frm.doc[action.needs.fieldname]) {
		frm.scroll_to_field(action.needs.fieldname);
		return frappe.show_alert({ message: action.needs.message, indicator: "orange" });
	}
	return social_assistance.run_action(frm, {
		method: CAMPAIGN_API + action.method,
		args: (values) => ({ campaign: frm.doc.name, ...values }),
		fields: action.fields,
		title: action.label,
		question: __("{0}: {1}. Continue?", [action.label, frappe.utils.escape_html(frm.doc.campaign_name)]),
	});
}

function show_progress(frm) {
	const totals = frm.doc.__onload && frm.doc.__onload.totals;
	if (!totals || frm.doc.campaign_status === "Draft") return;
	const yuan = (value) => `¥ ${format_number(value, null, 2)}`;
	const target = flt(frm.doc.target_amount);
	if (target) {
		const share = Math.min(100, (100 * flt(totals.raised)) / target);
		const label = __("Raised {0} of {1}", [yuan(totals.raised), yuan(target)]);
		frm.dashboard.add_progress(__("Target"), [{ title: label, width: `${share}%`, progress_class: "progress-bar-success" }], label);
	}
	frm.dashboard.add_indicator(__("Money: {0}", [yuan(totals.money)]), "blue");
	frm.dashboard.add_indicator(__("Goods: {0}", [yuan(totals.goods)]), "blue");
	frm.dashboard.add_indicator(__("Refunded: {0}", [yuan(totals.refunded)]), "gray");
	frm.dashboard.add_indicator(__("Disbursed: {0}", [yuan(totals.disbursed)]), "green");
	frm.dashboard.add_indicator(__("Left: {0}", [yuan(totals.left)]), "orange");
}
