const DIVISION = "Administrative Division";

frappe.treeview_settings[DIVISION] = {
	get_tree_nodes: "social_assistance.api.v1.registry.divisions.tree_children",

	// The branches bring their names along; the root of a township's tree is known by its code only.
	onrender(node) {
		if (!node.is_root || !/^\d{12}$/.test(node.label)) {
			return;
		}
		frappe.db.get_value(DIVISION, node.label, "division_name").then(({ message }) => {
			if (message && message.division_name) {
				node.$tree_link.find(".tree-label").text(`${message.division_name} (${node.label})`);
			}
		});
	},
};
