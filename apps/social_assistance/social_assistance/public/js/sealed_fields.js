// Masked numbers: one button per field that the user's role may look at; each look states its purpose and is recorded.
frappe.provide("social_assistance");

if (!social_assistance.sealed_fields) {
	const SHOWN_FOR_SECONDS = 60;
	const DOCTYPES = [
		"Registry Person",
		"Registry Household",
		"Staff Assignment",
		"Benefit Award",
		"Bank Account Change",
		"Payment Line",
		"Charity Partner",
		"Charity Donation",
		"Charity Campaign",
		"Charity Donor",
		"Notice Objection",
	];

	const add_buttons = (frm) => {
		if (frm.is_new()) return;
		frappe
			.call({
				method: "social_assistance.api.v1.privacy.clear_values.list_revealable",
				type: "GET",
				args: { doctype: frm.doctype },
			})
			.then(({ message }) => {
				for (const fieldname of (message || []).filter((name) => frm.doc[name])) {
					const label = __(frappe.meta.get_label(frm.doctype, fieldname, frm.docname));
					frm.add_custom_button(label, () => ask_purpose(frm, fieldname, label), __("Show in Full"));
				}
			});
	};

	const ask_purpose = (frm, fieldname, label) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Show {0} in Full", [label]),
			fields: [
				{
					fieldname: "purpose",
					fieldtype: "Data",
					label: __("Purpose"),
					reqd: 1,
					description: __("Who looked, when and what for is recorded and can be checked by the auditors."),
				},
			],
			primary_action_label: __("Show"),
			primary_action({ purpose }) {
				frappe
					.xcall("social_assistance.api.v1.privacy.clear_values.reveal_value", {
						doctype: frm.doctype,
						name: frm.docname,
						fieldname,
						purpose,
					})
					.then(({ value }) => {
						dialog.hide();
						show_value(label, value);
					});
			},
		});
		dialog.show();
	};

	const show_value = (label, value) => {
		const dialog = new frappe.ui.Dialog({
			title: label,
			fields: [{ fieldname: "value", fieldtype: "Data", read_only: 1, default: value }],
			primary_action_label: __("Close"),
			primary_action: () => dialog.hide(),
		});
		dialog.show();
		setTimeout(() => dialog.hide(), SHOWN_FOR_SECONDS * 1000);
	};

	for (const doctype of DOCTYPES) {
		frappe.ui.form.on(doctype, { refresh: add_buttons });
	}
	social_assistance.sealed_fields = { add_buttons };
}
