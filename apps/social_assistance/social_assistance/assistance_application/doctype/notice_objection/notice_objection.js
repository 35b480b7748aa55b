frappe.ui.form.on("Notice Objection", {
	setup(frm) {
		frm.set_query("public_notice", () => ({ filters: { notice_kind: "Preliminary" } }));
	},

	refresh(frm) {
		const may_assign = ["Township Reviewer", "Township Leader", "District Reviewer"].some((role) =>
			frappe.user.has_role(role)
		);
		frm.toggle_enable("investigator", may_assign && !frm.doc.result);
		if (may_assign && !frm.doc.result && !frm.is_new()) offer_investigators(frm);
		const is_investigator = frm.doc.investigator === frappe.session.user;
		frm.toggle_enable(["result", "findings"], is_investigator && !frm.doc.handled_on);
		const is_open = !["Closed", "Corrected"].includes(frm.doc.objection_status);
		const is_own = frm.doc.received_by === frappe.session.user;
		const was_sent = frm.doc.channel === "Online" && !frm.doc.received_by;
		if (!frm.is_new() && is_open && may_assign && !frm.doc.result && !is_own && !was_sent) {
			frm.add_custom_button(__("Correct by New Objection"), () => ask_correction(frm));
		}
		if (!frm.is_new() && is_open) {
			const texts = [
				__("The case stays at the notice until this is closed. To be handled by {0}.", [
					frappe.datetime.str_to_user(frm.doc.investigate_by) || "-",
				]),
				!frm.doc.investigator &&
					__("The reviewer or leader of the township, or the district, names the investigator first; the reply comes after the result."),
			];
			frm.set_intro(texts.filter(Boolean).join(""), "orange");
		}
	},

	public_notice(frm) {
		if (!frm.doc.public_notice) return;
		frappe.db
			.get_value("Public Notice", frm.doc.public_notice, "application")
			.then(({ message }) => frm.set_value("application", message.application));
	},
});

// Whoever handled the case, is concerned by it or has no right to write here is not offered.
async function offer_investigators(frm) {
	const { message } = await frappe.call({
		method: "social_assistance.api.v1.cases.objections.list_investigators",
		args: { objection: frm.doc.name },
		type: "GET",
	});
	const names = Object.values(message).join("、");
	frm.set_query("investigator", () => ({ filters: { name: ["in", Object.keys(message)] } }));
	frm.set_df_property(
		"investigator",
		"description",
		names ? __("Possible: {0}", [frappe.utils.escape_html(names)]) : __("Nobody of your area may look into it. Ask the district.")
	);
}

// Name and phone stay as they are when nothing is typed: the form shows their masks only.
function ask_correction(frm) {
	const typed = ["received_on", "channel", "ground", "ground_text"].map((fieldname) => ({
		...field_of(frm, fieldname),
		default: frm.doc[fieldname],
		reqd: 1,
	}));
	const sealed = frm.doc.is_anonymous ? [] : ["objector_name", "objector_phone"].map((name) => field_of(frm, name));
	const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Why Corrected"), reqd: 1 };
	const dialog = new frappe.ui.Dialog({
		title: __("Correct by New Objection"),
		fields: [...typed, ...sealed, reason],
		primary_action_label: __("Issue"),
		primary_action: (values) =>
			frappe
				.xcall("social_assistance.api.v1.cases.objections.correct_objection", {
					objection: frm.doc.name,
					...values,
				})
				.then((name) => {
					dialog.hide();
					frappe.set_route("Form", frm.doctype, name);
				}),
	});
	dialog.show();
}

function field_of(frm, fieldname) {
	const { fieldtype, label, options } = frappe.meta.get_docfield(frm.doctype, fieldname);
	return { fieldname, fieldtype, label: __(label), options };
}
