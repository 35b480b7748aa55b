// Entries of the framework's menus that lead to what the account may not use are not shown.
const NEEDED_RIGHTS = {
	"Print Settings": () => frappe.model.can_read("Print Settings"),
	"Apply Assignment Rule": () => frappe.model.can_write("Assignment Rule"),
};

const add_dropdown_item = frappe.ui.Page.prototype.add_dropdown_item;
frappe.ui.Page.prototype.add_dropdown_item = function (item) {
	const label = Object.keys(NEEDED_RIGHTS).find((each) => __(each) === item.label);
	const added = add_dropdown_item.call(this, item);
	if (label && !NEEDED_RIGHTS[label]()) added?.closest("li").addClass("hide");
	return added;
};

// A timeline offers mail to everybody who reads the document.
$(document).on("form-refresh", (_event, frm) => {
	const mail = frm.footer?.wrapper.find('.timeline-actions .action-btn, .timeline-actions button').has('use[href="#icon-mail"]');
	mail?.toggleClass("hide", !frappe.model.can_email(null, frm));
});
