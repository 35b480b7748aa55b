frappe.listview_settings["Application Step"] = {
	add_fields: ["due_on", "warn_on", "done_on", "action"],
	hide_name_column: true,

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.done_on) {
			const late = doc.due_on && doc.done_on.slice(0, 10) > doc.due_on;
			if (late) return [__("Done Late"), "red", "done_on,is,set"];
			return doc.action === "Skip Step"
				? [__("Skipped"), "gray", "action,=,Skip Step"]
				: [__("Done"), "green", "done_on,is,set"];
		}
		if (!doc.due_on) return [__("Open"), "blue", "done_on,is,not set"];
		if (doc.due_on < today) return [__("Overdue"), "red", `done_on,is,not set|due_on,<,${today}`];
		if (doc.warn_on && doc.warn_on <= today) {
			return [__("Due Soon"), "orange", `done_on,is,not set|warn_on,<=,${today}`];
		}
		return [__("Open"), "green", "done_on,is,not set"];
	},
};
