frappe.listview_settings["Review Task"] = {
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
