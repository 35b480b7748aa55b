frappe.query_reports["Donor Statement"] = {
	filters: [
		{ fieldname: "donor", label: __("Donor"), fieldtype: "Link", options: "Charity Donor", reqd: 1 },
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Int",
			reqd: 1,
			default: Number(frappe.datetime.get_today().slice(0, 4)) - 1,
		},
	],
};
