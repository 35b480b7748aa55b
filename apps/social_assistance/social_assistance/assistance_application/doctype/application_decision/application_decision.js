frappe.ui.form.on("Application Decision", {
	refresh(frm) {
		if (frm.doc.__onload?.may_correct) {
			frm.add_custom_button(__("Correct by New Decision"), () => ask_correction(frm));
		}
	},
});

function ask_correction(frm) {
	const words = ["grounds", "clause", "remedy"];
	frappe.prompt(
		words.map((fieldname) => ({
			fieldname,
			fieldtype: "Small Text",
			label: __(frappe.meta.get_label(frm.doctype, fieldname)),
			default: frm.doc[fieldname],
			reqd: 1,
		})),
		(values) =>
			frappe
				.call("social_assistance.api.v1.cases.decisions.correct_decision", {
					decision: frm.doc.name,
					...values,
				})
				.then(({ message }) => frappe.set_route("Form", frm.doctype, message)),
		__("Correct by New Decision"),
		__("Issue Decision")
	);
}
