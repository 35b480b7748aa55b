// What the action buttons of forms share: which of them show, and ask, call, reload.
frappe.provide("social_assistance");

// The actions of a form in this status for this user; `when` gets what is seen (the document and what was read with it).
social_assistance.possible_actions = (actions, status, ...seen) =>
	actions.filter(
		({ states, role, when }) =>
			states.includes(status) && (!role || frappe.user.has_role(role)) && (!when || when(...seen))
	);

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
