// A new record of charity begins with the partner that its author works for; whoever works for none chooses.
frappe.provide("social_assistance");

if (!social_assistance.own_partner) {
	social_assistance.own_partner = true;

	const fill = async (frm) => {
		if (!frm.is_new() || frm.doc.charity_partner || !frappe.user.has_role("Charity Partner")) return;
		const partners = await frappe.db.get_list("Charity Partner", { limit: 2 });
		if (partners.length === 1) frm.set_value("charity_partner", partners[0].name);
	};

	for (const doctype of ["Charity Campaign", "Charity Donation", "Charity Donor"]) {
		frappe.ui.form.on(doctype, { onload: fill });
	}
}
