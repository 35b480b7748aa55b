// What tests/harness/walk.py does inside the page: wait until the desk is at rest, list its buttons, press one, look at it.
(() => {
	// Timers within which the desk goes on with what was begun; what repeats itself is not waited for.
	const LONGEST_MS = 600;
	const PATIENCE_MS = 300000;
	const DEEPEST = 4;
	const waiting = new Map();
	let depth = 0;
	const [arm, disarm] = [window.setTimeout, window.clearTimeout];
	window.setTimeout = (work, delay = 0, ...rest) => {
		if (typeof work !== "function" || delay > LONGEST_MS || depth >= DEEPEST) return arm(work, delay, ...rest);
		const own_depth = depth + 1;
		const timer = arm(
			() => {
				waiting.delete(timer);
				depth = own_depth;
				try {
					work(...rest);
				} finally {
					depth = 0;
				}
			},
			delay
		);
		waiting.set(timer, String(work).slice(0, 200));
		return timer;
	};
	window.clearTimeout = (timer) => {
		waiting.delete(timer);
		disarm(timer);
	};
	// What the desk opens in a window of its own is read here: pages in a frame, files by their names.
	let files = [];
	const FRAME = "walk-window";
	const wait_for = (what, work) => {
		const token = {};
		waiting.set(token, what);
		work(() => waiting.delete(token));
	};
	// The dialog of the printer would hold the page for ever.
	window.print = () => {};
	window.open = (address) => {
		const frame = document.createElement("iframe");
		frame.className = FRAME;
		document.body.append(frame);
		if (!address) return frame.contentWindow;
		wait_for(address, (done) => {
			if (String(address).includes("/printview")) {
				frame.onload = done;
				frame.src = address;
			} else {
				fetch(address)
					.then((answer) => answer.blob().then(() => files.push(answer.headers.get("content-disposition") || answer.url)))
					.finally(done);
			}
		});
		return frame.contentWindow;
	};
	document.addEventListener("DOMContentLoaded", () => {
		const style = document.createElement("style");
		style.textContent = "*, *::before, *::after { transition: none !important; animation: none !important; }";
		document.head.append(style);
	});

	const drawn = () => new Promise((done) => requestAnimationFrame(() => requestIdleCallback(done, { timeout: 1000 })));
	const is_busy = () =>
		!window.frappe?.request || frappe.request.ajax_count > 0 || waiting.size > 0 || !!document.querySelector("#freeze.in");
	const describe_work = () =>
		`${window.frappe?.request?.ajax_count} calls, timers ${[...waiting.values()].join(" | ")}, ${document.querySelector("#freeze.in") ? "frozen" : ""}`;
	const settle = async () => {
		const begun = performance.now();
		do {
			await drawn();
			if (performance.now() - begun > PATIENCE_MS) throw new Error(`The desk never rests: ${describe_work()}`);
		} while (is_busy() || (await drawn(), is_busy()));
	};

	const is_shown = (el) => !!el && el.getClientRects().length > 0;
	const open_page = () => [...document.querySelectorAll(".page-container")].filter(is_shown).pop() || document.body;
	const is_hidden = (el) => el.closest('.hide, .d-none, .hidden, [style*="display: none"]') !== null;
	const leads_outside = (el) => /^(https?|mailto):/.test(el.getAttribute("href") || "");

	// Entries of closed menus count: a person opens the menu first.
	const OF_THE_DOCUMENT = ".custom-actions, .inner-group-button, .primary-action, .custom-menu, .form-message, .workflow-button-area";
	const ON_PAGES = [
		".page-head .dropdown-menu a.dropdown-item",
		".page-head button:not([data-toggle])",
		".filter-section button:not([data-toggle])",
		".sort-selector .dropdown-menu a",
		".list-sidebar a.list-link",
		".list-paging-area button",
		".form-sidebar a.form-print, .form-sidebar button, .timeline-actions button",
		".form-tabs .nav-link",
		".form-dashboard .document-link-badge",
		".section-head.collapsible",
		".grid-footer button",
		".report-wrapper button, .page-form button",
		".tree .tree-link, .tree-toolbar button",
		".fc-toolbar button",
		".print-preview-wrapper button",
	].join(", ");
	const ON_WORKSPACES = ".widget .chart-actions a, .widget .card-actions a, .page-head button:not([data-toggle]), .page-head .dropdown-menu a.dropdown-item";
	const IN_NAVBAR = "#toolbar-help .dropdown-item, #toolbar-user .dropdown-item, .dropdown-notifications [data-toggle]";
	// Ends the session or begins the page anew.
	const LEAVES = /logout|clear_cache|redirectToUrl/;

	const kind = () => {
		const [first, doctype, view] = frappe.get_route();
		const of_kind = first === "List" && view === "Report" ? "List Report" : first;
		return { of_kind, of_document: first === "Workspaces" ? of_kind : `${of_kind} ${doctype}` };
	};
	const label_of = (el) => {
		const text =
			(el.querySelector(".menu-item-label, .custom-btn-label")?.textContent || el.textContent || "").trim() ||
			el.dataset.originalTitle ||
			el.title ||
			el.getAttribute("aria-label") ||
			// Several buttons of a form have the same icon and no words.
			[el.querySelector("use")?.getAttribute("href"), el.className].filter(Boolean).join(" ");
		return text.replace(/\s+/g, " ").slice(0, 60);
	};
	const find_buttons = (place) => {
		const selector = { navbar: IN_NAVBAR, workspace: ON_WORKSPACES }[place] || ON_PAGES;
		const root = place === "navbar" ? document : open_page();
		return [...root.querySelectorAll(selector)].filter(
			(el) => !is_hidden(el) && !el.disabled && !leads_outside(el) && !LEAVES.test(el.getAttribute("onclick") || "")
		);
	};
	// A list offers most of its menu once a row is chosen.
	const choose_row = () => {
		if (frappe.get_route()[0] !== "List") return;
		const box = open_page().querySelector(".list-row-container .list-row-checkbox");
		if (box && !box.checked) box.click();
	};

	const look_at_dialogs = () =>
		[...document.querySelectorAll(".modal.show")].filter(is_shown).map((el) => ({
			title: el.querySelector(".modal-title")?.textContent.trim() || "",
			text: el.querySelector(".modal-body")?.innerText.trim() || "",
			fields: el.querySelectorAll(".modal-body .frappe-control, .modal-body input, .modal-body svg").length,
			is_error: !!el.querySelector(".modal-header .indicator.red"),
		}));
	const close_dialogs = () => {
		window.cur_dialog?.hide?.();
		if (frappe.msg_dialog) frappe.hide_msgprint(true);
		document.querySelectorAll(".modal.show .btn-modal-close").forEach((el) => el.click());
		document.querySelectorAll(`.${FRAME}`).forEach((el) => el.remove());
		document.querySelectorAll(".popover.show").forEach((el) => $(el).popover("hide"));
		document.querySelectorAll(".dropdown-menu.show").forEach((el) => el.classList.remove("show"));
	};
	const has_formats = () => !!window.cur_dialog?.display && !!window.cur_dialog.fields_dict?.file_format;

	const widgets = (selector) => [...open_page().querySelectorAll(`.layout-main-section .widget${selector}`)].filter(is_shown);
	const first_row = () => open_page().querySelector(".list-row-container .list-subject a[data-name]")?.getAttribute("href") || null;
	let entries = [];

	window.__walk = {
		settle,
		async open(path) {
			frappe.set_route(path.replace(/^\/app\/?/, ""));
			await settle();
			return { address: location.pathname, route: frappe.get_route(), row: first_row(), dialogs: look_at_dialogs() };
		},
		workspaces: () => [...new Set([...document.querySelectorAll(".desk-sidebar a.item-anchor")].map((el) => el.getAttribute("href")))],
		// Links, shortcuts and cards, which stay usable while another page is in front: label and, of links, the address.
		remember_entries() {
			const links = [...open_page().querySelectorAll(".layout-main-section .widget a.link-item[href]")].filter(is_shown);
			entries = [...links, ...widgets(".shortcut-widget-box"), ...widgets(".number-widget-box")];
			return entries.map((el) => [label_of(el.querySelector(".widget-title, .number-label") || el), el.getAttribute("href")]);
		},
		async press_entry(number) {
			const el = entries[number];
			const address = el.getAttribute("href");
			if (address) frappe.set_route(address);
			else (el.matches(".number-widget-box") ? el.querySelector(".widget-body") : el).click();
			await settle();
			return { address: location.pathname, route: frappe.get_route(), row: first_row(), dialogs: look_at_dialogs() };
		},
		// Label and the kinds of place in which one press is enough.
		buttons(place) {
			choose_row();
			const { of_kind, of_document } = kind();
			return find_buttons(place).map((el) => {
				const label = label_of(el);
				if (el.closest(".sort-selector")) return [label, `sort ${el.className}`];
				const of_views = el.closest(".custom-btn-group");
				if (of_views) return [label, `view ${label}`];
				const own = of_kind !== "print" && el.closest(OF_THE_DOCUMENT);
				return [label, `${own ? of_document : of_kind} ${label}`];
			});
		},
		async press(place, label) {
			choose_row();
			const before = frappe.get_route_str();
			const el = find_buttons(place).find((each) => label_of(each) === label);
			if (!el) return null;
			el.click();
			await settle();
			return { dialogs: look_at_dialogs(), files: files.splice(0), formats: has_formats() ? cur_dialog.fields_dict.file_format.df.options : null, moved: frappe.get_route_str() !== before };
		},
		// The answer of `set_value` never comes where what follows the change fails.
		async download(file_format) {
			cur_dialog.set_value("file_format", file_format);
			await settle();
			cur_dialog.get_primary_btn().click();
		},
		async close() {
			close_dialogs();
			await settle();
		},
		views(doctype) {
			const meta = frappe.get_meta(doctype);
			const has_calendar = !!frappe.views.calendar[doctype];
			const offered = { calendar: has_calendar, gantt: has_calendar, tree: meta?.is_tree || !!frappe.treeview_settings[doctype], image: !!meta?.image_field };
			return Object.keys(offered).filter((view) => offered[view]);
		},
		// Lines in front that hold Latin words.
		latin_lines() {
			const places = [open_page(), ...document.querySelectorAll(".modal.show")].filter(is_shown);
			const lines = places.flatMap((el) => el.innerText.split(/\n|\t/)).map((line) => line.trim());
			return [...new Set(lines.filter((line) => /[A-Za-z]{3,}/.test(line)))];
		},
		can_print: (doctype) => !!frappe.model.can_print(doctype),
	};
})();
