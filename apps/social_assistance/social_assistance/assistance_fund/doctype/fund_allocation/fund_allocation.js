// What an award that the reserve pays brings along: its sum, paid whole, and its scheme; the server adds the township.
frappe.ui.form.on("Fund Allocation", {
	onload(frm) {
		if (frm.is_new() && frm.doc.award) take_over(frm);
	},
	award: take_over,
});

function take_over(frm) {
	if (!frm.doc.award) return;
	return frappe.db
		.get_value("Benefit Award", frm.doc.award, ["monthly_amount", "scheme", "application"])
		.then(({ message: { monthly_amount, ...same } }) => frm.set_value({ amount: monthly_amount, ...same }));
}
