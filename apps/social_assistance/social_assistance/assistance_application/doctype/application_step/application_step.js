// Names of steps and actions are stored as the procedure names them and shown in the language of the desk.
frappe.ui.form.on("Application Step", {
	setup(frm) {
		for (const field of ["step_name", "action", "target", "reason_code"]) frm.get_docfield(field).formatter = (value) => __(value);
	},
});
