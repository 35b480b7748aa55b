// The print page keeps the print format of the document before, also for one whose kind has none of its own.
const set_default_print_format = frappe.ui.form.PrintView.prototype.set_default_print_format;

frappe.ui.form.PrintView.prototype.set_default_print_format = function () {
	const formats = frappe.meta.get_print_formats(this.frm.doctype);
	if (!formats.includes(this.print_format_selector.val())) this.print_format_selector.val("");
	return set_default_print_format.call(this);
};

// The invitation to make print formats is for those who may.
const show_print = frappe.ui.form.PrintView.prototype.show;
frappe.ui.form.PrintView.prototype.show = function (frm) {
	show_print.call(this, frm);
	if (!frappe.model.can_create("Print Format")) this.page.inner_toolbar.find('a[href*="print-format-builder"]').addClass("hide");
};
