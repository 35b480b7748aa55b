// A month is typed as 2026-07 or picked; as data it stays text, which the server reads.
const MONTH_FIELD = /_month$/;
const { make_input } = frappe.ui.form.ControlData.prototype;

frappe.ui.form.ControlData.prototype.make_input = function () {
	make_input.call(this);
	if (this.df.fieldtype !== "Data" || !MONTH_FIELD.test(this.df.fieldname || "")) return;
	const language = $.fn.datepicker.language[frappe.boot.lang] ? frappe.boot.lang : "en";
	this.$input.attr("placeholder", frappe.datetime.get_today().slice(0, 7)).datepicker({
		language,
		view: "months",
		minView: "months",
		dateFormat: "yyyy-mm",
		autoClose: true,
		keyboardNav: false,
		onSelect: (text) => text && this.$input.trigger("change"),
	});
};
