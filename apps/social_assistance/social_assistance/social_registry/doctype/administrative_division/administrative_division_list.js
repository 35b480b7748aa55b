frappe.listview_settings["Administrative Division"] = {
	onload(listview) {
		if (!frappe.model.can_create("Administrative Division")) return;
		listview.page.add_inner_button(__("Load from File"), () => {
			new frappe.ui.FileUploader({
				allow_multiple: false,
				make_attachments_public: false,
				restrictions: { allowed_file_types: [".csv", ".xlsx"] },
				on_success: (file) =>
					frappe
						.xcall("social_assistance.api.v1.registry.divisions.load_divisions", { file_url: file.file_url })
						.then(({ added, renamed, unchanged }) => {
							frappe.show_alert(__("Added: {0}, renamed: {1}, unchanged: {2}", [added, renamed, unchanged]));
							listview.refresh();
						}),
			});
		});
	},
};
