// Records that a second person puts into force: what waits, and the button for whoever may agree.
frappe.provide("social_assistance");

if (!social_assistance.second_person) {
	const ROLE = "District Approver";
	const WAITING = "Waiting for a Second Person";

	const may_agree = (frm) => {
		const authors = (frm.doc.proposed_by || "").split("\n");
		const concerned = [frm.doc.user, frm.doc.substitute];
		return frappe.user.has_role(ROLE) && ![...authors, ...concerned].includes(frappe.session.user);
	};

	const put_into_force = (frm) =>
		frappe.confirm(__("Put this into force as it stands?"), () =>
			frappe
				.xcall("social_assistance.api.v1.policy.second_person.put_into_force", { doctype: frm.doctype, name: frm.docname })
				.then(() => frm.reload_doc())
		);

	const add_button = (frm) => {
		if (!may_agree(frm)) return;
		frm.add_custom_button(__("Put into Force"), () => put_into_force(frm)).removeClass("btn-default").addClass("btn-primary");
	};

	for (const doctype of ["Holiday Calendar", "Bank Layout", "Staff Assignment"]) {
		frappe.ui.form.on(doctype, {
			refresh(frm) {
				if (frm.is_new() || frm.doc.force_status !== WAITING) return;
				frm.dashboard.add_comment(__("What is shown here waits for a second person; until then the former version holds."), "orange", true);
				add_button(frm);
			},
		});
	}

	for (const doctype of ["Policy Version", "Category Payment Rule", "Price Index Reading", "Township Quota", "Medical Cap Rule", "Funeral Aid Rule"]) {
		frappe.ui.form.on(doctype, {
			refresh(frm) {
				if (frm.is_new() || frm.doc.docstatus !== 0) return;
				// Submitting is the second person's, by the button below.
				if (frm.toolbar?.can_submit()) frm.page.clear_primary_action();
				add_button(frm);
			},
		});
	}
	social_assistance.second_person = { may_agree };
}
