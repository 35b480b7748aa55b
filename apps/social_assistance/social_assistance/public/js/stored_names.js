// Names that ship with the product, and codes of steps, are stored as programs know them and shown in the language of the desk.
const { named, steps, step_names } = frappe.boot.assist_stored_names;
const holds = (fields, df) => !!fields[df?.parent]?.includes(df.fieldname);
// A link to a kind of documents that the account may not open has no address, and then the framework says its English name.
const is_closed_word = (df) => df?.fieldtype === "Link" && ["DocType", "Report", "Role"].includes(df.options) && !frappe.model.can_read(df.options);
// Sentences that the framework writes into its log in the language of whoever logged in, which a program has none of.
const SENTENCES = { "Activity Log": { subject: ["{0} logged in", "{0} logged out: {1}"] } };
const say_again = (value, sentences) => {
	for (const sentence of sentences) {
		const parts = value.match(`^${sentence.replace(/\{\d\}/g, "(.+)")}$`);
		if (parts) return __(sentence, parts.slice(1));
	}
	return value;
};
const in_words = (value, df) => {
	if (!value) return value;
	const sentences = SENTENCES[df?.parent]?.[df.fieldname];
	if (sentences) return say_again(value, sentences);
	if (is_closed_word(df)) return __(value);
	if (holds(steps, df)) return __(step_names[value] || value);
	return holds(named, df) ? __(value) : value;
};

const format = frappe.format;
frappe.format = (value, df, ...rest) => format.call(frappe, in_words(value, df), df, ...rest);

// The first column of a list is drawn without its format.
const draw_subject = frappe.views.ListView.prototype.get_subject_html;
frappe.views.ListView.prototype.get_subject_html = function (doc) {
	const { df } = this.columns[0];
	return draw_subject.call(this, df ? { ...doc, [df.fieldname]: in_words(doc[df.fieldname], df) } : doc);
};

// The dashboard of a list titles cards and charts by their names, and names what a chart counts by its kind.
for (const type of ["number_card", "chart"]) {
	const widget = frappe.widget.widget_factory[type].prototype;
	const set_title = widget.set_title;
	widget.set_title = function (...rest) {
		const { title } = this;
		this.title = __(title || this.label || this.name);
		set_title.apply(this, rest);
		this.title = title;
	};
}
const chart = frappe.widget.widget_factory.chart.prototype;
const set_actions = chart.set_chart_actions;
chart.set_chart_actions = function (actions) {
	const { document_type, report_name } = this.chart_doc;
	const label = document_type ? __("{0} List", [__(document_type)]) : __("{0} Report", [__(report_name)]);
	return set_actions.call(this, actions.map((item) => (item.action === "action-list" ? { ...item, label } : item)));
};
