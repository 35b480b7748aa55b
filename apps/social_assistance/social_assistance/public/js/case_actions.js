// The acts of a case's step, each by its own name, asked for once with what is being decided.
frappe.provide("social_assistance");

if (!social_assistance.case_actions) {
	const ONWARD = ["Complete Step", "Close Case"];

	// The acts of a step have names of their own; Frappe's menu would say the same word for all.
	const { show_actions } = frappe.ui.form.States.prototype;
	frappe.ui.form.States.prototype.show_actions = function () {
		return this.frm.doctype === "Assistance Application" ? undefined : show_actions.call(this);
	};

	const amount_words = ({ amount, is_paid_once }) => {
		const shown = format_number(amount, null, 2);
		return is_paid_once ? __("{0} yuan", [shown]) : __("{0} yuan a month", [shown]);
	};

	const proposal_words = (proposal) =>
		[
			proposal.is_decided ? __("Decided Aid") : proposal.is_draft ? __("Calculated, not submitted") : __("Proposed Aid"),
			amount_words(proposal),
			__("{0} persons", [proposal.persons]),
			__("from {0}", [proposal.from_month]),
		].join(" · ");

	const facts = (frm, action, standing) => {
		const rows = [
			[__("Family"), frm.doc.applicant_name],
			[__("Step"), `${__(standing.workflow_state)} → ${action.leads_to}`],
		];
		if (standing.proposal) {
			rows.push(
				[standing.proposal.is_paid_once ? __("Amount") : __("Amount a Month"), amount_words(standing.proposal)],
				[__("Persons Aided"), standing.proposal.persons],
				[__("From Month"), standing.proposal.from_month]
			);
		}
		if (standing.basis) rows.push([__("Article"), standing.basis]);
		const table = $('<table class="table table-sm assist-facts">');
		rows.forEach(([label, value]) => table.append($("<tr>").append($("<th>").text(label), $("<td>").text(value))));
		return table;
	};

	const reason_fields = (action) => [
		{
			fieldname: "reason",
			fieldtype: "Select",
			label: __("Reason"),
			options: ["", ...action.reasons].map((value) => ({ value, label: value ? __(value) : "" })),
			default: action.reasons.length === 1 ? action.reasons[0] : "",
			reqd: action.reasons.length ? 1 : 0,
			hidden: action.reasons.length ? 0 : 1,
		},
		{ fieldname: "remark", fieldtype: "Small Text", label: __("Remark"), reqd: action.needs_remark ? 1 : 0 },
	];

	const move = (frm, action, standing, values) =>
		frappe.xcall("social_assistance.api.v1.cases.applications.move_case", {
			application: frm.doc.name,
			action: action.action,
			reason: values.reason || "",
			remark: values.remark || "",
			seen_state: standing.workflow_state,
			seen_amount: standing.proposal?.amount || "",
		});

	const ask = (frm, action, standing) => {
		const dialog = new frappe.ui.Dialog({
			title: action.label,
			fields: [{ fieldname: "facts", fieldtype: "HTML" }, ...reason_fields(action)],
			primary_action_label: action.label,
			primary_action(values) {
				dialog.disable_primary_action();
				move(frm, action, standing, values)
					.then(() => {
						dialog.hide();
						return frm.reload_doc();
					})
					.catch(() => dialog.enable_primary_action());
			},
		});
		dialog.get_field("facts").$wrapper.append(facts(frm, action, standing));
		dialog.show();
	};

	// What is typed is saved before it is asked about.
	const take = (frm, action, standing) =>
		frm.is_dirty()
			? frm.save().then(() => frappe.show_alert({ message: __("Saved. Choose the action again."), indicator: "blue" }))
			: ask(frm, action, standing);

	const draw = (frm, standing) => {
		const first = standing.actions.find((action) => ONWARD.includes(action.action));
		const others = standing.actions.filter((action) => action !== first);
		if (standing.proposal) frm.page.add_inner_message(frappe.utils.escape_html(proposal_words(standing.proposal)));
		others.forEach((action) =>
			frm.add_custom_button(action.label, () => take(frm, action, standing), __("Other Decisions"))
		);
		if (first) {
			frm.add_custom_button(first.label, () => take(frm, first, standing))
				.removeClass("btn-default")
				.addClass("btn-primary assist-act");
		}
	};

	social_assistance.case_actions = { draw, proposal_words };
}
