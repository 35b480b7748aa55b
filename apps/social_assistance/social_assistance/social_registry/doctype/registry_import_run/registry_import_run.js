const IMPORT_API = "social_assistance.api.v1.registry.imports.";
const IMPORT_EVENT = "registry_import_progress";
const IMPORT_ACTIONS = [
	{ label: __("Read and Check"), method: "stage", states: ["Draft", "Staged", "Failed"] },
	{ label: __("Merge"), method: "merge", states: ["Staged"], confirm: true },
];
const IMPORT_COLOURS = { Draft: "gray", Staged: "blue", Merged: "green", Stopped: "orange", Failed: "red" };

frappe.ui.form.on("Registry Import Run", {
	setup(frm) {
		frm.set_query("division", () => ({ filters: { division_level: ["in", ["District", "Township", "Village"]] } }));
	},

	onload(frm) {
		frappe.realtime.off(IMPORT_EVENT);
		frappe.realtime.on(IMPORT_EVENT, (message) => {
			if (message.name !== frm.doc.name) return;
			show_import_progress(frm, message.progress);
			if (!message.progress || message.progress >= 100) frm.reload_doc();
		});
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.run_status), IMPORT_COLOURS[frm.doc.run_status] || "orange");
		for (const action of social_assistance.possible_actions(IMPORT_ACTIONS, frm.doc.run_status)) {
			frm.add_custom_button(action.label, () => start_import(frm, action));
		}
		if (["Staging", "Merging"].includes(frm.doc.run_status)) show_import_progress(frm, frm.doc.progress);
		if (frm.doc.failure) frm.dashboard.add_comment(frappe.utils.escape_html(frm.doc.failure), "red", true);
	},
});

function start_import(frm, action) {
	const question = __("{0} new persons and {1} new households will be registered, {2} known persons updated. Continue?", [
		frm.doc.new_persons,
		frm.doc.new_households,
		frm.doc.known_persons,
	]);
	social_assistance.run_action(frm, {
		method: IMPORT_API + action.method,
		args: () => ({ import_run: frm.doc.name }),
		question: action.confirm && question,
	});
}

function show_import_progress(frm, progress) {
	frm.dashboard.show_progress(__("Progress"), progress || 0, `${progress || 0} %`);
}
