const DONATION_API = "social_assistance.api.v1.charity.giving.";

frappe.ui.form.on("Charity Donation", {
	setup(frm) {
		frm.set_query("campaign", () => ({ filters: own(frm, { campaign_status: ["in", ["Plan Filed", "Running", "Closed"]] }) }));
		frm.set_query("donor", () => ({ filters: own(frm, {}) }));
	},
	refresh(frm) {
		if (frm.doc.docstatus !== 1) return;
		if (frm.doc.balance_amount > 0 && frappe.model.can_create("Charity Disbursement")) {
			frm.add_custom_button(__("Disburse"), () => frappe.new_doc("Charity Disbursement", { donation: frm.doc.name }));
		}
		if (frm.doc.balance_amount > 0 && frappe.model.can_create("Charity Refund")) {
			frm.add_custom_button(__("Refund"), () => ask_refund(frm));
		}
		if (is_goods(frm) && frm.doc.balance_amount > 0) offer_write_off(frm);
		frm.add_custom_button(__("Print Receipt"), () => frappe.set_route("print", "Charity Donation", frm.doc.name));
	},
});

function own(frm, filters) {
	return frm.doc.charity_partner ? { ...filters, charity_partner: frm.doc.charity_partner } : filters;
}

function is_goods(frm) {
	return frm.doc.donation_kind === "Goods";
}

// Whoever may approve a hand-over may write goods off.
async function offer_write_off(frm) {
	await frappe.model.with_doctype("Charity Disbursement");
	if (frappe.perm.get_perm("Charity Disbursement")[0]?.submit) {
		frm.add_custom_button(__("Write Off Goods"), () => ask_write_off(frm));
	}
}

async function batches_of(frm) {
	const { message } = await frappe.call({ method: `${DONATION_API}goods_of`, type: "GET", args: { donation: frm.doc.name } });
	if (!message?.length) frappe.msgprint(__("Nothing of this donation is on hand."));
	return message || [];
}

async function ask_refund(frm) {
	// One key for one dialog: a second click or a retry never refunds twice.
	const request_key = frappe.utils.get_random(20);
	await frappe.model.with_doctype("Charity Refund");
	const batches = is_goods(frm) ? await batches_of(frm) : [];
	if (is_goods(frm) && !batches.length) return;
	const reasons = frappe.meta.get_docfield("Charity Refund", "refund_reason");
	const fields = [
		...(is_goods(frm)
			? batches.map(quantity_field)
			: [{ fieldname: "amount", fieldtype: "Currency", label: __("Amount"), reqd: 1, default: frm.doc.balance_amount }]),
		{ fieldname: "reason", fieldtype: "Select", label: __("Reason"), reqd: 1, options: reasons.options },
		{ fieldname: "text", fieldtype: "Small Text", label: __("Explanation"), mandatory_depends_on: "eval:doc.reason === 'Other'" },
	];
	const send = ({ amount, reason, text, ...counts }) => {
		const goods = Object.fromEntries(Object.entries(counts).filter(([, quantity]) => quantity > 0));
		if (is_goods(frm) && !Object.keys(goods).length) return frappe.msgprint(__("Enter how much goes back."));
		const what = is_goods(frm) ? { amount: "", goods } : { amount: flt(amount, 2).toFixed(2) };
		return frappe
			.xcall("social_assistance.api.v1.charity.campaigns.refund_donation", {
				donation: frm.doc.name,
				reason,
				text: text || "",
				request_key,
				...what,
			})
			.then(() => frm.reload_doc());
	};
	frappe.prompt(fields, send, __("Refund"), __("Refund"));
}

function quantity_field(batch) {
	return {
		fieldname: batch.name,
		fieldtype: "Float",
		precision: 3,
		label: `${batch.item_name} (${batch.unit})`,
		description: __("{0} on hand", [batch.quantity]),
		default: batch.quantity,
	};
}

async function ask_write_off(frm) {
	const request_key = frappe.utils.get_random(20);
	const batches = await batches_of(frm);
	if (!batches.length) return;
	const options = batches.map(({ name, item_name, unit, quantity }) => ({ value: name, label: `${item_name} (${quantity} ${unit})` }));
	const fields = [
		{ fieldname: "donation_item", fieldtype: "Select", label: __("Goods"), reqd: 1, options, default: options[0].value },
		{ fieldname: "quantity", fieldtype: "Float", precision: 3, label: __("Quantity"), description: __("Empty: all that is on hand.") },
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
	];
	const send = ({ donation_item, quantity, reason }) =>
		frappe
			.xcall(`${DONATION_API}write_off_goods`, { donation_item, reason, quantity: quantity ? String(quantity) : "", request_key })
			.then(() => frm.reload_doc());
	frappe.prompt(fields, send, __("Write Off Goods"), __("Write Off Goods"));
}
