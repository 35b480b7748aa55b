frappe.query_reports["Case Register"] = {
	filters: [
		{ fieldname: "from_date", label: __("Applied From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("Applied To"), fieldtype: "Date" },
		{
			fieldname: "scheme",
			label: __("Scheme"),
			fieldtype: "Link",
			options: "Assistance Scheme",
		},
		{
			fieldname: "township",
			label: __("Township"),
			fieldtype: "Link",
			options: "Administrative Division",
			get_query: () => ({ filters: { division_level: "Township" } }),
		},
		{
			fieldname: "workflow_state",
			label: __("State"),
			fieldtype: "Link",
			options: "Workflow State",
		},
	],
};
