frappe.ui.form.on("Registry Household", {
	setup(frm) {
		const village = () => ({ filters: { division_level: "Village" } });
		frm.set_query("division", village);
		frm.set_query("hukou_division", village);
		frm.set_query("person", "members", () => ({ filters: { is_deceased: 0, merged_into: ["is", "not set"] } }));
		frm.set_query("head_person", () => members_only(frm));
		frm.set_query("account_holder", () => members_only(frm));
	},

	division(frm) {
		if (!frm.doc.division) return;
		frappe.db
			.get_value("Administrative Division", frm.doc.division, "residence_class")
			.then(({ message }) => message.residence_class && frm.set_value("residence_class", message.residence_class));
	},

	head_person(frm) {
		const members = frm.doc.members || [];
		if (!frm.doc.head_person || members.some((row) => row.person === frm.doc.head_person)) return;
		frm.add_child("members", {
			person: frm.doc.head_person,
			relation: members.length ? "Other" : "Head",
			from_date: frappe.datetime.get_today(),
		});
		frm.refresh_field("members");
	},
});

frappe.ui.form.on("Household Membership", {
	members_add(frm, doctype, name) {
		const row = locals[doctype][name];
		if (!row.from_date) frappe.model.set_value(doctype, name, "from_date", frappe.datetime.get_today());
	},
});

function members_only(frm) {
	const names = (frm.doc.members || []).filter((row) => !row.to_date).map((row) => row.person);
	return names.length ? { filters: { name: ["in", names] } } : {};
}
