frappe.query_reports["Ledger Bridge Reconciliation"] = {
	filters: [{ fieldname: "month", label: __("Month"), fieldtype: "Data", description: __("Year and month, such as 2026-03") }],
};
