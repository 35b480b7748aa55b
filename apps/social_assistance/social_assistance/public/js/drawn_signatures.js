// A signature drawn on the device says when and where: the browser is asked for the place while the pen is down.
frappe.ui.form.on("Visit Investigator", {
	signature_drawn(frm, doctype, name) {
		const row = locals[doctype][name];
		if (!row.signature_drawn || row.signature_time) return;
		frappe.model.set_value(doctype, name, "signature_time", frappe.datetime.now_datetime());
		if (!navigator.geolocation) return;
		navigator.geolocation.getCurrentPosition(
			({ coords }) => frappe.model.set_value(doctype, name, "signature_place", `${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`),
			() => frappe.show_alert({ message: __("The device gave no place; sign under your own login instead."), indicator: "orange" })
		);
	},
});
