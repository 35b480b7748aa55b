// Entries of the framework's menus that lead to what the account may not use are not shown.
const NEEDED_RIGHTS = {
	"Setup Auto Email": () => frappe.model.can_create("Auto Email Report"),
	"User Permissions": () => frappe.model.can_read("User Permission"),
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

const add_card_button = frappe.views.QueryReport.prototype.add_card_button_to_toolbar;
frappe.views.QueryReport.prototype.add_card_button_to_toolbar = function () {
	if (frappe.model.can_create("Number Card")) add_card_button.call(this);
};

// A timeline offers mail to everybody who reads the document.
$(document).on("form-refresh", (_event, frm) => {
	const mail = frm.footer?.wrapper.find('.timeline-actions .action-btn, .timeline-actions button').has('use[href="#icon-mail"]');
	mail?.toggleClass("hide", !frappe.model.can_email(null, frm));
});
