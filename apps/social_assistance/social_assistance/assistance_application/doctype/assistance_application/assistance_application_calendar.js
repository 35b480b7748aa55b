frappe.views.calendar["Assistance Application"] = {
	field_map: {
		start: "step_due_on",
		end: "step_due_on",
		id: "name",
		title: "applicant_name", // allow: JS-untranslated a field name
		allDay: "allDay",
	},
	style_map: {},
	// A due date follows from the clock; it cannot be dragged to another day.
	options: { editable: false },
	get_css_class: (data) => (data.step_due_on < frappe.datetime.get_today() ? "danger" : "standard"),
};
