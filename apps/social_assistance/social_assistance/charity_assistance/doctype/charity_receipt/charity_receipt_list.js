frappe.listview_settings["Charity Receipt"] = {
	add_fields: ["receipt_status"],
	get_indicator(doc) {
		return [__(doc.receipt_status), doc.receipt_status === "Valid" ? "green" : "red", `receipt_status,=,${doc.receipt_status}`];
	},
};
