// "Refresh Clocks" on a corrected holiday calendar or clock profile: says first how many due dates change.
const CLOCK_PREVIEW = "clock_preview_progress";

for (const doctype of ["Holiday Calendar", "Clock Profile"]) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			const is_in_force = doctype === "Holiday Calendar" ? frm.doc.force_status === "In Force" : frm.doc.docstatus === 1;
			if (frm.is_new() || !is_in_force || !frm.perm[0]?.write) return;
			frm.add_custom_button(__("Refresh Clocks"), () => refresh_clocks(frm));
		},
	});
}

async function refresh_clocks(frm) {
	if (frm.is_dirty()) return frappe.msgprint(__("Save the record first."));
	// Listens before it asks: few cases are counted faster than the answer arrives.
	frappe.realtime.off(CLOCK_PREVIEW);
	frappe.realtime.on(CLOCK_PREVIEW, (message) => show_preview(frm, message));
	const answer = await frappe.call({
		method: "social_assistance.api.v1.clocks.refresh.preview_refresh",
		args: about(frm),
		freeze: true,
	});
	if (answer.message.is_counting) {
		show_progress(frm, 0);
	} else {
		frappe.realtime.off(CLOCK_PREVIEW);
		ask_to_refresh(frm, answer.message);
	}
}

function show_preview(frm, message) {
	if (message.name !== frm.doc.name) return;
	if (message.progress < 100) return show_progress(frm, message.progress);
	frappe.realtime.off(CLOCK_PREVIEW);
	frm.dashboard.hide_progress();
	if (message.failed) {
		frappe.msgprint(__("The cases could not be counted. Try again; the Error Log says why it failed."));
	} else {
		ask_to_refresh(frm, message);
	}
}

function show_progress(frm, percent) {
	frm.dashboard.show_progress(__("Counting"), percent, __("Looking at the running cases: {0} %", [percent]));
}

function ask_to_refresh(frm, found) {
	if (!found.changed) {
		return frappe.msgprint(__("No due date changes: {0} running cases were looked at.", [found.running]));
	}
	const question = __("{0} of {1} running cases get another due date. Continue?", [
		found.changed,
		found.running,
	]);
	frappe.confirm(question, async () => {
		await frappe.xcall("social_assistance.api.v1.clocks.refresh.start_refresh", about(frm));
		frappe.show_alert(__("The due dates are computed in the background; you get a message at the end."));
	});
}

function about(frm) {
	return { doctype: frm.doctype, name: frm.doc.name };
}
