const RERATING_API = "social_assistance.api.v1.awards.rerating.";
const RERATING_ACTIONS = [
	{ label: __("Preview"), method: "preview_rerating", role: "District Reviewer", states: ["Draft", "Previewed", "Approved", "Stopped"] },
	{ label: __("Approve Run"), method: "approve_rerating", role: "District Approver", states: ["Previewed"] },
	{ label: __("Execute"), method: "execute_rerating", role: "District Reviewer", states: ["Approved"] },
	{ label: __("Discard"), method: "discard_rerating", role: "District Reviewer", states: ["Draft", "Previewed", "Approved"] },
];

frappe.ui.form.on("Award Rerating Run", {
	setup(frm) {
		frm.set_query("scheme", () => ({ filters: { pays_cash: 1, is_recurring: 1 } }));
		["former_version", "new_version"].forEach((field) => frm.set_query(field, () => ({ filters: { docstatus: 1 } })));
	},

	onload(frm) {
		frappe.realtime.off("payment_run_progress");
		frappe.realtime.on("payment_run_progress", (message) => {
			if (message.name !== frm.doc.name) return;
			frm.dashboard.show_progress(__("Progress"), message.progress || 0);
			if (message.progress >= 100) frm.reload_doc();
		});
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.disable_save();
		RERATING_ACTIONS.filter(
			(action) =>
				action.states.includes(frm.doc.run_status) &&
				frappe.user.has_role(action.role) &&
				(!action.when || action.when(frm.doc))
		).forEach((action) =>
			frm.add_custom_button(action.label, () =>
				frappe
					.xcall(RERATING_API + action.method, { rerating_run: frm.doc.name })
					.then(() => frm.reload_doc())
			)
		);
		show_townships(frm);
		if (frm.doc.left_out_count) frm.add_custom_button(__("Awards Left Out"), () => show_left_out(frm));
	},
});

function show_left_out(frm) {
	frappe.call({ method: RERATING_API + "left_out", type: "GET", args: { rerating_run: frm.doc.name } }).then(({ message }) => {
		const element = $('<table class="table table-bordered table-sm">');
		message.forEach((row) => {
			const link = $("<a>").attr("href", `/app/benefit-award/${encodeURIComponent(row.name)}`).text(row.award_no);
			element.append($("<tr>").append($("<td>").append(link), $("<td>").text(row.payee_name), $("<td>").text(row.monthly_amount)));
		});
		frappe.msgprint({ title: __("Awards Left Out"), message: element.prop("outerHTML"), wide: true });
	});
}

function show_townships(frm) {
	const rows = JSON.parse(frm.doc.preview_data || "[]");
	const wrapper = frm.get_field("preview_table").$wrapper.empty();
	if (!rows.length) return;
	const heads = [__("Township"), __("Awards"), __("Persons"), __("Average per Person Before"), __("Average per Person After")];
	const element = $('<table class="table table-bordered table-sm">');
	element.append($("<tr>").append(heads.map((head) => $("<th>").text(head))));
	rows.forEach((row) => {
		const values = [row.division_name, row.awards, row.persons, row.average_before, row.average_after];
		element.append($("<tr>").append(values.map((value) => $("<td>").text(value))));
	});
	wrapper.append(element);
}
