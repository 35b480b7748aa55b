frappe.treeview_settings["Administrative Division"] = {
	get_tree_nodes: "social_assistance.api.v1.divisions.tree_children",
};
