frappe.views.calendar["Home Visit"] = {
	field_map: {
		start: "planned_on",
		end: "planned_on",
		id: "name",
		title: "applicant_name", // allow: JS-untranslated a field name
		allDay: "allDay",
	},
	style_map: {},
	get_css_class: () => "standard",
};
