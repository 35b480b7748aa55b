// Names that ship with the product are stored in English, as programs know them, and shown in the language of the desk.
const STORED_NAMES = {
	"Application Step": ["step_name", "action", "target", "reason_code"],
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
const format = frappe.format;
frappe.format = (value, df, ...rest) => {
	const is_name = value && STORED_NAMES[df?.parent]?.includes(df.fieldname);
	return format.call(frappe, is_name ? __(value) : value, df, ...rest);
};
