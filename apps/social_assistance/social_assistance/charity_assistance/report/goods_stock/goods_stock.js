frappe.query_reports["Goods Stock"] = {
	filters: [
		{ fieldname: "item_name", label: __("Name of Goods"), fieldtype: "Data" },
		{ fieldname: "charity_partner", label: __("Charity Partner"), fieldtype: "Link", options: "Charity Partner" },
		{ fieldname: "with_empty", label: __("With Empty Batches"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, format) {
		const text = format(value, row, column, data);
		const colours = { Expired: "red", "Expires Soon": "orange" };
		const colour = Object.keys(colours).find((state) => data?.state === __(state));
		return column.fieldname === "state" && colour ? `<span class="indicator-pill ${colours[colour]}">${text}</span>` : text;
	},
};
