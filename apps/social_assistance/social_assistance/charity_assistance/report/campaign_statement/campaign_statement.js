frappe.query_reports["Campaign Statement"] = {
	filters: [{ fieldname: "campaign", label: __("Campaign"), fieldtype: "Link", options: "Charity Campaign", reqd: 1 }],
};
