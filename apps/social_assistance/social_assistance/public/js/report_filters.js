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

// A linked filter is empty until the title of its document has come: fetch it before a report begins with the filter.
const set_route_filters = frappe.views.QueryReport.prototype.set_route_filters;
frappe.views.QueryReport.prototype.set_route_filters = async function (given) {
	const values = { ...(given || frappe.route_options) };
	const titled = this.filters.filter(
		({ df }) => df.fieldtype === "Link" && values[df.fieldname] && frappe.boot.link_title_doctypes.includes(df.options)
	);
	await Promise.all(titled.map(({ df }) => frappe.utils.fetch_link_title(df.options, values[df.fieldname])));
	return set_route_filters.call(this, given);
};
