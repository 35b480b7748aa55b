frappe.listview_settings["Holiday Calendar"] = {
	hide_name_column: true,
	onload(listview) {
		frappe
			.call({ method: "social_assistance.api.v1.clocks.holidays.list_years_without_calendar", type: "GET" })
			.then(({ message }) => {
				if (!message.length) return;
				const text = __(
					"Missing: {0}. Due dates in these years count weekends and fixed holidays until the notice of the State Council is on file.",
					[message.join(", ")]
				);
				listview.page.add_inner_message(`<span class="text-danger">${text}</span>`);
			});
	},
};
