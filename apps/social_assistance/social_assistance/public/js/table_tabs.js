// Tab into a table stops at its button: Frappe adds an empty row, which then keeps the form from being saved.
frappe.ui.form.Layout.prototype.focus_on_next_field = function (start, fields) {
	for (const field of fields.slice(start + 1)) {
		if (!this.is_visible(field) || field.section?.df.hidden) continue;
		if (field.df.fieldtype === "Table") {
			const button = field.grid.wrapper.find(".grid-add-row:visible");
			if (!button.length) continue;
			button.first().focus();
			return true;
		}
		if (!frappe.model.no_value_type.includes(field.df.fieldtype)) {
			this.set_focus(field);
			return true;
		}
	}
};
