const REVIEW_API = "social_assistance.api.v1.reviews.tasks.";
const REVIEW_ACTIONS = [
	{ label: __("Propose to the District"), method: "propose", role: ["Township Clerk", "Township Reviewer"], states: ["Open"], primary: true },
	{ label: __("Decide as Proposed"), method: "decide", role: ["District Approver"], states: ["Proposed"], words: "remark", optional: true, primary: true },
	{ label: __("Return to Township"), method: "send_back", role: ["District Reviewer", "District Approver"], states: ["Proposed"], words: "remark" },
	{ label: __("Hold the Next Payment"), method: "suspend", role: ["District Reviewer", "District Approver"], states: ["Open", "Proposed"], words: "grounds", when: (doc) => !doc.suspended_on },
	{ label: __("Give Up Review"), method: "cancel", role: ["District Reviewer"], states: ["Open", "Proposed"], words: "remark", when: (doc) => !["Review Due", "Annual Review"].includes(doc.review_cause) },
];
const REVIEW_COLOURS = { Open: "orange", Proposed: "blue", Decided: "green", Cancelled: "gray" };

frappe.ui.form.on("Review Task", {
	setup(frm) {
		frm.set_query("award", () => ({ filters: { award_status: ["!=", "Stopped"] } }));
		frm.set_query("means_assessment", () => ({
			filters: { household: frm.doc.household, docstatus: 1 },
		}));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.page.set_indicator(__(frm.doc.review_status), REVIEW_COLOURS[frm.doc.review_status]);
		lock_finished_parts(frm);
		add_actions(frm);
		if (frm.doc.review_status === "Open" && frappe.model.can_create("Means Assessment")) {
			frm.add_custom_button(__("New Means Assessment"), () => start_assessment(frm));
		}
	},
});

function lock_finished_parts(frm) {
	if (frm.doc.review_status === "Open") return;
	const sections = ["report_section", "sheet_section", "result_section"];
	let inside = false;
	frm.meta.fields.forEach((field) => {
		if (field.fieldtype === "Section Break") inside = sections.includes(field.fieldname);
		else if (inside) frm.set_df_property(field.fieldname, "read_only", 1);
	});
}

function add_actions(frm) {
	social_assistance.possible_actions(REVIEW_ACTIONS, frm.doc.review_status, frm.doc).forEach((action) => {
		const button = frm.add_custom_button(action.label, () => run_action(frm, action));
		if (action.primary) button.addClass("btn-primary");
	});
}

function run_action(frm, action) {
	const words = { fieldname: action.words, fieldtype: "Small Text", label: __("Reasons"), reqd: action.optional ? 0 : 1 };
	const ask = () =>
		social_assistance.run_action(frm, {
			method: REVIEW_API + action.method,
			args: (values) => ({ review: frm.doc.name, ...values }),
			fields: action.words && [facts_of(frm), words],
			title: action.label,
		});
	return frm.is_dirty() ? frm.save().then(ask) : ask();
}

// What is decided stands above the reasons.
function facts_of(frm) {
	const yuan = (value) => __("{0} yuan a month", [format_number(value, null, 2)]);
	const { proposed_result, exit_reason, amount_before, amount_after } = frm.doc;
	const rows = [
		[__("Family"), frm.doc.applicant_name],
		[__("Result"), [proposed_result, exit_reason].filter(Boolean).map((word) => __(word)).join(" · ")],
	];
	if (amount_before) rows.push([__("Amount a Month"), `${yuan(amount_before)} → ${yuan(amount_after)}`]);
	const cells = rows.map(([label, value]) => `<tr><th>${label}</th><td>${frappe.utils.escape_html(value)}</td></tr>`);
	return { fieldname: "facts", fieldtype: "HTML", options: `<table class="table table-sm assist-facts">${cells.join("")}</table>` };
}

function start_assessment(frm) {
	const api = "social_assistance.api.v1.means.assessments.";
	const started = frm.doc.application
		? frappe.xcall(`${api}start_assessment`, { application: frm.doc.application })
		: frappe.xcall(`${api}start_review_assessment`, { review: frm.doc.name });
	started
		.then((name) => frappe.set_route("Form", "Means Assessment", name));
}
