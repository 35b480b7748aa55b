const PROCESS_API = "social_assistance.api.v1.procedure.templates.";
const PROCESS_COLOURS = { Draft: "orange", Active: "green", Superseded: "gray" };

frappe.ui.form.on("Process Template", {
	refresh(frm) {
		if (frm.is_new()) return;
		const status = frm.doc.template_status;
		frm.page.set_indicator(__(status), PROCESS_COLOURS[status]);
		if (!frm.perm[0]?.write) return;
		if (status === "Draft") {
			frm.add_custom_button(__("Activate"), () => activate_version(frm));
		} else {
			frm.add_custom_button(__("New Version"), () => new_version(frm));
			frm.dashboard.add_comment(
				__("This version is in use or was: running cases follow it. Make a new version to change the steps."),
				"blue",
				true
			);
		}
	},
});

function new_version(frm) {
	return frappe
		.xcall(`${PROCESS_API}new_version`, { template: frm.doc.name })
		.then((name) => frappe.set_route("Form", "Process Template", name));
}

function activate_version(frm) {
	const question = __(
		"New cases follow this version from {0} on; running cases stay on the version they started with. Activate?",
		[frappe.datetime.str_to_user(frm.doc.effective_from)]
	);
	frappe.confirm(question, () =>
		frappe.xcall(`${PROCESS_API}activate`, { template: frm.doc.name }).then(() => frm.reload_doc())
	);
}
