frappe.ui.form.on("Finance List", {
	setup(frm) {
		frm.set_query("payment_run", () => ({ filters: { run_status: "Executed" } }));
	},

	refresh(frm) {
		const colours = { Prepared: "orange", Approved: "green", Refused: "red" };
		if (frm.is_new()) return;
		frm.disable_save();
		frm.page.set_indicator(__(frm.doc.list_status), colours[frm.doc.list_status]);
		if (frm.doc.list_status === "Prepared" && frm.doc.rows.some((row) => !row.fund_source)) {
			frm.set_intro(__("Rows without a fund source: enter under Fund Source who pays these schemes, then refuse this list and prepare it again."), "orange");
		}
		if (frm.doc.list_status !== "Prepared" || !frappe.user.has_role("District Approver")) return;
		frm.add_custom_button(__("Approve List"), () => answer(frm, { approved: true })).addClass("btn-primary");
		frm.add_custom_button(__("Refuse List"), () =>
			frappe.prompt(
				{ fieldname: "remark", fieldtype: "Small Text", label: __("Remark"), reqd: 1 },
				({ remark }) => answer(frm, { approved: false, remark }),
				__("Refuse List"),
				__("Refuse List")
			)
		);
	},
});

function answer(frm, values) {
	return frappe
		.xcall("social_assistance.api.v1.payments.runs.answer_finance_list", { finance_list: frm.doc.name, ...values })
		.then(() => frm.reload_doc());
}
