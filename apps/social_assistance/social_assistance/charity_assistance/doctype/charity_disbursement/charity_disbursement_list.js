frappe.listview_settings["Charity Disbursement"] = {
	add_fields: ["disbursement_status"],
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	get_indicator(doc) {
		const status = doc.disbursement_status || "Draft";
		const colours = { Draft: "red", Approved: "blue", Delivered: "green", Reversed: "gray" };
		return [__(status), colours[status], `disbursement_status,=,${status}`];
	},
};
