// What the action buttons of forms share: which of them show, and ask, call, reload.
frappe.provide("social_assistance");

// The actions of a form in this status for this user; `when` gets what is seen (the document and what was read with it).
social_assistance.possible_actions = (actions, status, ...seen) =>
	actions.filter(
		({ states, role, when }) =>
			states.includes(status) && (!role || frappe.user.has_role(role)) && (!when || when(...seen))
	);

const { show_alert } = frappe;

// The same news twice is shown once: toasts of quick saves stood on top of each other.
frappe.show_alert = function (message, ...rest) {
	const text = typeof message === "string" ? message : message.message;
	$("#alert-container .desk-alert")
		.filter((_index, each) => $(each).find(".alert-message").text().trim() === $("<div>").html(text).text().trim())
		.remove();
	return show_alert.call(this, message, ...rest);
};

const { confirm } = frappe;

// Enter on the button of a question reaches it twice, as a key and as a click; so does a double click. It is answered once.
frappe.confirm = function (message, confirm_action, ...rest) {
	let is_answered = false;
	const answer = () => {
		if (is_answered) return;
		is_answered = true;
		return confirm_action?.();
	};
	return confirm.call(this, message, answer, ...rest);
};

// Frappe's prompt hides before the answer: what was typed was lost when the server refused it. This one stays until then.
frappe.prompt = function (fields, callback, title, primary_label) {
	const asked = typeof fields === "string" ? { label: fields, fieldname: "value", fieldtype: "Data", reqd: 1 } : fields;
	const dialog = new frappe.ui.Dialog({
		fields: [asked].flat(),
		title: title || "",
		primary_action_label: primary_label || __("OK"),
		primary_action(values) {
			dialog.disable_primary_action();
			Promise.resolve(callback(values)).then(
				() => dialog.hide(),
				() => dialog.enable_primary_action()
			);
		},
	});
	dialog.show();
	return dialog;
};

// A button that leads to a document, a list or a report is there for whoever may open it.
social_assistance.add_way = (frm, label, [view, kind, ...rest]) => {
	const may_open = view === "query-report" ? kind in frappe.boot.user.all_reports : frappe.model.can_read(kind);
	if (may_open) frm.add_custom_button(label, () => frappe.set_route(view, kind, ...rest));
};

// Ask for `fields` or for a yes to `question` (neither: at once), call the method and show the form anew.
// `args` makes the arguments of what was entered; `then` gets the answer and stands in for the reload.
social_assistance.run_action = (frm, { method, args, question, fields, title, then }) => {
	const call = async (values = {}) => {
		const answer = await frappe.xcall(method, args ? args(values) : values);
		return then ? then(answer) : frm.reload_doc();
	};
	if (fields) return frappe.prompt(fields, call, title, title);
	return question ? frappe.confirm(question, () => call()) : call();
};
