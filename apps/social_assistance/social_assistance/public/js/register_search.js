// The search box of the desk finds people and their cases first: by name, pinyin, ID number, phone, case or account ending.
const FIND = "social_assistance.api.v1.registry.search.search_register";
const WAIT_MS = 150;
const TOP = 10000;
const INTAKE_PAGE = "family-intake";
const plain = (text) => text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
const is_number = (text) => /^[A-Z]{0,3}[-0-9]*\d[-0-9]*X?$/.test(plain(text));
const is_id = (text) => /^\d{17}[\dX]$/.test(plain(text));

const bar = frappe.search.AwesomeBar.prototype;
const { add_defaults, setup } = bar;

bar.setup = function (element) {
	setup.call(this, element);
	const input = $(element).get(0);
	this.find_soon = frappe.utils.debounce((text) => find(this, input, text), WAIT_MS);
	// A reader ends with Enter before the server has answered.
	input.addEventListener(
		"keydown",
		(event) => {
			if (event.key !== "Enter" || !is_number(input.value) || this.answered === input.value) return;
			event.preventDefault();
			event.stopImmediatePropagation();
			this.open_first = input.value;
			find(this, input, input.value);
		},
		true
	);
};

bar.add_defaults = function (text) {
	if (frappe.model.can_read("Registry Person")) this.find_soon?.(text);
	// A number is looked up and not reckoned with.
	if (!is_number(text)) add_defaults.call(this, text);
};

async function find(search, input, text) {
	const rows = await frappe.xcall(FIND, { text });
	if (input.value.trim() !== text.trim()) return;
	search.answered = input.value;
	const found = rows.map(as_option);
	if (!found.length && is_id(text) && frappe.boot.page_info?.[INTAKE_PAGE]) found.push(new_application(text));
	search.options = found.concat(search.options);
	search.awesomplete.list = search.deduplicate(search.options);
	if (search.open_first !== input.value || !found.length) return;
	search.open_first = "";
	search.awesomplete.goto(0);
	search.awesomplete.select();
}

function as_option(row, place) {
	const escape = frappe.utils.escape_html;
	return {
		label: `<b>${escape(row.title)}</b> <span class="text-muted">${escape(__(row.doctype))} · ${escape(row.detail)}</span>`,
		value: `${row.doctype} ${row.name}`,
		index: TOP - place,
		route: ["Form", row.doctype, row.name],
	};
}

function new_application(text) {
	return {
		label: `<b>${__("Nobody in your area has this number: begin a new application")}</b>`,
		value: text,
		index: TOP,
		onclick: () => {
			frappe.route_options = { id_number: plain(text) };
			// A route that is there already shows nothing anew.
			if (frappe.get_route()[0] === INTAKE_PAGE) frappe.pages[INTAKE_PAGE].intake.show();
			else frappe.set_route(INTAKE_PAGE);
		},
	};
}
