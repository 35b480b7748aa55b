const CAMPAIGN_API = "social_assistance.api.v1.reviews.tasks.";
const CAMPAIGN_ACTIONS = [
	{ label: __("Start"), method: "start_campaign", states: ["Draft"] },
	{ label: __("Discard"), method: "discard_campaign", states: ["Draft"] },
];

frappe.ui.form.on("Review Campaign Run", {
	onload(frm) {
		frappe.realtime.off("review_campaign_progress");
		frappe.realtime.on("review_campaign_progress", (message) => {
			if (message.name !== frm.doc.name) return;
			frm.dashboard.show_progress(__("Progress"), message.progress || 0);
			if (message.progress >= 100) frm.reload_doc();
		});
	},

	refresh(frm) {
		if (frm.is_new()) return;
		if (frappe.user.has_role("District Reviewer")) {
			CAMPAIGN_ACTIONS.filter((action) => action.states.includes(frm.doc.run_status)).forEach((action) =>
				frm.add_custom_button(action.label, () =>
					frappe
						.xcall(CAMPAIGN_API + action.method, { campaign: frm.doc.name })
						.then(() => frm.reload_doc())
				)
			);
		}
		const progress = ["query-report", "Review Progress", { review_campaign: frm.doc.name }];
		social_assistance.add_way(frm, __("Review Progress"), progress);
		show_progress(frm);
	},
});

function show_progress(frm) {
	frappe
		.call({ method: CAMPAIGN_API + "campaign_progress", type: "GET", args: { campaign: frm.doc.name } })
		.then(({ message }) => {
			const wrapper = frm.get_field("township_table").$wrapper.empty();
			if (!message.length) return;
			const heads = [__("Township"), __("Reviews"), __("Open"), __("Proposed"), __("Decided"), __("Overdue"), __("Decided (%)")];
			const table = $('<table class="table table-bordered table-sm">');
			table.append($("<tr>").append(heads.map((head) => $("<th>").text(head))));
			message.forEach((row) => {
				const values = [row.division_name, row.total, row.open, row.proposed, row.decided, row.overdue, row.share];
				table.append($("<tr>").append(values.map((value) => $("<td>").text(value))));
			});
			wrapper.append(table);
		});
}
