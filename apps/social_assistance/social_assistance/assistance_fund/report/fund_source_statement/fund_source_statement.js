frappe.query_reports["Fund Source Statement"] = { filters: social_assistance.month_filters() };
