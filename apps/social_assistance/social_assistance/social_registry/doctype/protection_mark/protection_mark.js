frappe.ui.form.on("Protection Mark", {
	refresh(frm) {
		offer_kinds(frm);
	},

	protected_person(frm) {
		offer_kinds(frm);
	},

	application(frm) {
		offer_kinds(frm);
	},
});

async function offer_kinds(frm) {
	const { protected_person, application } = frm.doc;
	if (!frm.is_new() || !(protected_person || application)) return;
	const kinds = await frappe.xcall("social_assistance.api.v1.registry.people.protection_kinds", {
		protected_person,
		application,
	});
	frm.get_field("protection_kind").set_data(kinds.map((kind) => ({ value: kind, label: __(kind) })));
}
