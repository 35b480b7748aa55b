// A chart that is drawn anew while it grows, as by a report whose filters change, looks for a picture that the animation took away.
const Chart = frappe.Chart;
frappe.Chart = class extends Chart {
	constructor(parent, options) {
		super(parent, { ...options, animate: false, disableEntryAnimation: true });
	}
};
