// Entries and buttons of the framework that lead to what the account may not use are not shown.
const may_call = (name) => !frappe.boot.assist_closed_calls.includes(name);

const CHARTS = "frappe.desk.doctype.dashboard_chart.dashboard_chart";
const CARDS = "frappe.desk.doctype.number_card.number_card";
const NEEDED_RIGHTS = {
	"Setup Auto Email": () => frappe.model.can_create("Auto Email Report"),
	"User Permissions": () => frappe.model.can_read("User Permission"),
	"Print Settings": () => frappe.model.can_read("Print Settings"),
	"Apply Assignment Rule": () => frappe.model.can_write("Assignment Rule"),
	"New Folder": () => may_call("frappe.core.api.file.create_new_folder"),
	"Import Zip": () => may_call("frappe.core.api.file.unzip_file"),
	"Export as zip": () => may_call("frappe.core.api.file.zip_files"),
};

const add_dropdown_item = frappe.ui.Page.prototype.add_dropdown_item;
frappe.ui.Page.prototype.add_dropdown_item = function (item) {
	const label = Object.keys(NEEDED_RIGHTS).find((each) => __(each) === item.label);
	const added = add_dropdown_item.call(this, item);
	if (label && !NEEDED_RIGHTS[label]()) added?.closest("li").addClass("hide");
	return added;
};

// The list offers changes of the chosen rows to everybody who reads it.
const NEEDED_IN_LISTS = { Edit: "can_write", Export: "can_export", "Add Tags": "can_write" };
const get_actions = frappe.views.ListView.prototype.get_actions_menu_items;
frappe.views.ListView.prototype.get_actions_menu_items = function () {
	const closed = Object.entries(NEEDED_IN_LISTS)
		.filter(([, right]) => !frappe.model[right](this.doctype))
		.map(([label]) => __(label, null, "Button in list view actions menu"));
	return get_actions.call(this).filter((item) => !closed.includes(item.label));
};

const show_board_dialog = frappe.views.KanbanView.show_kanban_dialog;
frappe.views.KanbanView.show_kanban_dialog = function (...rest) {
	if (frappe.model.can_create("Kanban Board")) return show_board_dialog(...rest);
	frappe.show_alert(__("No Data"));
};
const add_boards = frappe.views.ListViewSelect.prototype.setup_kanban_switcher;
frappe.views.ListViewSelect.prototype.setup_kanban_switcher = function (boards) {
	this.list_view.board_perms ||= { create: frappe.model.can_create("Kanban Board") };
	add_boards.call(this, boards);
	// The board of cases has an English name, which is its key.
	this.list_view.$filter_section.find(".custom-btn-group .menu-item-label").each((_, label) => $(label).text(__($(label).text().trim())));
};

// Cards and charts of a workspace lead to their settings.
const EDITED = { number_card: ["set_card_actions", "Number Card"], chart: ["set_chart_actions", "Dashboard Chart"] };
for (const [type, [method, doctype]] of Object.entries(EDITED)) {
	const widget = frappe.widget.widget_factory[type].prototype;
	const set_actions = widget[method];
	widget[method] = function (actions) {
		const may_edit = frappe.model.can_write(doctype);
		return set_actions.call(this, actions.filter(({ action }) => may_edit || action !== "action-edit"));
	};
}

// Advertises a product, in English.
frappe.views.ListSidebar.prototype.add_insights_banner = () => {};

// Menus leave an entry out whose condition is false; the framework has undefined for a role that the user lacks.
const has_role = frappe.user.has_role;
frappe.user.has_role = (roles) => !!has_role.call(frappe.user, roles);

// What a right of the DocType allows is refused all the same where the gate is closed to the call behind it.
for (const [right, call] of Object.entries({ can_email: "frappe.core.doctype.communication.email.make", can_share: "frappe.share.add" })) {
	const has_right = frappe.model[right];
	frappe.model[right] = (doctype, frm) => may_call(call) && has_right.call(frappe.model, doctype, frm);
}

// The one who may arrange no workspace has no buttons above it.
const setup_actions = frappe.views.Workspace.prototype.setup_actions;
frappe.views.Workspace.prototype.setup_actions = function (page) {
	if (may_call("frappe.desk.doctype.workspace.workspace.new_page")) setup_actions.call(this, page);
	else this.clear_page_actions();
};

const add_card_button = frappe.views.QueryReport.prototype.add_card_button_to_toolbar;
frappe.views.QueryReport.prototype.add_card_button_to_toolbar = function () {
	if (may_call(`${CARDS}.create_report_number_card`)) add_card_button.call(this);
};

const add_chart_buttons = frappe.views.QueryReport.prototype.add_chart_buttons_to_toolbar;
frappe.views.QueryReport.prototype.add_chart_buttons_to_toolbar = function (show) {
	add_chart_buttons.call(this, show);
	if (!may_call(`${CHARTS}.create_report_chart`)) this.add_to_dashboard_button?.addClass("hide");
};

const add_file_buttons = frappe.views.FileView.prototype.add_file_action_buttons;
frappe.views.FileView.prototype.add_file_action_buttons = function () {
	add_file_buttons.call(this);
	const may_move = may_call("frappe.core.api.file.move_file");
	for (const button of [this.$cut_button, this.$paste_btn]) button.toggleClass("hide", !may_move);
};

// Whoever may not make charts and cards chooses among those that are there, and looks at one of a report.
const MADE_NEW = { "New Chart": `${CHARTS}.create_dashboard_chart`, "New Card": `${CARDS}.create_number_card` };
const show_dialog = frappe.ui.Dialog.prototype.show;
frappe.ui.Dialog.prototype.show = function () {
	const { new_or_existing: choice, create_dashoard_chart: keep } = this.fields_dict || {};
	if (keep && !may_call(`${CHARTS}.create_report_chart`)) keep.$wrapper.addClass("hide");
	if (choice && !may_call(MADE_NEW[choice.df.options[0]])) {
		this.set_df_property(choice.df.fieldname, "options", choice.df.options.slice(1));
		this.set_value(choice.df.fieldname, choice.df.options[0]);
	}
	return show_dialog.call(this);
};

// A form offers mail, sharing, following and tags to everybody who reads the document.
$(document).on("form-refresh", (_event, frm) => {
	const mail = frm.footer?.wrapper.find('.timeline-actions .action-btn, .timeline-actions button').has('use[href="#icon-mail"]');
	mail?.toggleClass("hide", !frappe.model.can_email(null, frm));
	const sidebar = frm.sidebar?.sidebar;
	const shared = sidebar?.find(".form-shared");
	const may_share = frappe.model.can_share(null, frm);
	shared?.find(".share-doc-btn").toggleClass("hide", !may_share);
	shared?.toggleClass("hide", !may_share && !frm.get_docinfo()?.shared?.filter(Boolean).length);
	const may_tag = !!frm.perm[0]?.write;
	sidebar?.find(".form-tags .tags-placeholder, .form-tags .remove-tag").toggleClass("hide", !may_tag);
	sidebar?.find(".form-tags").toggleClass("hide", !may_tag && !frm.get_docinfo()?.tags);
	sidebar?.find(".form-follow").toggleClass("hide", !may_call("frappe.desk.form.document_follow.update_follow"));
});
