// Names that ship with the product are stored in English, as programs know them, and shown in the language of the desk.
const STORED_NAMES = {
	"Application Step": ["step_name", "action", "target", "actor_role", "reason_code"],
	"Assistance Scheme": ["scheme_name", "description"],
	"Benefit Award": ["stop_reason"],
	"Clock Profile": ["profile_title"],
	"Clock Profile Extension": ["reason_code"],
	"Clock Profile Pause": ["reason_code"],
	"Legal Article": ["reason"],
	"Process Template": ["template_title"],
	"Process Template Evidence": ["label"],
	"Process Template Step": ["step_name", "workflow_state"],
	"Process Template Transition": ["target"],
};
const is_stored_name = (df) => !!STORED_NAMES[df?.parent]?.includes(df.fieldname);

const format = frappe.format;
frappe.format = (value, df, ...rest) => format.call(frappe, value && is_stored_name(df) ? __(value) : value, df, ...rest);

// The first column of a list is drawn without its format.
const draw_subject = frappe.views.ListView.prototype.get_subject_html;
frappe.views.ListView.prototype.get_subject_html = function (doc) {
	const { df } = this.columns[0];
	const name = doc[df.fieldname];
	return draw_subject.call(this, name && is_stored_name(df) ? { ...doc, [df.fieldname]: __(name) } : doc);
};
