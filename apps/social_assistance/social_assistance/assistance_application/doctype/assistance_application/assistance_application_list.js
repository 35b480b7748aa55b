frappe.listview_settings["Assistance Application"] = {
	onload(listview) {
		listview.page.add_actions_menu_item(
			__("Move Selected Cases"),
			() => social_assistance.bulk.move_cases(listview),
			false
		);
	},

	add_fields: ["case_status", "step_due_on", "workflow_state"],
	get_indicator(doc) {
		// Quick lists of a workspace do not fetch the status.
		if (!doc.case_status) return;
		const open = ["Open", "Confirmed", "In Payment"].includes(doc.case_status);
		if (!open) return [__(doc.case_status), "gray", `case_status,=,${doc.case_status}`];
		if (doc.step_due_on && doc.step_due_on < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", `step_due_on,<,${frappe.datetime.get_today()}`];
		}
		const colour = doc.case_status === "In Payment" ? "green" : "blue";
		return [__(doc.case_status), colour, `case_status,=,${doc.case_status}`];
	},
};
