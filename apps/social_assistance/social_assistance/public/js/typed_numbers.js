// Sums as they are typed: 1,800, １８００ and 1 800元 are understood, "abc" is refused and what stood there stays.
const UNITS = /^[¥￥]|(元整|元|圆|%)$/;
const PLAIN = /^([+-]?\d+(\.\d*)?|[+-]?\.\d+)$/;
const GROUPED = /^[+-]?\d{1,3}((,\d{3})+|( \d{3})+)(\.\d+)?$/;
const FORMULA = /^\d+( *[-+*/] *\d+)+$/;
const FRACTION = /\.0*[1-9]/;

// The number in plain digits; undefined when the text is no number.
function read_number(text) {
	let plain = text.normalize("NFKC").replace(/。/g, ".").trim();
	plain = plain.replace(UNITS, "").trim().replace(UNITS, "").trim();
	if (GROUPED.test(plain)) plain = plain.replace(/[, ]/g, "");
	if (PLAIN.test(plain) || FORMULA.test(plain)) return plain;
}

function refuse(control, text) {
	const label = __(control.df.label || "");
	const words =
		control.df.fieldtype === "Int"
			? __("{0}: “{1}” is not a whole number.", [label, text.slice(0, 20)])
			: __("{0}: “{1}” is not a number.", [label, text.slice(0, 20)]);
	frappe.msgprint({
		title: __("Not a Number"),
		indicator: "red",
		message: frappe.utils.escape_html(words),
	});
}

for (const Control of [frappe.ui.form.ControlInt, frappe.ui.form.ControlFloat]) {
	const parse = Control.prototype.parse;
	Control.prototype.parse = function (value) {
		if (typeof value !== "string" || !value.trim()) return parse.call(this, value);
		const read = read_number(value);
		const is_cut = this.df.fieldtype === "Int" && FRACTION.test(read);
		if (read !== undefined && !is_cut) return parse.call(this, read);
		refuse(this, value);
		return this.value ?? null;
	};
}

// Frappe selects the number a tenth of a second after the focus: digits typed at once were overwritten.
frappe.ui.form.ControlInt.prototype.make_input = function () {
	frappe.ui.form.ControlData.prototype.make_input.call(this);
	this.$input.on("focus", () => {
		this.input.select();
		return false;
	});
};
