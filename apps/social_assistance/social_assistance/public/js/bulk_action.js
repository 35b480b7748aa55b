// One action on the rows selected in a list: choose it, see which rows it fits and why not, carry it out, read the result.
frappe.provide("social_assistance");

if (!social_assistance.bulk) {
	const API = "social_assistance.api.v1.cases.bulk_actions.";
	const LARGEST = 100;

	const table = (rows, doctype) => {
		const element = $('<table class="table table-bordered table-sm">');
		const heads = [__("No."), __("Family"), __("State"), __("Result")];
		element.append($("<tr>").append(heads.map((head) => $("<th>").text(head))));
		rows.forEach((row, index) => {
			const link = $("<a>").attr("href", frappe.utils.get_form_link(doctype, row.name)).text(row.title || row.name);
			const result = $("<td>")
				.addClass(row.ok ? "text-success" : "text-danger")
				.text(row.ok ? __("OK") : row.message);
			element.append(
				$("<tr>").append($("<td>").text(index + 1), $("<td>").append(link), $("<td>").text(__(row.state)), result)
			);
		});
		return rows.length ? element : "";
	};

	const names_of = (listview) => {
		const names = listview.get_checked_items(true);
		if (names.length > LARGEST) {
			frappe.throw(__("Choose at most {0} rows.", [LARGEST]));
		}
		return names;
	};

	const move_cases = (listview) => {
		const names = names_of(listview);
		frappe
			.call({ method: API + "choices", args: { applications: names } })
			.then(({ message }) => open_dialog(listview, "Assistance Application", names, message));
	};

	const decide_reviews = (listview) => open_dialog(listview, "Review Task", names_of(listview), null);

	const open_dialog = (listview, doctype, names, actions) => {
		if (actions && !actions.length) {
			frappe.msgprint(__("None of the selected cases has a step that you can take."));
			return;
		}
		const title = actions ? __("Move Selected Cases") : __("Decide Selected Reviews");
		const dialog = new frappe.ui.Dialog({
			title,
			size: "large",
			fields: [...(actions ? action_fields(actions) : []), remark_field(), { fieldname: "rows", fieldtype: "HTML" }],
			primary_action_label: __("Preview"),
		});
		const ask_again = () => {
			dialog.get_field("rows").$wrapper.empty();
			dialog.enable_primary_action();
			dialog.set_primary_action(__("Preview"), (values) => preview(dialog, listview, doctype, names, values, ask_again));
		};
		// What was previewed is carried out, or nothing: any change takes preview and button away.
		dialog.$wrapper.on("input change", ".form-control", ask_again);
		ask_again();
		dialog.show();
	};

	const action_fields = (actions) => [
		{
			fieldname: "action",
			fieldtype: "Select",
			label: __("Action"),
			reqd: 1,
			options: actions.map((row) => ({ value: row.action, label: `${__(row.action)} (${row.count})` })),
			default: actions[0].action,
		},
		{
			fieldname: "reason",
			fieldtype: "Select",
			label: __("Reason"),
			options: [
				{ value: "", label: "" },
				...[...new Set(actions.flatMap((row) => row.reasons))].map((value) => ({ value, label: __(value) })),
			],
		},
	];

	const remark_field = () => ({ fieldname: "remark", fieldtype: "Small Text", label: __("Remark") });

	const arguments_of = (doctype, values) =>
		doctype === "Review Task"
			? { remark: values.remark || "" }
			: { action: values.action, reason: values.reason || "", remark: values.remark || "" };

	const preview = (dialog, listview, doctype, names, values, ask_again) => {
		const method = doctype === "Review Task" ? "preview_reviews" : "preview_moves";
		const chosen = doctype === "Review Task" ? { reviews: names } : { applications: names };
		frappe
			.call({ method: API + method, args: { ...chosen, ...arguments_of(doctype, values) }, freeze: true })
			.then(({ message: rows }) => {
				const fitting = rows.filter((row) => row.ok);
				dialog.get_field("rows").$wrapper.empty().append(table(rows, doctype));
				if (!fitting.length) return;
				// The key makes a second click the same request.
				const request_key = frappe.utils.get_random(20);
				const shown = JSON.stringify(arguments_of(doctype, values));
				dialog.set_primary_action(confirm_label(doctype, values, fitting), (now) =>
					JSON.stringify(arguments_of(doctype, now)) === shown
						? start(dialog, listview, doctype, fitting, values, request_key)
						: ask_again()
				);
			});
	};

	const confirm_label = (doctype, values, rows) => {
		const label = __("Carry Out for {0}", [rows.length]);
		return values.action ? `${__(values.action)}: ${label}` : label;
	};

	const start = (dialog, listview, doctype, rows, values, request_key) => {
		dialog.disable_primary_action();
		const method = doctype === "Review Task" ? "start_reviews" : "start_moves";
		const seen = Object.fromEntries(rows.map((row) => [row.name, row.state]));
		const chosen = doctype === "Review Task" ? { reviews: seen } : { applications: seen };
		frappe
			.call({
				method: API + method,
				args: { ...chosen, ...arguments_of(doctype, values), request_key },
				freeze: true,
			})
			.then(({ message: run }) => {
				dialog.hide();
				listview.clear_checked_items();
				listview.refresh();
				frappe.set_route("Form", "Bulk Action Run", run.name);
			})
			.catch(() => dialog.enable_primary_action());
	};

	social_assistance.bulk = { table, move_cases, decide_reviews };
}
