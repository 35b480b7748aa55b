const CHOICES = {
	study_stages: ["Preschool", "Compulsory", "Senior High School", "Secondary Vocational", "Junior College", "Bachelor", "Postgraduate"],
	duty_relations: ["Son", "Daughter", "Parent", "Grandparent", "Grandchild", "Sibling"],
	kin_relations: ["Spouse", "Parent", "Child", "Sibling", "Grandparent", "Grandchild"],
	publish_fields: [
		"Case No", "Scheme", "Applicant Name", "Member Count", "Covered Count", "Amount", "Village", "Office Phone", "Complaint Phone",
	],
	protected_kinds: ["Domestic Violence", "HIV", "Tuberculosis", "Crime Victim", "Prisoner Status", "Informant"],
	orphan_statuses: ["Dead", "Missing"],
	unsupported_statuses: [
		"Dead", "Missing", "Severely Disabled", "Seriously Ill", "Imprisoned",
		"Compulsory Rehabilitation", "Restricted Liberty", "Custody Revoked", "Lost Contact",
	],
};
CHOICES.tekun_study_stages = CHOICES.study_stages;
CHOICES.child_study_stages = CHOICES.study_stages;

frappe.ui.form.on("Policy Version", {
	onload(frm) {
		for (const [field, words] of Object.entries(CHOICES)) {
			const grid = frm.get_field(field).grid;
			grid.update_docfield_property("value", "fieldtype", "Autocomplete");
			grid.update_docfield_property("value", "options", words.map((word) => ({ value: word, label: __(word) })));
		}
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.docstatus !== 0 || !frappe.perm.has_perm(frm.doctype, 0, "write", frm.doc)) return;
		frm.add_custom_button(__("Preview Effect"), () => frm.events.preview_effect(frm));
	},

	async preview_effect(frm) {
		if (frm.is_dirty()) await frm.save();
		const { message } = await frappe.call({
			method: "social_assistance.api.v1.policy.versions.preview_effect",
			args: { policy_version: frm.doc.name },
			freeze: true,
			freeze_message: __("Evaluating all registered households"),
		});
		await frm.reload_doc();
		frappe.show_alert({
			message: __("{0} enter, {1} leave, {2} gain, {3} lose; {4} yuan a month", [
				message.entering, message.leaving, message.gaining, message.losing, format_currency(message.difference, "CNY"),
			]),
			indicator: "blue",
		}, 15);
	},
});
