frappe.listview_settings["Assistance Application"] = {
	add_fields: ["case_status", "step_due_on", "step_warn_on", "clock_paused_on", "workflow_state"],

	onload(listview) {
		listview.page.add_actions_menu_item(
			__("Move Selected Cases"),
			() => social_assistance.bulk.move_cases(listview),
			false
		);
		const today = frappe.datetime.get_today();
		const show = (filters) => () => {
			listview.filter_area
				.clear(false)
				.then(() => listview.filter_area.add(filters.map((row) => [listview.doctype, ...row])));
		};
		const group = __("Time Limit");
		// An empty date would count as long past, and no index would help.
		const has_due = ["step_due_on", "is", "set"];
		const shows = [
			[__("Overdue"), [has_due, ["step_due_on", "<", today]]],
			[
				__("Due Soon"),
				[has_due, ["step_warn_on", "is", "set"], ["step_warn_on", "<=", today], ["step_due_on", ">=", today]],
			],
			[__("Clock Paused"), [["clock_paused_on", "is", "set"]]],
		];
		shows.forEach(([label, filters]) => listview.page.add_inner_button(label, show(filters), group));
	},

	// The first column shows the step; the light stands on its due date.
	formatters: {
		step_due_on(value, _df, doc) {
			if (doc.clock_paused_on) return `<span class="indicator-pill gray">${__("Clock Paused")}</span>`;
			if (!value) return "";
			const today = frappe.datetime.get_today();
			const warned = doc.step_warn_on && doc.step_warn_on <= today;
			const colour = value < today ? "red" : warned ? "orange" : "green";
			return `<span class="indicator-pill ${colour}">${frappe.datetime.str_to_user(value)}</span>`;
		},
	},

	get_indicator(doc) {
		// Quick lists of a workspace do not fetch the status.
		if (!doc.case_status) return;
		const open = ["Open", "Confirmed", "In Payment"].includes(doc.case_status);
		if (!open) return [__(doc.case_status), "gray", `case_status,=,${doc.case_status}`];
		if (doc.clock_paused_on) return [__("Clock Paused"), "gray", "clock_paused_on,is,set"];
		const today = frappe.datetime.get_today();
		if (doc.step_due_on && doc.step_due_on < today) {
			return [__("Overdue"), "red", `step_due_on,is,set|step_due_on,<,${today}`];
		}
		if (doc.step_due_on && doc.step_warn_on && doc.step_warn_on <= today) {
			return [__("Due Soon"), "orange", `step_warn_on,is,set|step_warn_on,<=,${today}|step_due_on,>=,${today}`];
		}
		return [__(doc.case_status), "green", `case_status,=,${doc.case_status}`];
	},
};
