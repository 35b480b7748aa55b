frappe.ui.form.on("Payment Hold", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.hold_status), frm.doc.hold_status === "Active" ? "orange" : "green");
		if (frm.doc.hold_status !== "Active" || !frappe.model.can_write("Payment Hold")) return;
		if (frm.doc.hold_reason === "Payment Returned") {
			frm.dashboard.set_headline(__("Change the account with a second person; then press Pay Returned Months Again on the award."));
			social_assistance.add_way(frm, __("Open Award"), ["Form", "Benefit Award", frm.doc.award]);
			return;
		}
		if (frm.doc.owner === frappe.session.user) {
			frm.dashboard.set_headline(__("Another person than the one who set this hold releases it."));
			return;
		}
		frm.add_custom_button(__("Release Hold"), () =>
			frappe.prompt(
				{ fieldname: "remark", fieldtype: "Small Text", label: __("Grounds for Release"), reqd: 1 },
				({ remark }) =>
					frappe
						.xcall("social_assistance.api.v1.payments.runs.release_hold", { payment_hold: frm.doc.name, remark })
						.then(() => frm.reload_doc()),
				__("Release Hold"),
				__("Release Hold")
			)
		);
	},
});
