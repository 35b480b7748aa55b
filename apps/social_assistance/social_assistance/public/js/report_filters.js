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

// A report that a form opens with a linked filter began before the filter had its value, found a required filter empty
// and stayed so: the title comes first, because a filter that shows one has no value without it, then the value.
frappe.views.QueryReport.prototype.set_route_filters = async function (given) {
	const values = given || frappe.route_options || {};
	const filters = this.filters.filter(({ df }) => df.fieldname in values);
	const titled = filters.filter(({ df }) => df.fieldtype === "Link" && frappe.boot.link_title_doctypes.includes(df.options));
	await Promise.all(titled.map(({ df }) => frappe.utils.fetch_link_title(df.options, values[df.fieldname])));
	for (const filter of filters) {
		const value = values[filter.df.fieldname];
		await filter.set_value(typeof value === "string" && value[0] === "[" ? JSON.parse(value) : value);
	}
	frappe.route_options = null;
};
