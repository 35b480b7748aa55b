frappe.listview_settings["Public Notice"] = {
	add_fields: ["taken_down_on", "takes_down_on", "photo_start", "photo_end"],
	// the number, never the title: people under protection are listed by number alone
	formatters: { application: (value) => frappe.utils.escape_html(value) },
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.taken_down_on) return [__("Taken Down"), "gray", "taken_down_on,is,set"];
		if (doc.takes_down_on && doc.takes_down_on <= today) {
			return [__("To Be Taken Down"), "orange", `takes_down_on,<=,${today}|taken_down_on,is,not set`];
		}
		if (!doc.photo_start) return [__("Photo Missing"), "red", "photo_start,is,not set"];
		return [__("Posted"), "green", "taken_down_on,is,not set"];
	},
};
