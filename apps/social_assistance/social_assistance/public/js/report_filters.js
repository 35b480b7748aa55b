// Filters that several reports share.
frappe.provide("social_assistance");

// From the first month of this year to this month.
social_assistance.month_filters = () => {
	const today = frappe.datetime.get_today();
	return [
		{ fieldname: "from_month", label: __("From Month"), fieldtype: "Data", default: `${today.slice(0, 4)}-01` },
		{ fieldname: "to_month", label: __("To Month"), fieldtype: "Data", default: today.slice(0, 7) },
	];
};
