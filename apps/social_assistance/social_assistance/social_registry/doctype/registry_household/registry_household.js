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

frappe.ui.form.on("Registry Household", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.household_status !== "Active") return;
		show_splitting_signs(frm);
		keep_account(frm);
		if (!frm.perm[0]?.write) return;
		frm.add_custom_button(__("Split Household"), () => split_household(frm), __("Actions"));
		frm.add_custom_button(__("Merge Into"), () => merge_household(frm), __("Actions"));
		frm.add_custom_button(__("Move"), () => move_household(frm), __("Actions"));
	},
});

// The first account comes with the family; afterwards another person confirms each change.
function keep_account(frm) {
	const on_file = Boolean(frm.doc.bank_account && !frm.doc.__unsaved);
	["account_holder", "bank_name", "bank_account"].forEach((name) => frm.set_df_property(name, "read_only", on_file ? 1 : 0));
	if (frm.doc.bank_account && !frm.doc.account_verified_on) {
		frm.dashboard.add_comment(__("The account is not confirmed yet; nothing is paid to it."), "orange", true);
	}
	if (frappe.model.can_create("Bank Account Change")) {
		frm.add_custom_button(__("Change Bank Account"), () => frappe.new_doc("Bank Account Change", { household: frm.docname }), __("Actions"));
	}
}

const HOUSEHOLD_API = "social_assistance.api.v1.registry.households.";
const RELATIONS = ["Head", "Spouse", "Son", "Daughter", "Grandchild", "Parent", "Grandparent", "Sibling", "Other"];

function active_members(frm) {
	return (frm.doc.members || []).filter((row) => !row.to_date);
}

function members_table(frm) {
	return {
		fieldname: "people",
		fieldtype: "Table",
		label: __("Members"),
		cannot_add_rows: true,
		in_place_edit: true,
		data: active_members(frm).map((row) => ({ person: row.person, person_name: row.person_name, relation: row.relation })),
		fields: [
			{ fieldname: "person_name", fieldtype: "Data", label: __("Full Name"), read_only: 1, in_list_view: 1 },
			{ fieldname: "leaves", fieldtype: "Check", label: __("Leaves"), in_list_view: 1 },
			{ fieldname: "relation", fieldtype: "Select", label: __("Relation to Head"), options: RELATIONS, in_list_view: 1 },
		],
	};
}

function day_field() {
	return { fieldname: "on_date", fieldtype: "Date", label: __("Date"), reqd: 1, default: frappe.datetime.get_today() };
}

function relations_of(rows) {
	return Object.fromEntries(rows.map((row) => [row.person, row.relation || "Other"]));
}

function split_household(frm) {
	ask(__("Split Household"), [day_field(), members_table(frm)], ({ on_date, people }) =>
		frappe
			.xcall(`${HOUSEHOLD_API}split_household`, {
				household: frm.docname,
				on_date,
				leaving: JSON.stringify(relations_of(people.filter((row) => row.leaves))),
				remaining: JSON.stringify(relations_of(people.filter((row) => !row.leaves))),
			})
			.then((name) => frappe.set_route("Form", "Registry Household", name))
	);
}

function merge_household(frm) {
	const into = {
		fieldname: "into",
		fieldtype: "Link",
		options: "Registry Household",
		label: __("Household"),
		reqd: 1,
		get_query: () => ({ filters: { household_status: "Active", name: ["!=", frm.docname] } }),
	};
	ask(__("Merge Into"), [into, day_field()], (values) =>
		frappe
			.xcall(`${HOUSEHOLD_API}merge_household`, { household: frm.docname, ...values })
			.then((name) => frappe.set_route("Form", "Registry Household", name))
	);
}

function move_household(frm) {
	const fields = [
		{
			fieldname: "division",
			fieldtype: "Link",
			options: "Administrative Division",
			label: __("To Division"),
			reqd: 1,
			get_query: () => ({ filters: { division_level: "Village" } }),
		},
		day_field(),
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
	];
	ask(__("Move"), fields, (values) =>
		frappe
			.xcall(`${HOUSEHOLD_API}move_household`, { household: frm.docname, ...values })
			.then((transfer) => (transfer ? frappe.set_route("Form", "Household Transfer", transfer) : frm.reload_doc()))
	);
}

function ask(title, fields, send) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: title,
		primary_action: (values) => send(values).then(() => dialog.hide()),
	});
	dialog.show();
}

function show_splitting_signs(frm) {
	frappe
		.call({ method: "social_assistance.api.v1.registry.people.splitting_signs", type: "GET", args: { household: frm.docname } })
		.then(({ message }) => {
			if (!(message || []).length) return;
			const text = message.map((sign) => frappe.utils.escape_html(sign)).join(" · ");
			frm.dashboard.add_comment(`${__("Possible household splitting")}: ${text}`, "orange", true);
		});
}
