// "Refresh Clocks" on a corrected holiday calendar or clock profile: says first how many due dates change.
for (const doctype of ["Holiday Calendar", "Clock Profile"]) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			const is_in_force = doctype === "Holiday Calendar" || frm.doc.docstatus === 1;
			if (frm.is_new() || !is_in_force || !frm.perm[0]?.write) return;
			frm.add_custom_button(__("Refresh Clocks"), () => refresh_clocks(frm));
		},
	});
}

async function refresh_clocks(frm) {
	if (frm.is_dirty()) return frappe.msgprint(__("Save the record first."));
	const about = { doctype: frm.doctype, name: frm.doc.name };
	const answer = await frappe.call({
		method: "social_assistance.api.v1.clock_refresh.preview",
		type: "GET",
		args: about,
		freeze: true,
	});
	const found = answer.message;
	if (!found.changed) {
		return frappe.msgprint(__("No due date changes: {0} running cases were looked at.", [found.running]));
	}
	const question = __("{0} of {1} running cases get another due date. Continue?", [
		found.changed,
		found.running,
	]);
	frappe.confirm(question, async () => {
		await frappe.xcall("social_assistance.api.v1.clock_refresh.start", about);
		frappe.show_alert(__("The due dates are computed in the background; you get a message at the end."));
	});
}
