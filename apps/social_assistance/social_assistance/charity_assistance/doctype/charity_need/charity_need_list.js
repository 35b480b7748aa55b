frappe.listview_settings["Charity Need"] = {
	add_fields: ["need_status", "urgency", "is_wish"],
	onload(listview) {
		listview.page.add_menu_item(__("Public Page of Wishes"), () => window.open("/wishes", "_blank", "noopener"));
	},
	get_indicator(doc) {
		const colours = { Open: doc.urgency === "Urgent" ? "red" : "orange", Claimed: "blue", Met: "green" };
		return [__(doc.need_status), colours[doc.need_status] || "gray", `need_status,=,${doc.need_status}`];
	},
};
