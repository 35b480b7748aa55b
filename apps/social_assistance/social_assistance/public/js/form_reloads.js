// Another's save reloads an untouched form after a second; what was typed in that second stays, and the save tells who was first.
const RELOAD_AFTER_MS = 1000;

$(document).on("form-load", (event, frm) => {
	frm.debounced_reload_doc = frappe.utils.debounce(() => !frm.is_dirty() && frm.reload_doc(), RELOAD_AFTER_MS);
});
