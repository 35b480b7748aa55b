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
		async primary_action(values) {
			if (await take_file(frm, values)) dialog.hide();
		},
	});
	dialog.show();
}

// Returns whether the file came; a refusal is told in the desk, where a plain link would show the server's answer in its place.
async function take_file(frm, { purpose, password = "" }) {
	const answer = await fetch("/api/method/social_assistance.api.v1.payments.bank_files.download_bank_file", {
		method: "POST",
		headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
		body: new URLSearchParams({ bank_file: frm.docname, purpose, password }),
	});
	if (!answer.ok) {
		frappe.request.cleanup({}, await answer.json());
		return false;
	}
	const stored = frm.doc.file.split("/").pop();
	const address = URL.createObjectURL(await answer.blob());
	const name = password ? stored.replace(/\.[^.]*$/, ".zip") : stored;
	$("<a>", { href: address, download: name })[0].click();
	URL.revokeObjectURL(address);
	return true;
}
