const ACCOUNT_API = "social_assistance.api.v1.payments.accounts.";
const CONFIRMING_ROLES = ["Township Reviewer", "Township Leader", "District Reviewer", "District Approver"];
const STATUS_COLOURS = { Proposed: "orange", Confirmed: "green", "Turned Down": "red", "Taken Back": "gray" };

frappe.ui.form.on("Bank Account Change", {
	setup(frm) {
		frm.set_query("household", () => ({ filters: { household_status: "Active" } }));
		frm.set_query("account_holder", () => ({ filters: { current_household: frm.doc.household || "" } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.disable_form();
		frm.page.set_indicator(__(frm.doc.change_status), STATUS_COLOURS[frm.doc.change_status]);
		if (frm.doc.shared_count) {
			const text = frappe.utils.escape_html(frm.doc.shared_text);
			frm.dashboard.add_comment(__("This account belongs to {0} as well.", [text]), "red", true);
		}
		if (frm.doc.change_status === "Proposed") add_answers(frm);
	},
});

function add_answers(frm) {
	if (frm.doc.prepared_by === frappe.session.user) {
		frm.add_custom_button(__("Take Back"), () => frappe.confirm(__("Take this change back?"), () => answer(frm, "take_back_change")));
		return;
	}
	if (!CONFIRMING_ROLES.some((role) => role !== frm.doc.prepared_role && frappe.user.has_role(role))) return;
	frm.add_custom_button(__("Confirm Account"), () => confirm_account(frm)).removeClass("btn-default").addClass("btn-primary");
	frm.add_custom_button(__("Reject"), () => reject_account(frm));
}

function confirm_account(frm) {
	if (!frm.doc.shared_count) {
		const question = __("Pay {0} from the next run on to {1} at {2}?", [frm.doc.head_name, frm.doc.bank_account, frm.doc.bank_name]);
		frappe.confirm(frappe.utils.escape_html(question), () => answer(frm, "confirm_change"));
		return;
	}
	ask_words(__("Confirm Account"), { fieldname: "shared_reason", label: __("Why Sharing Is Right") }, (values) => answer(frm, "confirm_change", values));
}

function reject_account(frm) {
	ask_words(__("Reject"), { fieldname: "remark", label: __("Answer Remark") }, (values) => answer(frm, "reject_change", values));
}

function ask_words(title, field, send) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [{ fieldtype: "Small Text", reqd: 1, ...field }],
		primary_action_label: title,
		primary_action: (values) => send(values).then(() => dialog.hide()),
	});
	dialog.show();
}

function answer(frm, method, values) {
	return frappe.xcall(ACCOUNT_API + method, { change: frm.doc.name, ...values }).then(() => frm.reload_doc());
}
