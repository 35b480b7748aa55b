frappe.listview_settings["Notice Objection"] = {
	add_fields: ["objection_status", "investigate_by"],
	get_indicator(doc) {
		const filter = `objection_status,=,${doc.objection_status}`;
		if (["Closed", "Corrected"].includes(doc.objection_status)) return [__(doc.objection_status), "gray", filter];
		if (doc.investigate_by && doc.investigate_by < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", `investigate_by,<,${frappe.datetime.get_today()}`];
		}
		return [__(doc.objection_status), "orange", filter];
	},
};
