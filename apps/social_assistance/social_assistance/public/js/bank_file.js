// A bank file goes out with a purpose, and with a password if it travels; its address opens it to nobody.
frappe.ui.form.on("Bank File", {
	refresh(frm) {
		frm.set_df_property("file", "hidden", 1);
		frm.sidebar?.sidebar.find(".form-attachments").hide();
		if (!frm.is_new() && frm.doc.file) {
			frm.add_custom_button(__("Download Bank File"), () => ask(frm));
		}
	},
});

function ask(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Download Bank File"),
		fields: [
			{
				fieldname: "purpose",
				fieldtype: "Data",
				label: __("Purpose"),
				reqd: 1,
				description: __("Who looked, when and what for is recorded and can be checked by the auditors."),
			},
			{
				fieldname: "password",
				fieldtype: "Password",
				label: __("Password of the file"),
				description: __("With a password the file comes in an encrypted ZIP archive. Tell the bank the password another way."),
			},
		],
		primary_action_label: __("Download"),
		primary_action({ purpose, password }) {
			dialog.hide();
			open_url_post("/api/method/social_assistance.api.v1.payments.bank_files.download_bank_file", {
				bank_file: frm.docname,
				purpose,
				password: password || "",
			});
		},
	});
	dialog.show();
}
