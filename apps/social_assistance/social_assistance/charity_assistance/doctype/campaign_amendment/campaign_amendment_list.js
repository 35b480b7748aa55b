frappe.listview_settings["Campaign Amendment"] = {
	add_fields: ["amendment_status"],
	get_indicator(doc) {
		const colours = { Draft: "gray", "Plan Filed": "green", Withdrawn: "darkgrey" };
		return [__(doc.amendment_status), colours[doc.amendment_status], `amendment_status,=,${doc.amendment_status}`];
	},
};
