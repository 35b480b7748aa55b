frappe.ui.form.on("Spot Check Run", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.run_status === "Draft") {
			if (frm.perm[0].write) frm.add_custom_button(__("Draw"), () => draw(frm)).addClass("btn-primary");
			return;
		}
		frm.disable_save();
		frm.add_custom_button(__("Repeat the Draw"), () => repeat(frm));
		const open = frm.doc.cases.filter((row) => !row.check_result).map((row) => row.application);
		const is_afterwards = frm.doc.check_kind === "After Delegated Decision";
		if (is_afterwards && open.length && frm.perm[0].write) {
			frm.add_custom_button(__("Record Result"), () => record_result(frm, open)).addClass("btn-primary");
		}
	},
});

function draw(frm) {
	frappe.confirm(__("The draw is made once and cannot be made again. Draw now?"), () =>
		frappe
			.xcall("social_assistance.api.v1.cases.spot_checks.draw_cases", { spot_check_run: frm.doc.name })
			.then(() => frm.reload_doc())
	);
}

function repeat(frm) {
	frappe
		.call({
			method: "social_assistance.api.v1.cases.spot_checks.repeat_draw",
			type: "GET",
			args: { spot_check_run: frm.doc.name },
		})
		.then(({ message: result }) => {
			const same = result.population_is_same && result.result_is_same;
			const lines = [
				`${__("Seed")}: <code>${result.seed}</code>`,
				`${__("Digest of the Population")}: <code>${result.digest}</code>`,
				`${__("Drawn")}: ${result.drawn.map(frappe.utils.escape_html).join(", ")}`,
			];
			frappe.msgprint({
				title: same
					? __("The same cases are drawn again.")
					: __("The stored result does not come out of the stored population."),
				indicator: same ? "green" : "red",
				message: lines.join("<br>"),
			});
		});
}

function record_result(frm, open) {
	const fields = [
		{
			fieldname: "application",
			fieldtype: "Select",
			label: __("Application"),
			options: open,
			default: open[0],
			reqd: 1,
		},
		{
			fieldname: "result",
			fieldtype: "Select",
			label: __("Result"),
			options: ["In Order", "Defective"].map((value) => ({ value, label: __(value) })),
			reqd: 1,
		},
		{
			fieldname: "findings",
			fieldtype: "Small Text",
			label: __("Findings"),
			mandatory_depends_on: "eval:doc.result === 'Defective'",
		},
	];
	frappe.prompt(
		fields,
		(values) =>
			frappe
				.xcall("social_assistance.api.v1.cases.spot_checks.record_result", {
					spot_check_run: frm.doc.name,
					...values,
				})
				.then(() => frm.reload_doc()),
		__("Result of the Check"),
		__("Record")
	);
}
