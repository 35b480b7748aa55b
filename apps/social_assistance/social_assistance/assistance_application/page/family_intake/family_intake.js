// The counter: one page from the ID card on the desk to the filed application, one save at its end.
const INTAKE = "social_assistance.api.v1.cases.intake";
const MOVE = "social_assistance.api.v1.cases.applications.move_case";
const DRAFT = "family-intake";
const DRAFT_AFTER_MS = 400;
const PROPOSE_AFTER_MS = 250;
// What names a control in the page.
const MARKS = ["field", "upload", "scheme", "consent", "index", "platform", "drop", "applicant", "card", "ask", "unask"];
const escape = (text) => frappe.utils.escape_html(String(text ?? ""));

frappe.pages["family-intake"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("New Application"), single_column: true });
	wrapper.intake = new FamilyIntake(page);
	// What the desk calls at Ctrl+S.
	wrapper.save_action = () => wrapper.intake.save();
};

frappe.pages["family-intake"].on_page_show = (wrapper) => wrapper.intake.show();

function ask(method, args = {}, options = {}) {
	return new Promise((resolve, reject) =>
		frappe.call({
			method: method.includes(".") ? method : `${INTAKE}.${method}`,
			args,
			silent: true,
			callback: ({ message }) => resolve(message),
			error: reject,
			...options,
		})
	);
}

function words_of(answer) {
	const said = JSON.parse(answer?._server_messages || "[]").map((text) => JSON.parse(text).message);
	return said.length ? said.join("<br>") : __("The server did not answer. Please try again; nothing is filed twice.");
}

class FamilyIntake {
	constructor(page) {
		this.page = page;
		this.body = $('<div class="family-intake"></div>').appendTo(page.main);
		this.keep_soon = frappe.utils.debounce(() => this.keep_draft(), DRAFT_AFTER_MS);
		this.propose_later = frappe.utils.debounce(() => this.is_proposal_due && this.propose(), PROPOSE_AFTER_MS);
		this.bind();
	}

	async show() {
		const { id_number } = frappe.route_options || {};
		frappe.route_options = null;
		if (this.options) return this.take_number(id_number);
		try {
			this.options = await ask("open_intake");
		} catch (answer) {
			this.body.html(`<div class="intake-problem">${words_of(answer)}</div>`);
			return;
		}
		this.begin();
		const draft = await social_assistance.drafts.load(DRAFT, this.options.draft_key);
		this.offer_draft(draft);
		if (!draft) this.take_number(id_number);
	}

	// From the search box: nobody was found under this number.
	take_number(id_number) {
		if (this.filed) this.begin();
		if (id_number && !this.state.members.length) return this.check_person(0, id_number);
		this.focus_next_id();
	}

	begin() {
		this.state = {
			key: frappe.utils.get_random(24),
			household: "",
			division: this.options.division,
			residence_class: this.class_of(this.options.division),
			members: [],
			applicant: 0,
			account_holder: 0,
			papers: {},
			asked_beside: [],
		};
		this.problems = {};
		// Numbers that stand in a field and name no member yet, by field: what was typed and what is wrong with it.
		this.untaken = {};
		this.schemes = [];
		this.wanted = [];
		this.filed = null;
		this.page.set_primary_action(__("Save Application"), () => this.save());
		this.page.set_secondary_action(__("Begin Anew"), () => this.begin_anew());
		this.draw();
		this.focus_next_id();
	}

	begin_anew() {
		const restart = () => {
			social_assistance.drafts.drop(DRAFT);
			this.begin();
		};
		if (this.filed || !this.state.members.length) return restart();
		frappe.confirm(__("What was entered here is not saved. Begin anew?"), restart);
	}

	// Drafts

	offer_draft(draft) {
		if (!draft) return;
		const who = draft.members.map((row) => row.person_name || row.id_number).filter(Boolean).join("、");
		const bar = $(`<div class="intake-draft" role="status">
			<span>${__("An application was not finished: {0}", [escape(who || __("no member yet"))])}</span>
			<button class="btn btn-sm btn-primary" data-draft="resume">${__("Continue")}</button>
			<button class="btn btn-sm btn-default" data-draft="drop">${__("Discard")}</button></div>`);
		bar.on("click", "button", (event) => {
			bar.remove();
			if (event.currentTarget.dataset.draft === "drop") {
				social_assistance.drafts.drop(DRAFT);
				return this.focus_next_id();
			}
			this.state = draft;
			this.draw();
			this.propose();
			this.focus_next_id();
		});
		this.body.prepend(bar);
		bar.find("button").first().trigger("focus");
	}

	async keep_draft() {
		if (this.filed || !social_assistance.drafts.is_kept()) return;
		const { last_change, state } = this;
		await social_assistance.drafts.save(DRAFT, this.options.draft_key, state);
		// Filed or begun anew while it was being encrypted.
		if (this.filed || this.state !== state) return social_assistance.drafts.drop(DRAFT);
		if (last_change !== this.last_change) return;
		const time = escape(frappe.datetime.now_time());
		this.part("kept").html(`✓ ${__("Kept on this device at {0}", [time])}`);
	}

	changed() {
		this.draw_summary();
		this.change_kept();
	}

	change_kept() {
		this.last_change = (this.last_change || 0) + 1;
		this.part("kept").empty();
		this.keep_soon();
	}

	// Drawing

	draw() {
		this.body.find(".intake-columns, .intake-done").remove();
		this.body.append(`<div class="intake-columns"><div class="intake-main">
			${card(__("Family"), '<div data-part="known"></div><div data-part="members"></div>', "members")}
			${card(__("Home and Contact"), this.home_html(), "home")}
			${card(__("Assistance Scheme"), '<div data-part="schemes"></div>', "scheme")}
			${card(__("Pledge and Authorisation"), '<div data-part="consents"></div>', "consents")}
			${card(__("Papers"), '<div data-part="papers"></div>', "papers")}
			${card(__("Bank Account"), this.account_html(), "account")}
			</div><aside class="intake-side"><div data-part="summary"></div><div data-part="refusal"></div>
			<button class="btn btn-primary btn-block" data-save>${__("Save Application")}<small> Ctrl+S</small></button>
			<p class="text-muted">${
				social_assistance.drafts.is_kept()
					? __("What is typed is kept on this device until it is saved.")
					: __("This connection keeps no draft: save before you leave the page.")
			}</p><p class="text-muted" data-part="kept" role="status"></p></aside></div>`);
		this.draw_members();
		this.draw_schemes();
		this.draw_papers();
		this.draw_summary();
	}

	part(name) {
		return this.body.find(`[data-part="${name}"]`);
	}

	// Answers come while somebody types: the cursor and the letters stay where they are.
	fill(name, html) {
		const part = this.part(name);
		const former = part.find(":focus")[0];
		const marks = MARKS.filter((mark) => mark in (former?.dataset || {}));
		part.html(html);
		if (!marks.length) return;
		const place = part.find(marks.map((mark) => `[data-${mark}="${former.dataset[mark]}"]`).join("")).first();
		place.trigger("focus");
		const is_typed = former.type === "text" && former.value !== former.defaultValue;
		if (!is_typed || place[0]?.defaultValue !== former.defaultValue) return;
		place.val(former.value);
		place[0].setSelectionRange(former.selectionStart, former.selectionEnd);
		// The browser tells no change of what a program wrote.
		place.one("blur", () => place.trigger("change"));
	}

	draw_members() {
		const rows = this.state.members.map((row, index) => this.member_html(row, index));
		if (!this.state.household || this.options.may_extend_household) rows.push(this.new_member_html());
		this.fill("members", `<div class="intake-row intake-head">
			<span></span><span>${__("ID Number")}</span><span>${__("Full Name")}</span>
			<span>${__("Relation")}</span><span></span></div>${rows.join("")}`);
		this.fill("known", this.known_html());
		this.draw_consents();
		this.draw_holders();
	}

	member_html(row, index) {
		const lock = row.person ? "readonly tabindex=-1" : "";
		const facts = row.sex
			? [__(row.sex), __("{0} years", [row.age]), row.birth_date, row.area].filter(Boolean).join(" · ")
			: "";
		const fixed = this.state.household && row.is_stored;
		// The head goes last: everybody's relation is the one to the head.
		const stays = fixed || (index === 0 && this.state.members.length > 1);
		const drop = stays ? "" : `<button class="btn btn-xs btn-default" data-drop="${index}" tabindex="-1"
			title="${__("Remove")}">×</button>`;
		return `<div class="intake-row" data-member="${index}">
			<span class="intake-number">${index + 1}</span>
			<span>${input(`members.${index}.id_number`, this.untaken[`members.${index}.id_number`]?.text ?? row.id_number, `${lock} inputmode="text" autocomplete="off"`)}</span>
			<span>${input(`members.${index}.person_name`, row.person_name, `${lock} autocomplete="off"`)}</span>
			<span>${this.relation_html(row, index, fixed)}</span><span>${drop}</span>
			<span class="intake-facts">${escape(facts)} ${row.person ? pill(__("on record"), "blue") : ""}
			${index === this.state.applicant ? pill(__("applicant"), "green") : this.applicant_html(row, index)}
			${row.person ? "" : this.card_html(row, index)}</span>
			${this.problem_html(`members.${index}.id_number`)}${this.problem_html(`members.${index}.person_name`)}
			${this.problem_html(`members.${index}.relation`)}${this.problem_html(`members.${index}.disability_card`)}</div>`;
	}

	relation_html(row, index, fixed) {
		if (index === 0 || fixed) return `<span class="form-control disabled">${__(row.relation || "Head")}</span>`;
		const options = this.options.relations
			.filter((relation) => relation !== "Head")
			.map((relation, place) => option(relation, `${place + 1} ${__(relation)}`, row.relation));
		return `<select class="form-control" data-field="members.${index}.relation">
			<option value=""></option>${options.join("")}</select>`;
	}

	applicant_html(row, index) {
		if (row.age < this.options.adult_age) return "";
		return `<a href="#" data-applicant="${index}" tabindex="-1">${__("applies")}</a>`;
	}

	card_html(row, index) {
		if (!row.has_card && !row.disability_card) {
			return `<a href="#" data-card="${index}" tabindex="-1">${__("+ disability card")}</a>`;
		}
		return input(
			`members.${index}.disability_card`,
			row.disability_card,
			`class="form-control intake-card-no" placeholder="${__("Disability Card No.")}"`
		);
	}

	new_member_html() {
		const index = this.state.members.length;
		const typed = this.untaken[`members.${index}.id_number`]?.text || "";
		const hint = index ? __("next member: type or scan, Enter") : __("type or scan the ID number, Enter");
		return `<div class="intake-row" data-member="${index}"><span class="intake-number">${index + 1}</span>
			<span>${input(`members.${index}.id_number`, typed, `autocomplete="off" placeholder="${hint}"`)}</span>
			<span></span><span></span><span></span>${this.problem_html(`members.${index}.id_number`)}</div>`;
	}

	known_html() {
		const home = this.state.known;
		if (!home) return "";
		const cases = home.open_cases.map((row) => {
			const link = frappe.utils.get_form_link("Assistance Application", row.name, true, row.name);
			return `${link} ${escape(__(row.workflow_state))}`;
		});
		return `<div class="intake-known">${__("Household {0} is on record with its members.", [escape(home.household_no)])}
			${cases.length ? `<b>${__("Still open: {0}", [cases.join("；")])}</b>` : ""}</div>`;
	}

	home_html() {
		const fixed = this.state.household ? "disabled" : "";
		const shown = this.state.known || this.state;
		const villages = this.options.villages.map((row) =>
			option(row.name, row.division_name, this.state.division)
		);
		const kinds = ["Urban", "Rural"].map((kind) => option(kind, __(kind), this.state.residence_class));
		return `<div class="intake-grid">
			${field(__("Village or Community"), `<select class="form-control" data-field="division" ${fixed}>
				<option value=""></option>${villages.join("")}</select>`, this.problem_html("division"))}
			${field(__("Urban or Rural"), `<select class="form-control" data-field="residence_class" ${fixed}>
				<option value=""></option>${kinds.join("")}</select>`, this.problem_html("residence_class"))}
			${field(__("Phone"), input("phone", shown.phone, `${fixed} inputmode="tel"`), this.problem_html("phone"))}
			${
				this.options.may_write_address
					? field(__("Address"), input("address", shown.address, fixed), this.problem_html("address"))
					: ""
			}</div>`;
	}

	account_html() {
		const known = this.state.known?.bank_account;
		// What was typed before the household was found stays in view, so that it can be taken out.
		if (this.state.household && !this.options.may_propose_account && !this.state.bank_account) {
			return `<p class="text-muted">${
				known ? __("On record: {0}", [escape(known)]) : __("The account of a household on record is changed by the township.")
			}</p>`;
		}
		const proof = this.options.may_propose_account
			? `<span>${upload_button("card_photo", __("Photo of the Card"), this.state.card_photo)}</span>`
			: "";
		return `${known ? `<p class="text-muted">${__("On record: {0}", [escape(known)])}</p>` : ""}
			<div class="intake-grid">
			${field(__("Bank Account"), input("bank_account", this.state.bank_account, 'inputmode="numeric" autocomplete="off"'), this.problem_html("bank_account"))}
			${field(__("Bank"), input("bank_name", this.state.bank_name), this.problem_html("bank_name"))}
			${field(__("Account Holder"), '<select class="form-control" data-field="account_holder"></select>', "")}
			${field("&nbsp;", proof, this.problem_html("card_photo"))}</div>
			<p class="text-muted">${
				this.options.may_propose_account
					? __("Another person confirms the account before anything is paid to it.")
					: __("The township confirms the account before anything is paid to it.")
			}</p>`;
	}

	draw_holders() {
		const rows = this.state.members.map((row, index) =>
			option(String(index), row.person_name || String(index + 1), String(this.state.account_holder))
		);
		this.body.find('[data-field="account_holder"]').html(rows.join(""));
	}

	draw_schemes() {
		if (!this.schemes.length) {
			this.fill("schemes",
				`<p class="text-muted">${__("Proposed as soon as the members and the village are known.")}</p>
				${this.problem_html("scheme")}`
			);
			return;
		}
		const proposed = this.schemes.filter((row) => row.is_proposed);
		const others = this.schemes.filter((row) => !row.is_proposed);
		const cards = proposed.map((row) => {
			const place = this.schemes.indexOf(row);
			const chosen = this.state.scheme === row.scheme && (row.member === null || row.member === this.state.applicant);
			return `<label class="intake-scheme ${chosen ? "chosen" : ""}">
				<input type="radio" name="intake-scheme" data-scheme="${place}" ${chosen ? "checked" : ""}>
				<span><b>${escape(row.scheme_name)}${row.person_name ? `（${escape(row.person_name)}）` : ""}</b>
				<small>${escape(row.reason)}</small></span></label>`;
		});
		const more = others.map((row) => option(row.scheme, row.scheme_name, this.state.scheme));
		this.fill("schemes", `${cards.join("")}
			<div class="intake-grid">
			${field(__("Another Scheme"), `<select class="form-control" data-field="scheme"><option value=""></option>${more.join("")}</select>`, this.problem_html("scheme"))}
			${field(__("Reason for Applying"), input("reason_text", this.state.reason_text), "")}</div>
			${this.cause_html()}
			<label class="intake-check"><input type="checkbox" data-field="is_told_and_willing"
				${this.state.is_told_and_willing ? "checked" : ""}>
			${__("The policies were explained today, and the person wishes to apply")}</label>`);
	}

	// A sum that is paid once is given for one event.
	asks_cause() {
		return this.options.paid_once.includes(this.state.scheme);
	}

	cause_html() {
		if (!this.asks_cause()) return "";
		const causes = this.options.aid_causes.map((cause) => option(cause, __(cause), this.state.aid_cause));
		const hint = `placeholder="${__("Only where the same cause was aided before: what is new.")}"`;
		return `<div class="intake-grid">
			${field(__("Cause of the Hardship"), `<select class="form-control" data-field="aid_cause"><option value=""></option>${causes.join("")}</select>`, this.problem_html("aid_cause"))}
			${field(__("Reason for Aid Again"), input("repeat_reason", this.state.repeat_reason, hint), this.problem_html("repeat_reason"))}</div>`;
	}

	draw_consents() {
		const adults = this.adults();
		const rows = adults.map(([row, index]) => {
			const consent = row.consent || {};
			const check = (name, label) => `<label class="intake-check"><input type="checkbox"
				data-consent="${name}" data-index="${index}" ${consent[name] ? "checked" : ""}> ${label}</label>`;
			return `<div class="intake-line"><b>${escape(row.person_name || row.id_number)}</b>
				${check("pledge", __("pledge signed"))}${check("authorisation", __("authorisation signed"))}
				${upload_button(`consent.${index}`, __("Photo"), consent.file)}
				${this.problem_html(`consents.${index}`)}</div>`;
		});
		this.fill("consents",
			rows.join("") || `<p class="text-muted">${__("Every adult signs both; the rows come with the members.")}</p>`
		);
	}

	draw_papers() {
		const rows = this.wanted
			.filter((need) => !need.is_for_agent || this.state.agent_name)
			.map((need) => {
				const paper = this.state.papers[need.key] || {};
				const platform = need.is_from_platform
					? `<label class="intake-check"><input type="checkbox" data-platform="${need.key}"
						${paper.is_from_platform ? "checked" : ""}> ${__("read from a platform")}</label>`
					: "";
				return `<div class="intake-line"><b>${escape(need.label)}</b>${platform}${upload_button(`paper.${need.key}`, __("Photo"), paper.file)}
					${this.problem_html(`papers.${need.key}`)}</div>`;
			});
		const beside = this.state.asked_beside.map(
			(text, index) => `<div class="intake-line">${input(`asked_beside.${index}`, text, `placeholder="${__("paper that the family still brings")}"`)}
				<button class="btn btn-xs btn-default" data-unask="${index}">×</button>${this.problem_html(`asked_beside.${index}`)}</div>`
		);
		this.fill("papers", `${rows.join("") || `<p class="text-muted">${__("The papers follow from the scheme.")}</p>`}
			${beside.join("")}
			<div class="intake-line"><a href="#" data-ask>${__("+ another paper to be brought")}</a>
			${field(__("Agent, when another person files"), input("agent_name", this.state.agent_name), "")}</div>`);
	}

	draw_summary() {
		const adults = this.adults();
		const signed = adults.filter(([row]) => row.consent?.pledge && row.consent?.authorisation).length;
		const wanted = this.wanted.filter((need) => !need.is_for_agent || this.state.agent_name);
		const there = wanted.filter(({ key }) => this.state.papers[key]?.file || this.state.papers[key]?.is_from_platform);
		const lines = [
			[this.state.members.length > 0, __("Members"), this.state.members.length],
			[this.state.division && this.state.residence_class, __("Village or Community"), this.village_name()],
			[this.state.scheme, __("Scheme"), this.scheme_name()],
			...(this.asks_cause()
				? [[this.state.aid_cause, __("Cause of the Hardship"), __(this.state.aid_cause || "")]]
				: []),
			[this.state.is_told_and_willing, __("Policies explained, wish to apply"), ""],
			[adults.length && signed === adults.length, __("Signed"), `${signed} / ${adults.length}`],
			[wanted.length && there.length === wanted.length, __("Papers"), `${there.length} / ${wanted.length}`],
			[this.state.bank_account || this.state.known?.bank_account, __("Bank Account"), ""],
		];
		const html = lines.map(
			([done, label, value]) => `<li class="${done ? "done" : ""}"><span>${done ? "✓" : "○"} ${label}</span>
				<b>${escape(value)}</b></li>`
		);
		const complete = lines.every(([done]) => done);
		this.part("summary").html(`<ul class="intake-summary">${html.join("")}</ul>
			<p>${
				complete
					? __("Complete: the application goes to the acceptance.")
					: __("What is missing can follow; the application waits at its step.")
			}</p>`);
	}

	// Facts

	class_of(division) {
		return this.options.villages.find((row) => row.name === division)?.residence_class || "";
	}

	village_name() {
		return this.options.villages.find((row) => row.name === this.state.division)?.division_name || "";
	}

	scheme_name() {
		return this.schemes.find((row) => row.scheme === this.state.scheme)?.scheme_name || "";
	}

	adults() {
		return this.state.members
			.map((row, index) => [row, index])
			.filter(([row]) => row.age >= this.options.adult_age);
	}

	problem_html(name) {
		const text = this.problems[name];
		return text ? `<div class="intake-problem" data-problem="${name}">${text}</div>` : "";
	}

	// Events

	bind() {
		this.body.on("keydown", "input, select", (event) => {
			if (event.key === "Enter") this.entered(event);
		});
		this.body.on("change", "[data-field]", (event) => this.typed(event.currentTarget));
		this.body.on("change", "[data-scheme]", (event) => this.choose(Number(event.currentTarget.dataset.scheme)));
		this.body.on("change", "[data-consent]", ({ currentTarget: box }) => {
			const row = this.state.members[box.dataset.index];
			row.consent = { ...row.consent, [box.dataset.consent]: box.checked };
			this.set_problem(`consents.${box.dataset.index}`, "");
			this.changed();
		});
		this.body.on("change", "[data-platform]", ({ currentTarget: box }) => {
			const key = box.dataset.platform;
			this.state.papers[key] = { ...this.state.papers[key], is_from_platform: box.checked };
			this.changed();
		});
		this.body.on("click", "[data-upload]", (event) => this.upload(event.currentTarget.dataset.upload));
		this.body.on("click", "[data-save]", () => this.save());
		this.body.on("click", "[data-drop]", (event) => this.drop_member(Number(event.currentTarget.dataset.drop)));
		this.on_link("applicant", (index) => {
			this.state.applicant = Number(index);
			this.draw_members();
			this.propose_soon();
		});
		this.on_link("card", (index) => {
			this.state.members[index].has_card = true;
			this.draw_members();
			this.focus(`members.${index}.disability_card`);
		});
		this.on_link("ask", () => {
			this.state.asked_beside.push("");
			this.draw_papers();
			this.focus(`asked_beside.${this.state.asked_beside.length - 1}`);
		});
		this.on_link("unask", (index) => {
			this.state.asked_beside.splice(index, 1);
			this.draw_papers();
			this.changed();
		});
		// A reader types without looking where the cursor is.
		$(document).on("keydown", (event) => {
			const is_free = event.target === document.body && cur_page?.page === this.page.parent;
			if (is_free && /^\d$/.test(event.key)) this.focus_next_id();
		});
	}

	on_link(name, work) {
		this.body.on("click", `[data-${name}]`, (event) => {
			event.preventDefault();
			work(event.currentTarget.dataset[name]);
			this.change_kept();
		});
	}

	entered(event) {
		event.preventDefault();
		const name = event.currentTarget.dataset.field;
		if (!name) return;
		if (!name.endsWith(".id_number")) return this.next_after(event.currentTarget);
		$(event.currentTarget).trigger("change");
	}

	next_after(element) {
		$(element).trigger("change");
		if (/^members\.\d+\.(person_name|relation)$/.test(element.dataset.field)) return this.focus_next_id();
		const places = this.body.find("input, select, button, a[href]").filter(":visible:not([tabindex=-1]):enabled");
		const place = places.index(this.body.find(`[data-field="${element.dataset.field}"]`));
		places.eq(place + 1).trigger("focus");
	}

	focus(name) {
		this.body.find(`[data-field="${name}"]`).trigger("focus");
	}

	focus_next_id() {
		this.focus(`members.${this.state.members.length}.id_number`);
	}

	typed(element) {
		const name = element.dataset.field;
		const value = element.type === "checkbox" ? element.checked : element.value.trim();
		delete this.problems[name];
		if (name.startsWith("members.")) return this.typed_member(name, value);
		if (name.startsWith("asked_beside.")) {
			this.state.asked_beside[name.split(".")[1]] = value;
			return this.changed();
		}
		this.state[name] = name === "account_holder" ? Number(value) : value;
		if (name === "division") this.take_division(value);
		if (name === "scheme") this.choose_other(value);
		if (name === "agent_name") this.draw_papers();
		if (["phone", "bank_account"].includes(name)) this.check_value(name, name, value);
		if (["division", "residence_class"].includes(name)) this.propose_soon();
		this.show_problem(name);
		this.changed();
	}

	take_division(division) {
		this.state.residence_class = this.class_of(division) || this.state.residence_class;
		this.body.find('[data-field="residence_class"]').val(this.state.residence_class);
	}

	typed_member(name, value) {
		const [, index, key] = name.split(".");
		if (key === "id_number") return this.check_person(Number(index), value);
		this.state.members[index][key] = value;
		if (key === "disability_card") this.check_value("disability_card", name, value);
		this.show_problem(name);
		this.draw_consents();
		this.draw_holders();
		this.changed();
		this.propose_soon();
	}

	async check_value(kind, name, text) {
		this.set_problem(name, text ? (await ask("check_value", { kind, text })).problem : "");
	}

	set_problem(name, text) {
		if (text) this.problems[name] = escape(text);
		else delete this.problems[name];
		this.show_problem(name);
	}

	show_problem(name) {
		this.body.find(`[data-problem="${name}"]`).remove();
		const place = this.body.find(`[data-field="${name}"]`);
		place.toggleClass("intake-wrong", Boolean(this.problems[name]));
		place.closest(".intake-row, .intake-field, .intake-line").append(this.problem_html(name));
	}

	// Members

	async check_person(index, text) {
		const name = `members.${index}.id_number`;
		const former = this.state.members[index];
		if (former && !text) {
			this.draw_members();
			return this.set_problem(name, __("A member keeps an ID number. Take the member out with × instead."));
		}
		if (this.untaken[name]?.text === text && !this.untaken[name].problem) return;
		delete this.untaken[name];
		if (!text || former?.id_number === text) return this.set_problem(name, "");
		this.untaken[name] = { text, problem: "" };
		this.checked = ask("check_person", {
			id_number: text,
			head_id_number: index ? this.state.members[0].typed_id || "" : "",
			has_spouse: this.state.members.some((row) => row.relation === "Spouse"),
		}).catch((answer) => ({ problem: words_of(answer) }));
		const said = await this.checked;
		// Another number was typed meanwhile.
		if (this.untaken[name]?.text !== text) return;
		const problem = said.problem || this.why_not(said, index);
		if (problem) {
			this.untaken[name].problem = problem;
			this.set_problem(name, problem);
			return this.focus(name);
		}
		delete this.untaken[name];
		delete this.problems[name];
		this.take_person(index, said);
	}

	why_not(said, index) {
		const home = said.household;
		if (home && index && home.name !== this.state.household) {
			return __("This person is a member of another household. End that membership first, or split or move it.");
		}
		const listed = this.state.members.some((row, place) =>
			place !== index && (said.person ? row.person === said.person.name : row.typed_id === said.id_number)
		);
		return listed ? __("This person is in the list already.") : "";
	}

	take_person(index, said) {
		if (index === 0 && said.household) return this.take_household(said);
		const facts = { age: said.age, sex: said.sex, birth_date: said.birth_date, area: said.area };
		const relation = index ? said.relation : "Head";
		this.state.members[index] = said.person
			? { ...facts, relation, typed_id: said.id_number, person: said.person.name, person_name: said.person.person_name, id_number: said.person.id_number }
			: { ...this.state.members[index], ...facts, relation, typed_id: said.id_number, id_number: said.id_number, person: "" };
		this.draw_members();
		this.changed();
		this.propose_soon();
		if (said.person) this.focus_next_id();
		else this.focus(`members.${index}.person_name`);
	}

	take_household(said) {
		const home = said.household;
		if (this.state.members.length > 1) {
			frappe.show_alert({ message: __("The members on record took the place of those entered before."), indicator: "orange" });
		}
		this.untaken = {};
		Object.assign(this.state, {
			known: home,
			household: home.name,
			division: home.division,
			residence_class: home.residence_class,
			members: [...home.members]
				.sort((one, other) => (other.relation === "Head") - (one.relation === "Head"))
				.map((row) => ({ ...row, is_stored: true })),
		});
		this.state.applicant = Math.max(0, this.state.members.findIndex((row) => row.person === said.person.name));
		this.draw();
		this.changed();
		this.propose_soon();
		this.focus_next_id();
	}

	drop_member(index) {
		// Applicant and account holder stay who they are; the head stands in for one who was taken out.
		const after = (place) => (place === index ? 0 : place - (place > index));
		this.state.members.splice(index, 1);
		this.state.applicant = after(this.state.applicant);
		this.state.account_holder = after(this.state.account_holder);
		this.problems = {};
		this.untaken = Object.fromEntries(
			Object.entries(this.untaken)
				.map(([name, typed]) => [Number(name.split(".")[1]), typed])
				.filter(([place]) => place !== index)
				.map(([place, typed]) => [`members.${place - (place > index)}.id_number`, typed])
		);
		this.draw_members();
		this.changed();
		this.propose_soon();
	}

	// Schemes and papers

	propose_soon() {
		this.is_proposal_due = true;
		this.propose_later();
	}

	propose() {
		this.is_proposal_due = false;
		this.proposed = this.find_schemes();
		return this.proposed;
	}

	async find_schemes() {
		const ready = this.state.members.length && this.state.members.every((row) => row.relation);
		if (!ready || !this.state.division || !this.state.residence_class) return;
		this.schemes = await ask("propose_schemes", { request: JSON.stringify(this.request()) });
		if (!this.state.scheme || !this.schemes.some((row) => row.scheme === this.state.scheme)) {
			const first = this.schemes.findIndex((row) => row.is_proposed && [null, this.state.applicant].includes(row.member));
			if (first >= 0) this.state.scheme = this.schemes[first].scheme;
		}
		this.draw_schemes();
		await this.take_papers();
	}

	choose(place) {
		const row = this.schemes[place];
		this.state.scheme = row.scheme;
		if (row.member !== null && row.member !== this.state.applicant) {
			this.state.applicant = row.member;
			this.draw_members();
		}
		this.take_papers();
	}

	choose_other(scheme) {
		this.state.scheme = scheme;
		this.take_papers();
	}

	async take_papers() {
		if (!this.state.scheme) return;
		const { scheme, division } = this.state;
		this.wanted = await ask("list_papers", { scheme, division });
		this.draw_schemes();
		this.draw_papers();
		this.changed();
	}

	upload(name) {
		// Kept in the page: the browser may forget a loose picker, and with it what was chosen.
		this.body.find(".intake-picker").remove();
		const picker = $('<input type="file" accept="image/*,.pdf" class="intake-picker hidden">').appendTo(this.body);
		picker.on("change", () => picker[0].files.length && this.send(name, picker[0].files[0]));
		picker[0].click();
	}

	async send(name, file) {
		const doctype = name === "card_photo" ? "Bank Account Change" : "Assistance Application";
		const form = new FormData();
		const stem = doctype.toLowerCase().replace(/ /g, "-");
		const values = { file, is_private: 1, doctype, docname: `new-${stem}-${this.state.key}` };
		Object.entries(values).forEach(([key, value]) => form.append(key, value));
		const headers = { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" };
		const answer = await fetch("/api/method/upload_file", { method: "POST", body: form, headers }).catch(() => null);
		const said = await answer?.json().catch(() => null);
		if (!answer?.ok || !said) return frappe.msgprint({ message: words_of(said), indicator: "red" });
		this.take_file(name, said.message.file_url);
	}

	take_file(name, file) {
		const [kind, key] = name.split(".");
		if (kind === "card_photo") {
			this.state.card_photo = file;
			delete this.problems.card_photo;
		} else if (kind === "paper") {
			this.state.papers[key] = { ...this.state.papers[key], file };
		} else {
			const row = this.state.members[key];
			row.consent = { pledge: true, authorisation: true, ...row.consent, file };
			this.body.find(`[data-index="${key}"]`).each((_, box) => (box.checked = row.consent[box.dataset.consent]));
		}
		this.body.find(`[data-upload="${name}"]`).replaceWith(upload_button(name, "", file));
		this.body.find(`[data-upload="${name}"]`).trigger("focus");
		this.changed();
	}

	// The save

	request() {
		const { state } = this;
		const text = (name) => state[name] || "";
		return {
			division: text("division"),
			residence_class: text("residence_class"),
			household: text("household"),
			address: state.household ? "" : text("address"),
			phone: state.household ? "" : text("phone"),
			members: state.members.map((row) => ({
				relation: row.relation || "",
				person: row.person || "",
				id_number: row.person ? "" : row.typed_id || "",
				person_name: row.person ? "" : row.person_name || "",
				disability_card: row.person ? "" : row.disability_card || "",
			})),
			applicant: state.applicant,
			bank_account: text("bank_account"),
			bank_name: text("bank_name"),
			account_holder: state.account_holder,
			card_photo: text("card_photo"),
			scheme: text("scheme"),
			reason_text: text("reason_text"),
			aid_cause: this.asks_cause() ? text("aid_cause") : "",
			repeat_reason: this.asks_cause() ? text("repeat_reason") : "",
			agent_name: text("agent_name"),
			is_told_and_willing: Boolean(state.is_told_and_willing),
			consents: this.adults()
				.filter(([row]) => row.consent)
				.map(([row, member]) => ({
					member,
					pledge: Boolean(row.consent.pledge),
					authorisation: Boolean(row.consent.authorisation),
					file: row.consent.file || "",
				})),
			papers: this.wanted
				.filter(({ key }) => state.papers[key])
				.map(({ key }) => ({ key, file: state.papers[key].file || "", is_from_platform: Boolean(state.papers[key].is_from_platform) })),
			asked_beside: state.asked_beside,
		};
	}

	async save() {
		if (this.saving || this.filed) return;
		document.activeElement?.blur();
		this.saving = true;
		try {
			await this.answers();
			const problems = Object.entries(this.untaken).map(([field, { problem }]) => ({ field, text: problem }));
			if (problems.length) return this.show_refusal({ problems });
			const args = { request: JSON.stringify(this.request()), request_key: this.state.key };
			this.filed = await ask("file_family", args, { freeze: true });
			social_assistance.drafts.drop(DRAFT);
			this.show_filed();
		} catch (answer) {
			this.show_refusal(answer);
		} finally {
			this.saving = false;
		}
	}

	// What was typed last may still be under way, or wait for its turn.
	async answers() {
		await this.checked;
		if (this.is_proposal_due) this.propose();
		await this.proposed;
	}

	show_refusal(answer) {
		this.problems = Object.fromEntries((answer?.problems || []).map((row) => [row.field, escape(row.text)]));
		const refusal = answer?.problems ? __("{0} entries need a look; each says why.", [answer.problems.length]) : words_of(answer);
		this.draw();
		this.part("refusal").html(`<div class="intake-problem">${refusal}</div>`);
		const first = this.body.find("[data-problem]").first();
		if (!first.length) return;
		first[0].scrollIntoView({ block: "center" });
		this.focus(first[0].dataset.problem);
	}

	// After the save

	show_filed() {
		const { filed } = this;
		const name = escape(filed.name);
		const missing = [...filed.missing, ...filed.asked];
		const buttons = [
			filed.accept && button("accept", __("Accept the Application"), "primary"),
			filed.correct && missing.length && button("correct", __("Send the Correction Notice"), "default"),
			filed.acceptance_no && button("print-acceptance", __("Print the Notice of Acceptance"), "primary"),
			filed.correction_sent_on && button("print-correction", __("Print the Correction Notice"), "primary"),
			button("open", __("Open the Case"), "default"),
			button("next", __("Next Family"), "default"),
		];
		this.page.clear_primary_action();
		this.body.html(`<div class="intake-done">
			<h3>✓ ${__("Application {0} is filed", [name])}</h3>
			${filed.is_repeated ? `<p class="intake-problem">${__("An earlier attempt had filed it already. What was changed since is entered in the case.")}</p>` : ""}
			<p>${__("It stands at: {0}", [`<b>${escape(__(filed.workflow_state))}</b>`])}
			${filed.acceptance_no ? pill(`${__("Acceptance No.")} ${filed.acceptance_no}`, "green") : ""}</p>
			${missing.length ? `<p>${__("Still missing:")}</p><ul>${missing.map((text) => `<li>${escape(text)}</li>`).join("")}</ul>` : ""}
			<div class="intake-buttons">${buttons.filter(Boolean).join("")}</div></div>`);
		this.body.find("[data-after]").on("click", (event) => this.after(event.currentTarget.dataset.after));
		this.body.find("[data-after]").first().trigger("focus");
	}

	after(what) {
		const { filed } = this;
		const work = {
			accept: () => this.move(filed.accept, "", __("Accept application {0}? The time limit begins today.", [filed.name])),
			correct: () => this.correct(),
			"print-acceptance": () => this.print("Acceptance Notice"),
			"print-correction": () => this.print("Correction Notice"),
			open: () => frappe.set_route("Form", "Assistance Application", filed.name),
			next: () => {
				this.body.empty();
				this.begin();
			},
		};
		work[what]();
	}

	correct() {
		const missing = [...this.filed.missing, ...this.filed.asked].join("；");
		this.move(
			this.filed.correct,
			__("To be handed in: {0}", [missing]),
			__("Tell the family once and in writing what is missing: {0}", [escape(missing)]),
			"PAPERS_MISSING"
		);
	}

	move(action, remark, question, reason = "") {
		frappe.confirm(question, async () => {
			const application = this.filed.name;
			try {
				await ask(MOVE, { application, action, reason, remark, seen_state: this.filed.workflow_state }, { freeze: true });
				this.filed = await ask("get_filed_case", { application });
				this.show_filed();
			} catch (answer) {
				frappe.msgprint({ message: words_of(answer), indicator: "red" });
			}
		});
	}

	print(format) {
		const values = { doctype: "Assistance Application", name: this.filed.name, format, trigger_print: 1, no_letterhead: 1 };
		window.open(`/printview?${new URLSearchParams(values)}`, "_blank");
	}
}

function card(title, body, name) {
	return `<section class="intake-card" data-card-of="${name}"><h4>${title}</h4>${body}</section>`;
}

function field(label, control, problem) {
	return `<div class="intake-field"><label>${label}</label>${control}${problem}</div>`;
}

function input(name, value, more = "") {
	const css = more.includes("class=") ? "" : 'class="form-control"';
	return `<input type="text" ${css} data-field="${name}" value="${escape(value)}" ${more}>`;
}

function option(value, label, chosen) {
	return `<option value="${escape(value)}" ${value === chosen ? "selected" : ""}>${escape(label)}</option>`;
}

function pill(text, colour) {
	return `<span class="indicator-pill ${colour} no-indicator-dot">${escape(text)}</span>`;
}

function button(name, label, kind) {
	return `<button class="btn btn-${kind}" data-after="${name}">${label}</button>`;
}

function upload_button(name, label, file) {
	const text = file ? `✓ ${__("on file")}` : `${frappe.utils.icon("attachment", "sm")} ${label}`;
	return `<button type="button" class="btn btn-sm ${file ? "btn-success-light intake-there" : "btn-default"}" data-upload="${name}">${text}</button>`;
}
