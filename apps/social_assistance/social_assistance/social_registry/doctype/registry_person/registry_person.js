frappe.ui.form.on("Registry Person", {
	setup(frm) {
		const village = () => ({ filters: { division_level: ["in", ["Village", "Grid"]] } });
		for (const field of ["division", "hukou_division", "residence_division"]) {
			frm.set_query(field, village);
		}
		frm.set_query("guardian", () => ({ filters: { name: ["!=", frm.docname], is_deceased: 0 } }));
		frm.set_query("relative", "kin_links", () => ({ filters: { name: ["!=", frm.docname] } }));
	},

	refresh(frm) {
		frm.toggle_enable("id_number", frm.is_new());
		if (frm.is_new()) return;
		show_payments(frm);
		show_timeline(frm);
		if (frm.perm[0]?.write) {
			frm.add_custom_button(__("Correct ID Number"), () => correct_id_number(frm), __("Actions"));
			if (!frm.doc.merged_into) frm.add_custom_button(__("Merge Into"), () => merge_person(frm), __("Actions"));
		}
	},

	id_number(frm) {
		if (frm.is_new() && (frm.doc.id_number || "").replace(/\s/g, "").length === 18) {
			offer_known_person(frm);
		}
	},
});

function offer_known_person(frm) {
	frappe
		.xcall("social_assistance.api.v1.registry.people.find_person", { id_number: frm.doc.id_number })
		.then((known) => {
			if (!known) return;
			frappe.confirm(
				__("{0} is registered already with this ID Number. Open that person?", [
					frappe.utils.escape_html(known.person_name),
				]),
				() => frappe.set_route("Form", "Registry Person", known.name)
			);
		});
}

function correct_id_number(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Correct ID Number"),
		fields: [
			{ fieldname: "id_number", fieldtype: "Data", label: __("ID Number"), reqd: 1 },
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		primary_action_label: __("Correct"),
		primary_action(values) {
			frappe
				.xcall("social_assistance.api.v1.registry.people.correct_id_number", {
					person: frm.docname,
					...values,
				})
				.then(() => {
					dialog.hide();
					frm.reload_doc();
				});
		},
	});
	dialog.show();
}

function merge_person(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Merge Into"),
		fields: [
			{
				fieldname: "into",
				fieldtype: "Link",
				options: "Registry Person",
				label: __("Person Who Stays"),
				reqd: 1,
				get_query: () => ({ filters: { name: ["!=", frm.docname], merged_into: ["is", "not set"] } }),
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		primary_action_label: __("Merge"),
		primary_action(values) {
			frappe
				.xcall("social_assistance.api.v1.registry.people.merge_person", { person: frm.docname, ...values })
				.then(() => {
					dialog.hide();
					frappe.set_route("Form", "Registry Person", values.into);
				});
		},
	});
	dialog.show();
}

function show_timeline(frm) {
	frappe
		.call({ method: "social_assistance.api.v1.registry.people.get_person_timeline", type: "GET", args: { person: frm.docname } })
		.then(({ message }) => {
			const escape = frappe.utils.escape_html;
			const rows = (message || []).map((entry) => {
				const link = frappe.utils.get_form_link(entry.doctype, entry.name, true, escape(__(entry.doctype)));
				const day = entry.date ? frappe.datetime.str_to_user(entry.date) : "";
				return `<tr><td class="text-nowrap">${day}</td><td>${link}</td><td>${escape(entry.text)}</td></tr>`;
			});
			const empty = `<tr><td class="text-muted">${__("Nothing is recorded yet")}</td></tr>`;
			frm.get_field("timeline_html").$wrapper.html(
				`<table class="table table-sm">${rows.join("") || empty}</table>`
			);
		});
}

function show_payments(frm) {
	frappe
		.call({ method: "social_assistance.api.v1.payments.people.get_person_payments", type: "GET", args: { person: frm.docname } })
		.then(({ message }) => frm.get_field("payments_html").$wrapper.html(draw_payments(message)));
}

function draw_payments({ rows, is_cut }) {
	const escape = frappe.utils.escape_html;
	if (!rows.length) return `<p class="text-muted">${__("Nothing is recorded yet")}</p>`;
	const heads = [__("Payment Month"), __("Benefit"), __("Due Amount"), __("Paid Amount"), __("Claimed Back"), __("Status"), __("Why")];
	const sum = (amount) => `<td class="text-right text-nowrap">${amount ? format_number(amount, null, 2) : ""}</td>`;
	const body = rows.map((row) => {
		const link = frappe.utils.get_form_link(row.doctype, row.name, true, escape(row.subject));
		const shared = row.persons > 1 ? ` <span class="text-muted">${__("{0} persons together", [row.persons])}</span>` : "";
		return `<tr><td class="text-nowrap">${row.month}</td><td>${link} · ${escape(row.kind)}${shared}</td>${sum(row.due)}${sum(row.paid)}
			${sum(row.claimed)}<td>${escape(row.standing)}</td><td>${escape(row.ground)}</td></tr>`;
	});
	const head = heads.map((text) => `<th>${text}</th>`).join("");
	const cut = is_cut ? `<p class="text-muted">${__("Only the last {0} rows are shown; the list of payment lines has all.", [rows.length])}</p>` : "";
	return `<div style="overflow-x: auto"><table class="table table-sm"><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>${cut}`;
}
