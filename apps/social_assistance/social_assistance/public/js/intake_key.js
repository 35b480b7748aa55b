// F2 begins a new application from every screen, for those who may file one.
const PAGE = "family-intake";

$(document).on("app_ready", () => {
	if (!frappe.boot.page_info?.[PAGE]) return;
	frappe.ui.keys.add_shortcut({
		shortcut: "f2",
		action: () => {
			frappe.set_route(PAGE);
			return false;
		},
		description: __("New Application"),
		ignore_inputs: true,
	});
});
