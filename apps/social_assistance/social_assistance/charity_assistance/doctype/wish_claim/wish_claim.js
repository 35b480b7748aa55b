const WISH_API = "social_assistance.api.v1.charity.giving.";

frappe.ui.form.on("Wish Claim", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.claim_status !== "Claimed") return;
		const is_claimant = frappe.user.has_role("Charity Partner");
		if (!is_claimant && !frappe.model.can_write("Charity Need")) return;
		frm.add_custom_button(__("Give Back"), () => give_back(frm));
		frappe.db.get_value("Charity Need", frm.doc.charity_need, ["wanted_amount", "wanted_item"]).then(({ message }) => {
			const wants_gift = message.wanted_item || message.wanted_amount;
			if (wants_gift) frm.set_intro(__("Prepare a disbursement from the wish. Its delivery fulfils the claim."), "blue");
			else frm.add_custom_button(__("Record Fulfilment"), () => fulfil(frm)).addClass("btn-primary");
		});
	},
});

function give_back(frm) {
	run(frm, "give_wish_back", [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 }], __("Give Back"));
}

function fulfil(frm) {
	const upload = { doctype: frm.doctype, docname: frm.docname, fieldname: "fulfilment_proof" };
	const fields = [
		{ fieldname: "fulfilment_proof", fieldtype: "Attach", label: __("Proof of Fulfilment"), reqd: 1, options: upload },
		{ fieldname: "remark", fieldtype: "Small Text", label: __("Remark") },
	];
	run(frm, "fulfil_wish", fields, __("Record Fulfilment"));
}

function run(frm, method, fields, title) {
	const args = (values) => ({ claim: frm.docname, ...values });
	social_assistance.run_action(frm, { method: WISH_API + method, args, fields, title });
}
