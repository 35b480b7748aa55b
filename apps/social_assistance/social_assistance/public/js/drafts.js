// What was typed and not saved yet, kept on the device: encrypted under a key that the server gives to the same user alone,
// one draft per user and kind, gone after log-out. Without the browser's cryptography (plain http) nothing is kept.
frappe.provide("social_assistance");

const PREFIX = "assist_draft";
const IV_BYTES = 12;
const place_of = (kind) => `${PREFIX}:${frappe.session.user}:${kind}`;
const to_text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const to_bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const import_key = (hex) =>
	crypto.subtle.importKey("raw", Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)), "AES-GCM", false, [
		"encrypt",
		"decrypt",
	]);

social_assistance.drafts = {
	is_kept: () => Boolean(window.crypto?.subtle),

	async save(kind, hex, value) {
		if (!this.is_kept()) return;
		const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
		const clear = new TextEncoder().encode(JSON.stringify(value));
		const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await import_key(hex), clear);
		localStorage.setItem(place_of(kind), JSON.stringify({ iv: to_text(iv), body: to_text(body) }));
	},

	async load(kind, hex) {
		const stored = localStorage.getItem(place_of(kind));
		if (!stored || !this.is_kept()) return null;
		try {
			const { iv, body } = JSON.parse(stored);
			const way = { name: "AES-GCM", iv: to_bytes(iv) };
			const clear = await crypto.subtle.decrypt(way, await import_key(hex), to_bytes(body));
			return JSON.parse(new TextDecoder().decode(clear));
		} catch {
			this.drop(kind); // of an older key: nobody can read it any more
			return null;
		}
	},

	drop: (kind) => localStorage.removeItem(place_of(kind)),

	forget() {
		Object.keys(localStorage)
			.filter((name) => name.startsWith(`${PREFIX}:${frappe.session.user}:`))
			.forEach((name) => localStorage.removeItem(name));
	},
};

const log_out = frappe.Application.prototype.logout;
frappe.Application.prototype.logout = function () {
	social_assistance.drafts.forget();
	return log_out.apply(this, arguments);
};
