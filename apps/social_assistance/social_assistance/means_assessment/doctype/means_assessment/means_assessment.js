const OUTCOME_COLOUR = { Eligible: "green", "Needs Judgement": "orange", "Not Eligible": "red" };

frappe.ui.form.on("Means Assessment", {
	setup(frm) {
		for (const table of ["incomes", "assets", "expenses"]) {
			frm.set_query("person", table, () => ({
				filters: frm.doc.members?.length
					? { name: ["in", frm.doc.members.map((row) => row.person)] }
					: { current_household: frm.doc.household || "" },
			}));
		}
	},

	application(frm) {
		if (!frm.doc.application) return;
		frappe.db
			.get_value("Assistance Application", frm.doc.application, "household")
			.then(({ message }) => frm.set_value("household", message.household));
		name_choices(frm);
	},

	refresh(frm) {
		frm.trigger("show_result");
		name_choices(frm);
		frm.get_field("explanation").grid.cannot_add_rows = true;
		if (frm.is_new()) return;
		// Alt+S saves and recomputes; Alt+I starts the next income line, so that a form is entered without the mouse.
		frappe.ui.keys.add_shortcut({
			shortcut: "alt+i",
			action: () => frm.trigger("next_income_line"),
			description: __("Add an income line"),
			page: frm.page,
		});
		const [doctype, name] = frm.doc.application
			? ["Assistance Application", frm.doc.application]
			: ["Review Task", frm.doc.review_task];
		const label = __(doctype === "Review Task" ? "Review" : "Application");
		social_assistance.add_way(frm, label, ["Form", doctype, name]);
	},

	next_income_line(frm) {
		if (frm.doc.docstatus !== 0) return;
		const grid = frm.get_field("incomes").grid;
		grid.add_new_row(null, null, true);
		grid.grid_rows[grid.grid_rows.length - 1].toggle_editable_row(true);
	},

	show_result(frm) {
		if (frm.is_new() || !frm.doc.explanation?.length) return;
		const outcome = frm.doc.is_eligible
			? "Eligible"
			: frm.doc.needs_judgement
			? "Needs Judgement"
			: "Not Eligible";
		frm.dashboard.clear_headline();
		frm.dashboard.add_indicator(__(outcome), OUTCOME_COLOUR[outcome]);
		for (const field of ["counted_income", "standard_amount", "total_amount"]) {
			const label = __(frm.get_docfield(field).label);
			frm.dashboard.add_indicator(`${label}: ${format_currency(frm.doc[field], "CNY")}`, "blue");
		}
	},
});

// What the policy knows by name is chosen in its words; nobody types or reads a key.
function name_choices(frm) {
	const { application, review_task: review } = frm.doc;
	if (!application && !review) return;
	frappe
		.call({
			method: "social_assistance.api.v1.means.assessments.get_policy_choices",
			type: "GET",
			args: application ? { application } : { review },
		})
		.then(({ message }) => {
			const offer = (choices) => [{ value: "", label: "" }, ...choices];
			[
				["incomes", "item", message.incomes],
				["assets", "item", message.assets],
				["obligors", "unable_reason", message.inabilities],
			].forEach(([table, field, choices]) =>
				frm.get_field(table).grid.update_docfield_property(field, "options", offer(choices))
			);
			frm.set_df_property("aid_difficulty", "options", offer(message.difficulties));
		});
}
