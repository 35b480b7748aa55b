frappe.ui.form.on("Assistance Application", {
	setup(frm) {
		// What belongs to the case is begun from its checklist or from its menu, with what it needs.
		const linked = frm.meta.links.map((row) => row.link_doctype).filter((doctype) => doctype !== "Protection Mark");
		frm.can_make_methods = Object.fromEntries(linked.map((doctype) => [doctype, () => false]));
		frm.set_query("applicant", () => ({ filters: { current_household: frm.doc.household } }));
		for (const table of ["members", "consents", "evidence"]) {
			frm.set_query("person", table, () => ({ filters: { current_household: frm.doc.household } }));
		}
		frm.set_query("scheme", () => ({ filters: { is_enabled: 1 } }));
	},

	refresh(frm) {
		frm.get_field("file_checks").grid.cannot_add_rows = true;
		if (frm.is_new()) {
			frm.set_df_property("standing_section", "hidden", 1);
			return;
		}
		frm.set_df_property("standing_section", "hidden", 0);
		// The progress bar says both in words.
		frm.toggle_display(["workflow_state", "current_step"], false);
		frappe
			.call({
				method: "social_assistance.api.v1.cases.applications.get_standing",
				type: "GET",
				args: { application: frm.doc.name },
			})
			.then(({ message }) => show_standing(frm, message));
		add_next_documents(frm);
	},

	household(frm) {
		if (!frm.doc.household || frm.doc.accepted_on) return;
		return frappe.db.get_doc("Registry Household", frm.doc.household).then((home) => {
			frm.set_value("division", home.division);
			frm.set_value("applicant", home.head_person);
			take_members(frm, home);
		});
	},

	plan_visit(frm) {
		plan_visit(frm);
	},
});

// Everybody who lives there today; whoever does not count is unticked by the clerk.
function take_members(frm, home) {
	frm.clear_table("members");
	home.members
		.filter((row) => !row.to_date)
		.forEach(({ person, person_name, relation }) =>
			frm.add_child("members", { person, person_name, relation, is_counted: 1, is_covered: 1 })
		);
	frm.refresh_field("members");
}

function show_standing(frm, standing) {
	const today = frappe.datetime.get_today();
	const steps = standing.steps.map((step) => {
		const classes = ["assist-step"];
		if (step.is_current) {
			classes.push(step.due_on && step.due_on < today ? "overdue" : "current");
		} else if (step.done_on) {
			classes.push(step.action === "Skip Step" ? "skipped" : "done");
		}
		const hint = [
			step.done_by ? `${__("Done By")}: ${step.done_by}` : "",
			step.due_on ? `${__("Due On")}: ${frappe.datetime.str_to_user(step.due_on)}` : "",
		]
			.filter(Boolean)
			.join("\n");
		return `<div class="${classes.join(" ")}" title="${frappe.utils.escape_html(hint)}">
			<b>${step.step_no}</b>${frappe.utils.escape_html(step.step_name)}</div>`;
	});
	const missing = standing.missing_calendars.length
		? `<p class="text-danger">${__(
				"The holidays of {0} are not on file: due dates in that year count weekends and fixed holidays and may still change.",
				[standing.missing_calendars.join(", ")]
		  )}</p>`
		: "";
	const wrapper = frm.get_field("standing_html").$wrapper;
	wrapper.html(`
		<div class="assist-steps">${steps.join("")}</div>
		<p><b>${__(standing.workflow_state)}</b> ${clock_line(standing)}</p>
		${missing}`);
	if (standing.proposal) wrapper.append(proposal_line(standing.proposal));
	wrapper.append(social_assistance.case_checklist.draw(frm, standing), clock_log(standing.clock.log));
	social_assistance.case_checklist.name_papers(frm, standing.papers);
	social_assistance.case_actions.draw(frm, standing);
	add_rest_in_order(frm);
	add_clock_buttons(frm, standing.clock.may);
}

// The amount beside the buttons, with the calculation behind it.
function proposal_line(proposal) {
	const link = $("<a>").attr("href", frappe.utils.get_form_link("Means Assessment", proposal.assessment));
	const words = social_assistance.case_actions.proposal_words(proposal);
	return $('<p class="assist-proposal">').append($("<b>").text(words), " ", link.text(__("See the calculation")));
}

function add_rest_in_order(frm) {
	const grid = frm.get_field("file_checks").grid;
	const waiting = () => (frm.doc.file_checks || []).filter((row) => !row.check_result);
	if (frm.doc.current_step !== "REVIEW" || !waiting().length || !frm.perm[0]?.write) return;
	grid.add_custom_button(__("The Rest in Order"), () => {
		waiting().forEach((row) => (row.check_result = "In Order"));
		frm.refresh_field("file_checks");
		frm.dirty();
	});
}

const LIGHTS = { green: "green", amber: "orange", red: "red", paused: "gray" };

function clock_line(standing) {
	const clock = standing.clock;
	if (!clock.light) return "";
	if (clock.light === "paused") {
		const since = frappe.datetime.str_to_user(clock.paused_on);
		return `<span class="indicator-pill gray">${__("The clock stands still since {0}", [since])}</span>`;
	}
	const limit = clock.may?.begin ? __("Work on this step must begin by {0}") : __("This step is due on {0}");
	const due = limit.replace("{0}", frappe.datetime.str_to_user(standing.step_due_on));
	const left =
		clock.days_left < 0
			? __("{0} working days overdue", [-clock.days_left])
			: __("{0} working days left", [clock.days_left]);
	const whole = clock.overall_due_on
		? __("the case on {0}", [frappe.datetime.str_to_user(clock.overall_due_on)])
		: "";
	const profile = frappe.utils.escape_html(clock.profile || "");
	return `<span class="indicator-pill ${LIGHTS[clock.light]}">${due} · ${left}</span>
		<span class="text-muted">${[whole, profile].filter(Boolean).join(" · ")}</span>`;
}

function clock_log(rows) {
	if (!rows.length) return "";
	const day = (value) => (value ? frappe.datetime.str_to_user(value) : "…");
	const lines = rows.map((row) => {
		const span = row.entry_kind === "Pause" ? `${day(row.first_day)} – ${day(row.last_day)}` : "";
		const moved =
			row.case_due_before !== row.case_due_after
				? `${day(row.case_due_before)} → ${day(row.case_due_after)}`
				: "";
		const words = [
			__(row.entry_kind),
			row.reason_code ? __(row.reason_code) : "",
			span,
			row.extra_days ? __("{0} more working days", [row.extra_days]) : "",
			moved,
			row.remark,
			row.entered_by,
		];
		return `<li>${words.filter(Boolean).map(frappe.utils.escape_html).join(" · ")}</li>`;
	});
	return `<p class="text-muted">${__("Changes of the time limit")}</p><ul>${lines.join("")}</ul>`;
}

function add_clock_buttons(frm, may) {
	const group = __("Time Limit");
	if (may.pause?.length) {
		frm.add_custom_button(__("Pause Clock"), () => ask_clock(frm, "pause", __("Pause Clock"), may.pause), group);
	}
	if (may.begin) {
		frm.add_custom_button(__("Begin Work"), () => call_clock(frm, "begin_work", {}), group);
	}
	if (may.resume) {
		frm.add_custom_button(__("Resume Clock"), () => call_clock(frm, "resume", {}), group);
	}
	if (may.extend?.length) {
		const title = __("Extend by {0} Working Days", [may.extra_days]);
		frm.add_custom_button(__("Extend Time Limit"), () => ask_clock(frm, "extend", title, may.extend), group);
	}
}

function ask_clock(frm, method, title, reasons) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [
			{
				fieldname: "reason",
				fieldtype: "Select",
				label: __("Reason"),
				options: reasons.map((value) => ({ value, label: __(value) })),
				reqd: 1,
			},
			{ fieldname: "remark", fieldtype: "Small Text", label: __("Remark"), reqd: 1 },
		],
		primary_action_label: title,
		primary_action(values) {
			dialog.hide();
			call_clock(frm, method, values);
		},
	});
	dialog.show();
}

function call_clock(frm, method, values) {
	return frappe
		.xcall(`social_assistance.api.v1.clocks.case_clock.${method}`, { application: frm.doc.name, ...values })
		.then(() => frm.reload_doc());
}

function add_next_documents(frm) {
	const open_new = (doctype, values) => () =>
		frappe.new_doc(doctype, { application: frm.doc.name, ...values });
	const by_step = {
		VISIT: [["Home Visit", { household: frm.doc.household }]],
		REVIEW: [
			["Home Visit", { household: frm.doc.household, visit_level: "District" }],
			["Notice Objection", { objection_kind: "Report or Complaint" }],
		],
		APPRAISE: [["Democratic Appraisal", {}]],
		NOTICE: [
			["Public Notice", { notice_kind: "Preliminary" }],
			["Notice Objection", {}],
		],
		PUBLISH: [["Public Notice", { notice_kind: "Result" }]],
	};
	(by_step[frm.doc.current_step] || []).forEach(([doctype, values]) => {
		if (frappe.model.can_create(doctype)) {
			frm.add_custom_button(__(doctype), open_new(doctype, values), __("Create"));
		}
	});
	if (frm.doc.current_step === "MAINTAIN" && frm.doc.benefit_award && frappe.model.can_create("Review Task")) {
		[
			[__("Report a Change"), "Reported Change"],
			[__("Voluntary Exit"), "Voluntary Exit"],
			[__("Start Review"), "Review Due"],
		].forEach(([label, review_cause]) =>
			frm.add_custom_button(
				label,
				() => frappe.new_doc("Review Task", { award: frm.doc.benefit_award, review_cause }),
				__("Create")
			)
		);
	}
	if (["VISIT", "REVIEW"].includes(frm.doc.current_step) && frappe.model.can_create("Home Visit")) {
		frm.add_custom_button(__("Plan Home Visit"), () => plan_visit(frm), __("Create"));
	}
	if (frm.doc.application_decision) {
		const decision = ["Form", "Application Decision", frm.doc.application_decision];
		social_assistance.add_way(frm, __("Application Decision"), decision);
	}
}

function plan_visit(frm) {
	frappe.prompt(
		[
			{
				fieldname: "planned_on",
				fieldtype: "Date",
				label: __("Planned For"),
				reqd: 1,
				default: frappe.datetime.add_days(frappe.datetime.get_today(), 1),
			},
		],
		({ planned_on }) =>
			frappe
				.xcall("social_assistance.api.v1.cases.visits.plan_visit", {
					application: frm.doc.name,
					planned_on,
				})
				.then(({ name, investigators }) => {
					frappe.show_alert({
						message: __("Planned for {0}.", [investigators.join(", ")]),
						indicator: "green",
					});
					frappe.set_route("Form", "Home Visit", name);
				}),
		__("Plan Home Visit"),
		__("Plan")
	);
}
