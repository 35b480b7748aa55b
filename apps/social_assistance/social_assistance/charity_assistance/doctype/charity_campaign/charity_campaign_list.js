frappe.listview_settings["Charity Campaign"] = {
	add_fields: ["campaign_status", "report_due_on"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.campaign_status === "Closed" && doc.report_due_on && doc.report_due_on < today) {
			return [__("Report Overdue"), "red", `campaign_status,=,Closed|report_due_on,<,${today}`];
		}
		const colours = { Draft: "gray", "Plan Filed": "blue", Running: "green", Closed: "orange", Reported: "darkgrey" };
		return [__(doc.campaign_status), colours[doc.campaign_status], `campaign_status,=,${doc.campaign_status}`];
	},
};
