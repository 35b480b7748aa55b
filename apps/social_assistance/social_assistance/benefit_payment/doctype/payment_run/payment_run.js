const PAYMENT_API = "social_assistance.api.v1.payments.runs.";
const RUN_ACTIONS = [
	{ label: __("Preview"), method: "preview_run", role: "Finance Officer", states: ["Draft", "Previewed", "Approved", "Stopped"] },
	{ label: __("Approve Run"), method: "approve_run", role: "District Approver", states: ["Previewed"], confirm: true },
	{ label: __("Execute"), method: "execute_run", role: "Finance Officer", states: ["Approved"], confirm: true, in_background: true },
	{ label: __("Prepare Finance List"), method: "prepare_finance_list", role: "Finance Officer", states: ["Executed"], when: (doc, list) => !list, opens: "Finance List" },
	{ label: __("Write Bank Files"), method: "write_bank_files", role: "Finance Officer", states: ["Executed"], when: (doc, list) => list && list.list_status === "Approved" },
	{ label: __("Discard"), method: "discard_run", role: "Finance Officer", states: ["Draft", "Previewed", "Approved"], confirm: true },
];
const STATE_COLOURS = { Draft: "gray", Previewed: "blue", Approved: "blue", Running: "orange", Stopped: "red", Discarded: "gray" };

frappe.ui.form.on("Payment Run", {
	setup(frm) {
		frm.set_query("scheme", () => ({ filters: { pays_cash: 1, is_enabled: 1 } }));
		frm.set_query("category_rule", () => ({ filters: { docstatus: 1 } }));
		frm.set_query("division", () => ({ filters: { division_level: ["in", ["City", "District", "Township"]] } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.division) {
			frappe.db.get_single_value("Assistance Settings", "district").then((district) => frm.set_value("division", district));
		}
		frappe.realtime.off("payment_run_progress");
		frappe.realtime.on("payment_run_progress", (message) => {
			if (message.name !== frm.doc.name) return;
			show_progress(frm, message.progress);
			if (!message.progress || message.progress >= 100) reload_shown(frm, message.name);
		});
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.disable_save();
		frm.page.set_indicator(__(frm.doc.run_status), STATE_COLOURS[frm.doc.run_status] || "green");
		const { name, run_status } = frm.doc;
		finance_list_of(frm).then((list) => {
			if (frm.doc.name !== name || frm.doc.run_status !== run_status) return;
			add_actions(frm, list);
			show_finance_list(frm, list);
		});
		show_totals(frm);
		show_preview(frm);
		if (["Running", "Stopped"].includes(frm.doc.run_status)) show_progress(frm, frm.doc.progress);
		if (frm.doc.run_status === "Running") reload_soon(frm);
	},
});

// The list in force, which bank files wait for; asked for only where it matters.
function finance_list_of(frm) {
	if (frm.doc.run_status !== "Executed") return Promise.resolve(null);
	const filters = { payment_run: frm.doc.name, list_status: ["!=", "Refused"] };
	return frappe.db.get_list("Finance List", { filters, fields: ["name", "list_status"], limit: 1 }).then((lists) => lists[0] || null);
}

function show_finance_list(frm, list) {
	if (!list || list.list_status === "Approved") return;
	const link = frappe.utils.get_form_link("Finance List", list.name, true);
	frm.dashboard.set_headline(__("Finance list {0} waits for another person's approval; then the bank files can be written.", [link]));
}

function add_actions(frm, list) {
	social_assistance.possible_actions(RUN_ACTIONS, frm.doc.run_status, frm.doc, list).forEach((action, index) => {
		const button = frm.add_custom_button(action.label, () => carry_out(frm, action));
		if (index === 0) button.removeClass("btn-default").addClass("btn-primary");
	});
}

function carry_out(frm, action) {
	const amount = format_number(frm.doc.due_amount, null, 2);
	return social_assistance.run_action(frm, {
		method: PAYMENT_API + action.method,
		args: () => ({ payment_run: frm.doc.name }),
		question: action.confirm && __("{0}: {1} awards, {2} yuan. Continue?", [action.label, frm.doc.award_count, amount]),
		then: async (name) => {
			await (action.opens ? leave_for(action.opens, name) : frm.reload_doc());
			if (action.in_background) reload_soon(frm);
		},
	});
}

// Progress comes by realtime; this is for desks that are cut off from it.
function reload_soon(frm) {
	const name = frm.doc.name;
	setTimeout(() => reload_shown(frm, name), 5000);
}

let under_way = Promise.resolve();

function reload_shown(frm, name) {
	if (is_shown(name)) under_way = frm.reload_doc();
}

// A reload that ends after the desk has gone to another form makes itself the desk's current form again.
function leave_for(doctype, name) {
	return Promise.resolve(under_way).then(() => frappe.set_route("Form", doctype, name));
}

function is_shown(name) {
	const route = frappe.get_route();
	return route[0] === "Form" && route[1] === "Payment Run" && route[2] === name;
}

function show_totals(frm) {
	const money = (value) => __("{0} yuan", [format_number(value, null, 2)]);
	if (!frm.doc.award_count) return;
	frm.dashboard.add_indicator(__("Due: {0} awards, {1}", [frm.doc.award_count, money(frm.doc.due_amount)]), "blue");
	if (frm.doc.held_count) {
		frm.dashboard.add_indicator(__("Held: {0}, {1}", [frm.doc.held_count, money(frm.doc.held_amount)]), "orange");
	}
	if (frm.doc.line_count) {
		frm.dashboard.add_indicator(__("Lines: {0}, {1}", [frm.doc.line_count, money(frm.doc.line_amount)]), "green");
	}
	if (frm.doc.file_count) {
		frm.dashboard.add_indicator(__("Bank files: {0}, {1}", [frm.doc.file_count, money(frm.doc.filed_amount)]), "green");
	}
}

function show_progress(frm, percent) {
	frm.dashboard.show_progress(__("Progress"), percent || 0, __("{0} % of the awards", [Math.round(percent || 0)]));
}

function show_preview(frm) {
	const data = JSON.parse(frm.doc.preview_data || "{}");
	const wrapper = frm.get_field("preview_table").$wrapper.empty();
	if (!data.townships) return;
	const money = (value) => __("{0} yuan", [format_number(value, null, 2)]);
	wrapper.append(
		table(
			[__("Township"), __("Scheme"), __("Awards"), __("Amount"), __("Held")],
			data.townships.map((row) => [row.division_name, __(row.scheme_name), row.awards, money(row.amount), `${row.held} (${money(row.held_amount)})`])
		)
	);
	show_ground(wrapper, data.ground);
	show_classes(wrapper, data.classes || []);
	show_shared_accounts(wrapper, data.shared);
	show_changed_accounts(wrapper, data.accounts || []);
	if (!data.differences.length) return;
	wrapper.append($("<h5>").text(__("Differences to Last Month")));
	wrapper.append(
		table(
			[__("Difference"), __("Reason"), __("Awards"), __("Amount Last Month"), __("Amount Now")],
			data.differences.map((row) => [__(row.difference_kind), __(row.reason), row.awards, money(row.amount_before), money(row.amount_now)])
		)
	);
}

function show_ground(wrapper, ground) {
	if (!ground) return;
	const index = ground.price_index.length
		? __("{0}: consumer prices +{1} % (start {2} %), food +{3} % (start {4} %); standard × {5} %", ground.price_index)
		: "";
	const parts = [ground.cause, ground.citation, index].filter(Boolean);
	wrapper.prepend($("<p>").text(parts.join("　")));
}

function show_classes(wrapper, classes) {
	if (!classes.length) return;
	wrapper.append($("<h5>").text(__("Recipients by Class")));
	const yuan = (value) => __("{0} yuan", [format_number(value, null, 2)]);
	wrapper.append(
		table(
			[__("Class"), __("Paid Per"), __("Recipients"), __("Amount Each"), __("Amount")],
			classes.map((row) => [__(row.scheme_name), __(row.unit), row.recipients, yuan(row.each), yuan(row.amount)])
		)
	);
}

function show_shared_accounts(wrapper, shared) {
	if (!shared || !shared.held) return;
	const text = __("{0} payments of {1} yuan are held: their account belongs to other households or to staff, and nobody recorded why.", [
		shared.held,
		format_number(shared.held_amount, null, 2),
	]);
	const link = $("<a>").attr("href", "/app/query-report/Shared Accounts").text(__("Shared Accounts"));
	wrapper.append($('<p class="text-danger">').text(`${text} `).append(link));
}

function show_changed_accounts(wrapper, accounts) {
	if (!accounts.length) return;
	wrapper.append($("<h5>").text(__("Account Changed Since Last Month")));
	wrapper.append(
		table(
			[__("Payee's Name"), __("Account Last Month"), __("Account Now"), __("Amount Now")],
			accounts.map((row) => [row.payee_name, row.account_before, row.account_now, __("{0} yuan", [format_number(row.amount_now, null, 2)])])
		)
	);
}

function table(heads, rows) {
	const cells = (tag, values) => values.map((value) => $(`<${tag}>`).text(value === null ? "" : value));
	const element = $('<table class="table table-bordered table-sm">');
	element.append($("<thead>").append($("<tr>").append(cells("th", heads))));
	element.append($("<tbody>").append(rows.map((row) => $("<tr>").append(cells("td", row)))));
	return element;
}
