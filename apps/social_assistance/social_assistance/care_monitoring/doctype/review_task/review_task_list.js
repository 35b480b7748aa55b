frappe.listview_settings["Review Task"] = {
	onload(listview) {
		if (!frappe.user.has_role("District Approver")) return;
		listview.page.add_actions_menu_item(
			__("Decide Selected Reviews"),
			() => social_assistance.bulk.decide_reviews(listview),
			false
		);
	},

	add_fields: ["review_status", "due_on"],
	get_indicator(doc) {
		const is_open = ["Open", "Proposed"].includes(doc.review_status);
		if (is_open && doc.due_on && doc.due_on < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", `due_on,<,${frappe.datetime.get_today()}`];
		}
		const colours = { Open: "orange", Proposed: "blue", Decided: "green", Cancelled: "gray" };
		return [__(doc.review_status), colours[doc.review_status], `review_status,=,${doc.review_status}`];
	},
};
