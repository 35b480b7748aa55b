// Frappe keeps the description of a DocType and shows it nowhere: here it stands above the form, as its first line of help.
const HELP = "document-help";

$(document).on("form-refresh", (_event, frm) => {
	const wrapper = frm.layout.wrapper;
	const module = frappe.model.scrub(frm.meta.module);
	const is_ours = (frappe.boot.module_app[module] || "").startsWith("social_assistance");
	wrapper.children(`.${HELP}`).remove();
	if (is_ours && frm.meta.description) {
		// As text, in the line of the form's first section.
		$("<p>", { class: `${HELP} text-muted small`, text: __(frm.meta.description) })
			.css({ margin: "0", padding: "10px 15px 0" })
			.prependTo(wrapper);
	}
});
