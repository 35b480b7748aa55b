const HAND_OVER_API = "social_assistance.api.v1.charity.giving.";

frappe.ui.form.on("Charity Disbursement", {
	setup(frm) {
		frm.set_query("donation", () => ({ filters: { docstatus: 1, balance_amount: [">", 0] } }));
		frm.set_query("charity_need", () => ({ filters: { consent_given: 1, need_status: ["in", ["Open", "Claimed"]] } }));
	},

	refresh(frm) {
		frm.page.clear_secondary_action();
		frm.get_field("items").grid.cannot_add_rows = true;
		frm.refresh_field("items");
		if (frm.doc.docstatus === 0) return prepare_draft(frm);
		const may_change = Boolean(frm.perm[0]?.submit);
		if (!may_change || frm.doc.docstatus !== 1) return;
		if (frm.doc.disbursement_status === "Approved") {
			frm.add_custom_button(__("Record Delivery"), () => record_delivery(frm)).addClass("btn-primary");
		}
		frm.add_custom_button(__("Reverse"), () => reverse(frm));
	},

	donation: (frm) => frm.trigger("refresh"),
	donation_kind: (frm) => frm.trigger("refresh"),
});

function prepare_draft(frm) {
	if (!frm.is_new() && frm.doc.prepared_by === frappe.session.user) {
		frm.set_intro("");
		frm.set_intro(__("Another person has to approve this by submitting it."), "blue");
	}
	if (frm.doc.donation && frm.doc.donation_kind === "Goods") {
		frm.add_custom_button(__("Choose Goods"), () => choose_goods(frm));
	}
}

async function choose_goods(frm) {
	const { message } = await frappe.call({
		method: `${HAND_OVER_API}goods_of`,
		type: "GET",
		args: { donation: frm.doc.donation },
	});
	if (!message?.length) return frappe.msgprint(__("Nothing of this donation is on hand."));
	const fields = message.map((batch) => ({
		fieldname: batch.name,
		fieldtype: "Float",
		precision: 3,
		label: `${batch.item_name} (${batch.unit})`,
		description: on_hand(batch),
	}));
	frappe.prompt(fields, (values) => take(frm, message, values), __("Choose Goods"), __("Take"));
}

function on_hand(batch) {
	const count = __("{0} on hand", [batch.quantity]);
	return batch.expiry_date ? `${count} · ${__("Use Before")} ${frappe.datetime.str_to_user(batch.expiry_date)}` : count;
}

function take(frm, batches, values) {
	frm.clear_table("items");
	for (const { name, item_name, unit, expiry_date } of batches.filter((batch) => values[batch.name] > 0)) {
		frm.add_child("items", { donation_item: name, item_name, unit, expiry_date, quantity: values[name] });
	}
	frm.refresh_field("items");
	frm.dirty();
}

function record_delivery(frm) {
	const is_elsewhere = frm.doc.disbursement_kind === "Other District";
	const signers = is_elsewhere ? ["Receiving Organisation"] : ["Household Member", "Guardian", "Village on Behalf"];
	const upload = (fieldname) => ({ doctype: frm.doctype, docname: frm.docname, fieldname });
	const fields = [
		{ fieldname: "delivered_on", fieldtype: "Date", label: __("Delivered On"), reqd: 1, default: "Today" },
		{ fieldname: "signed_by", fieldtype: "Select", label: __("Signed By"), reqd: 1, options: choices(signers), default: signers[0] },
		{ fieldname: "receiving_receipt_no", fieldtype: "Data", label: __("Receiver's Receipt No."), reqd: is_elsewhere, hidden: !is_elsewhere },
		{ fieldname: "signer_name", fieldtype: "Data", label: __("Signer's Name"), hidden: !may_know_names(frm) },
		{ fieldname: "delivery_proof", fieldtype: "Attach", label: __("Proof of Delivery"), options: upload("delivery_proof") },
		{ fieldname: "delivery_photo", fieldtype: "Attach", label: __("Photo of the Delivery"), options: upload("delivery_photo") },
	];
	run(frm, "record_delivery", fields, __("Record Delivery"));
}

function choices(values) {
	return values.map((value) => ({ value, label: __(value) }));
}

function may_know_names(frm) {
	return Boolean(frm.perm[1]?.read);
}

function reverse(frm) {
	const fields = [{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason of the Reversal"), reqd: 1 }];
	run(frm, "reverse_disbursement", fields, __("Reverse"));
}

function run(frm, method, fields, title) {
	const args = (values) => ({ disbursement: frm.docname, ...values });
	social_assistance.run_action(frm, { method: HAND_OVER_API + method, args, fields, title });
}
