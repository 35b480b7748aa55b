frappe.ui.form.on("Benefit Award", {
	setup(frm) {
		// With the award alone: Frappe would copy every field of the same name, which only the server fills.
		const with_award = (doctype) => () => frappe.new_doc(doctype, { award: frm.doc.name });
		frm.make_methods = Object.fromEntries(
			["Review Task", "Overpayment Recovery"].map((doctype) => [doctype, with_award(doctype)])
		);
	},

	refresh(frm) {
		if (frm.is_new() || !frappe.model.can_create("Payment Hold")) return;
		frm.add_custom_button(__("Pay Returned Months Again"), () =>
			frappe.confirm(__("Pay what was returned with the next run, to the account that was confirmed since?"), () =>
				frappe.xcall("social_assistance.api.v1.payments.runs.correct_account", { award: frm.doc.name }).then((award) => {
					frappe.show_alert({ message: __("Paid from now on to {0} at {1}.", [award.bank_account, award.bank_name]), indicator: "green" });
					frm.reload_doc();
				})
			)
		);
		offer_reserve(frm);
		if (!frappe.model.can_create("Overpayment Recovery")) return;
		frm.add_custom_button(__("Recover Overpayment"), () => frappe.new_doc("Overpayment Recovery", { award: frm.doc.name }));
	},
});

// A sum of one month that is still open may be paid by the township itself, on the day.
function offer_reserve(frm) {
	const is_one_sum = frm.doc.end_month === frm.doc.start_month && frm.doc.award_status === "Active";
	if (!is_one_sum || !frappe.model.can_create("Fund Allocation")) return;
	frm.add_custom_button(__("Pay from the Reserve"), () =>
		frappe.new_doc("Fund Allocation", { allocation_kind: "Reserve Use", award: frm.doc.name })
	);
}
