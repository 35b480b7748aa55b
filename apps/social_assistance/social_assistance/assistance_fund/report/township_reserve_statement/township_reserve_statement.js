frappe.query_reports["Township Reserve Statement"] = { filters: social_assistance.month_filters() };
