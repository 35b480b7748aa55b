// On every document that a background worker finishes: how its work stands, in words, and Resume, Stop and Drop.
frappe.provide("social_assistance");

if (!social_assistance.run_controls) {
	const API = "social_assistance.api.v1.runs.presses.";
	const RUNS = [
		"Award Rerating Run",
		"Bulk Action Run",
		"Clock Profile",
		"Holiday Calendar",
		"Payment Run",
		"Registry Import Run",
		"Review Campaign Run",
		"Screening Run",
	];
	const LOOK_AGAIN_MS = 15000;

	const presses = () => ({
		Resume: { label: __("Resume Run"), method: "resume_run" },
		Stop: { label: __("Stop Run"), method: "stop_run" },
		Drop: {
			label: __("Drop Run"),
			method: "drop_run",
			question: __("Give this work up? You will be told what of it stays."),
		},
	});

	const about = (frm) => ({ doctype: frm.doctype, name: frm.docname });

	const press = async (frm, { method, question }) => {
		const carry_out = async () => {
			const words = await frappe.xcall(API + method, about(frm));
			frappe.msgprint({ title: __("What Was Done"), message: frappe.utils.escape_html(words), indicator: "blue" });
			return frm.reload_doc();
		};
		return question ? frappe.confirm(question, carry_out) : carry_out();
	};

	const colour = (standing) => {
		if (standing.is_abandoned || standing.state === "Failed") return "red";
		return standing.state === "Stopped" ? "orange" : "blue";
	};

	const draw = (frm, standing) => {
		frm.dashboard.wrapper?.find(".run-standing").remove();
		Object.values(presses()).forEach(({ label }) => frm.remove_custom_button(label));
		if (!standing.words) return;
		const text = `<span class="run-standing">${frappe.utils.escape_html(standing.words)}</span>`;
		frm.dashboard.set_headline(text, colour(standing));
		standing.presses.forEach((name) => frm.add_custom_button(presses()[name].label, () => press(frm, presses()[name])));
	};

	const is_shown = (frm, name) => {
		const [view, doctype, shown] = frappe.get_route();
		return view === "Form" && doctype === frm.doctype && shown === name && frm.docname === name;
	};

	// A worker that dies tells nobody: while work is under way the form asks now and then.
	const look = async (frm, name) => {
		if (!is_shown(frm, name)) return;
		const { message } = await frappe.call({ method: API + "get_standing", type: "GET", args: about(frm) });
		if (!is_shown(frm, name)) return;
		const standing = message || {};
		draw(frm, standing);
		clearTimeout(frm.run_look);
		if (["Waiting", "Working"].includes(standing.state)) frm.run_look = setTimeout(() => look(frm, name), LOOK_AGAIN_MS);
	};

	RUNS.forEach((doctype) =>
		frappe.ui.form.on(doctype, {
			refresh(frm) {
				if (!frm.is_new()) look(frm, frm.docname);
			},
		})
	);
	social_assistance.run_controls = { look };
}
