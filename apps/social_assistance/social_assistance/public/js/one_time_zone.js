// Everybody works in the time zone of the site; its English name below each time says nothing to anybody.
const set_description = frappe.ui.form.ControlDatetime.prototype.set_description;
frappe.ui.form.ControlDatetime.prototype.set_description = function () {
	const { system, user } = frappe.boot.time_zone || {};
	if (system === user) this.df.hide_timezone = 1;
	set_description.call(this);
};
