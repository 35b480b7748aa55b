const GIVING_API = "social_assistance.api.v1.charity.giving.";

frappe.ui.form.on("Charity Need", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.is_wish && frm.doc.need_status === "Open" && frappe.user.has_role("Charity Partner")) {
			frm.add_custom_button(__("Claim Wish"), () => claim(frm)).addClass("btn-primary");
		}
		if (frm.doc.need_status === "Open" && frm.perm[0]?.write) {
			frm.add_custom_button(__("Withdraw Need"), () => withdraw(frm));
		}
		show_proposals(frm);
	},
});

function withdraw(frm) {
	frappe.confirm(__("Withdraw this need? Partners no longer see it."), () =>
		frappe.xcall(`${GIVING_API}withdraw_need`, { charity_need: frm.docname }).then(() => frm.reload_doc())
	);
}

function claim(frm) {
	frappe.confirm(__("Claim this wish for your organisation? Nobody else can fulfil it then."), () =>
		frappe
			.xcall(`${GIVING_API}claim_wish`, { charity_need: frm.docname })
			.then((name) => frappe.set_route("Form", "Wish Claim", name))
	);
}

function show_proposals(frm) {
	const is_wanting = ["Open", "Claimed"].includes(frm.doc.need_status) && frm.doc.consent_given;
	const may_give = frappe.model.can_create("Charity Disbursement");
	frm.toggle_display("proposals_section", Boolean(is_wanting && may_give));
	if (!is_wanting || !may_give) return;
	frappe
		.call({ method: `${GIVING_API}proposals`, type: "GET", args: { charity_need: frm.docname } })
		.then(({ message }) => draw(frm, message || []));
}

function draw(frm, proposals) {
	const wrapper = frm.get_field("proposals_html").$wrapper.empty();
	if (!proposals.length) {
		$(`<p class="text-muted">${__("Nothing that is left of any gift fits this need.")}</p>`).appendTo(wrapper);
		return;
	}
	const table = $(`<table class="table table-sm table-bordered"><thead><tr>
		<th>${__("Donation")}</th><th class="text-right">${__("Proposed Gift")}</th><th>${__("Reasons")}</th><th></th>
	</tr></thead><tbody></tbody></table>`).appendTo(wrapper);
	for (const proposal of proposals) table.find("tbody").append(row_of(frm, proposal));
}

function row_of(frm, proposal) {
	const escape = frappe.utils.escape_html;
	const what = proposal.donation_item
		? `${escape(proposal.item_name)} ${proposal.quantity} ${escape(proposal.unit)}`
		: format_currency(proposal.amount);
	const reasons = proposal.reasons.map((text) => `<li>${escape(text)}</li>`).join("");
	const row = $(`<tr>
		<td>${frappe.utils.get_form_link("Charity Donation", proposal.donation, true)}<br>
			<span class="text-muted">${escape(proposal.charity_partner)}</span></td>
		<td class="text-right text-nowrap">${what}</td>
		<td><ul class="mb-0 pl-3">${reasons}</ul></td>
		<td><button class="btn btn-xs btn-default">${__("Prepare Disbursement")}</button></td>
	</tr>`);
	row.find("button").one("click", () => prepare(frm, proposal));
	return row;
}

function prepare(frm, proposal) {
	const { donation, amount, donation_item, quantity } = proposal;
	frappe
		.xcall(`${GIVING_API}draft_disbursement`, {
			charity_need: frm.docname,
			donation,
			amount,
			donation_item,
			quantity,
		})
		.then(
			(name) => frappe.set_route("Form", "Charity Disbursement", name),
			() => show_proposals(frm)
		);
}
