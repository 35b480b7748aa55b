frappe.query_reports["Fund Trial Balance"] = { filters: social_assistance.month_filters() };
