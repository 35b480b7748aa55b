frappe.ui.form.on("Charity Donor", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frappe.model.can_create("Charity Donation")) {
			frm.add_custom_button(__("Record Donation"), () => frappe.new_doc("Charity Donation", { donor: frm.doc.name }));
		}
		frm.add_custom_button(__("Yearly Statement"), () => ask_year(frm));
	},
});

function ask_year(frm) {
	const year = Number(frappe.datetime.get_today().slice(0, 4));
	frappe.prompt(
		[{ fieldname: "year", fieldtype: "Int", label: __("Year"), reqd: 1, default: year - 1 }],
		(values) => {
			const query = new URLSearchParams({ doctype: frm.doctype, name: frm.docname, format: "Donor Statement", year: values.year, _lang: "zh" });
			window.open(`/printview?${query}`);
		},
		__("Yearly Statement"),
		__("Print")
	);
}
