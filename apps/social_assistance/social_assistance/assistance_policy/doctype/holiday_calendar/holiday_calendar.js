frappe.ui.form.on("Holiday Calendar", {
	refresh(frm) {
		if (frm.is_new() || !frm.doc.source_file || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Read File"), () => read_file(frm));
	},

	source_file(frm) {
		if (frm.doc.source_file && frm.is_new()) {
			frappe.show_alert(__("The days are read from the file when the calendar is saved."));
		}
	},
});

function read_file(frm) {
	const question = __("The days below are replaced by those of the file. Continue?");
	return social_assistance.run_action(frm, {
		method: "social_assistance.api.v1.clocks.holidays.read_file",
		args: () => ({ calendar: frm.doc.name, file_url: frm.doc.source_file }),
		question: frm.doc.days.length > 1 && question,
	});
}
