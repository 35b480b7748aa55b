frappe.listview_settings["Home Visit"] = {
	add_fields: ["visit_status", "planned_on", "conclusion"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.visit_status === "Planned" && doc.planned_on && doc.planned_on < today) {
			return [__("Overdue"), "red", `visit_status,=,Planned|planned_on,<,${today}`];
		}
		const colours = { Planned: "orange", Done: "green", Cancelled: "gray" };
		return [__(doc.visit_status), colours[doc.visit_status], `visit_status,=,${doc.visit_status}`];
	},
};
