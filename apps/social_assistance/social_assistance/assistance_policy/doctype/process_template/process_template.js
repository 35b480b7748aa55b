const PROCESS_API = "social_assistance.api.v1.procedure.templates.";
const PROCESS_COLOURS = { Draft: "orange", Active: "green", Superseded: "gray" };

frappe.ui.form.on("Process Template", {
	refresh(frm) {
		if (frm.is_new()) return;
		const status = frm.doc.template_status;
		frm.page.set_indicator(__(status), PROCESS_COLOURS[status]);
		if (status === "Draft" && social_assistance.second_person.may_agree(frm)) {
			frm.add_custom_button(__("Put into Force"), () => activate_version(frm)).removeClass("btn-default").addClass("btn-primary");
		}
		if (!frm.perm[0]?.write) return;
		if (status === "Draft") {
			frm.dashboard.add_comment(__("A District Approver who did not prepare it puts this version into force."), "orange", true);
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
