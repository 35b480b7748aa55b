frappe.ui.form.on("Administrative Division", {
	setup(frm) {
		frm.set_query("successor", () => same_level(frm));
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.division_level !== "Village" || frm.doc.successor || !frm.perm[0]?.write) return;
		frm.add_custom_button(__("Merge Into"), () => merge_village(frm), __("Actions"));
	},
});

function same_level(frm) {
	return { filters: { division_level: frm.doc.division_level, name: ["!=", frm.docname] } };
}

function merge_village(frm) {
	const fields = [
		{
			fieldname: "successor",
			fieldtype: "Link",
			options: "Administrative Division",
			label: __("Merged Into"),
			reqd: 1,
			get_query: () => same_level(frm),
		},
		{ fieldname: "on_date", fieldtype: "Date", label: __("Date"), reqd: 1, default: frappe.datetime.get_today() },
	];
	const send = (values) =>
		frappe
			.xcall("social_assistance.api.v1.registry.divisions.merge_division", { division: frm.docname, ...values })
			.then(() => frm.reload_doc());
	frappe.prompt(fields, send, __("Merge Into"));
}
