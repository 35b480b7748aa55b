frappe.listview_settings["Wish Claim"] = {
	add_fields: ["claim_status", "due_on"],
	get_indicator(doc) {
		const colours = { Claimed: "blue", Fulfilled: "green", "Given Back": "gray", Lapsed: "red" };
		return [__(doc.claim_status), colours[doc.claim_status], `claim_status,=,${doc.claim_status}`];
	},
};
