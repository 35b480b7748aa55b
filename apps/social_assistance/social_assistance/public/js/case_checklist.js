// The checklist of a case: each line with the button that puts it right; papers and signatures without a typed key.
frappe.provide("social_assistance");

if (!social_assistance.case_checklist) {
	const OTHER = "other_paper";

	const save = (frm) => frm.save();

	// A paper is a row of the evidence table; the row that waits for it is taken before a new one is made.
	const put_on_file = (frm, line, values) => {
		const waiting = (frm.doc.evidence || []).find(
			(row) => row.evidence_key === line.key && !row.file && !row.document_no && !row.defect
		);
		const row = waiting || frm.add_child("evidence", { evidence_key: line.key, description: line.label });
		Object.assign(row, values);
		frm.refresh_field("evidence");
		frm.dirty();
		return save(frm);
	};

	const upload = (frm, line) =>
		new frappe.ui.FileUploader({
			doctype: frm.doctype,
			docname: frm.docname,
			dialog_title: line.label,
			allow_multiple: false,
			disable_file_browser: true,
			on_success: (file) =>
				put_on_file(frm, line, { file: file.file_url, source: line.ask_citizen ? "Citizen" : "Staff" }),
		});

	const register = (frm, line) => {
		const sources = ["Platform", "Citizen", "Staff", "Not Needed"];
		const dialog = new frappe.ui.Dialog({
			title: line.label,
			fields: [
				{
					fieldname: "source",
					fieldtype: "Select",
					label: __("Source"),
					reqd: 1,
					options: sources.map((value) => ({ value, label: __(value) })),
					default: line.from_platform || line.key === "verification_report" ? "Platform" : "Citizen",
				},
				{ fieldname: "document_no", fieldtype: "Data", label: __("Document No.") },
				{
					fieldname: "document_date",
					fieldtype: "Date",
					label: __("Date"),
					default: frappe.datetime.get_today(),
				},
			],
			primary_action_label: __("Record"),
			primary_action: (values) => put_on_file(frm, line, values).then(() => dialog.hide()),
		});
		dialog.show();
	};

	const sign = (frm, signers) => {
		const waiting = signers.filter((row) => !row.pledge_signed || !row.authorisation_signed);
		const fields = [
			{ fieldname: "signed_on", fieldtype: "Date", label: __("Signed On"), reqd: 1, default: frappe.datetime.get_today() },
		];
		waiting.forEach((row, index) =>
			fields.push(
				{ fieldtype: "Section Break", label: row.person_name },
				{ fieldname: `pledge_${index}`, fieldtype: "Check", label: __("Pledge Signed"), default: row.pledge_signed },
				{ fieldtype: "Column Break" },
				{
					fieldname: `authorisation_${index}`,
					fieldtype: "Check",
					label: __("Authorisation Signed"),
					default: row.authorisation_signed,
				},
				{ fieldtype: "Column Break" },
				{ fieldname: `scan_${index}`, fieldtype: "Attach", label: __("Scan") }
			)
		);
		const dialog = new frappe.ui.Dialog({
			title: __("Pledges and Authorisations"),
			fields,
			primary_action_label: __("Record"),
			primary_action(values) {
				const signed = waiting
					.map(({ person }, index) => ({
						person,
						index,
						pledge: values[`pledge_${index}`],
						authorisation: values[`authorisation_${index}`],
					}))
					.filter((row) => row.pledge || row.authorisation);
				if (!signed.length) frappe.throw(__("Tick what is signed."));
				signed.forEach((row) => keep_signature(frm, values, row));
				frm.refresh_field("consents");
				frm.dirty();
				return save(frm).then(() => dialog.hide());
			},
		});
		dialog.show();
	};

	const keep_signature = (frm, values, { person, index, pledge, authorisation }) => {
		const known = (frm.doc.consents || []).find((row) => row.person === person && row.capacity === "Household Member");
		const row = known || frm.add_child("consents", { person, capacity: "Household Member", signature_kind: "Paper" });
		row.pledge_signed = pledge ? 1 : 0;
		row.authorisation_signed = authorisation ? 1 : 0;
		row.signed_on = values.signed_on;
		row.signature_file = values[`scan_${index}`] || row.signature_file;
	};

	const go_to = (fieldname) => (frm) => frm.scroll_to_field(fieldname);
	const begin = (doctype, values) => (frm) =>
		frappe.new_doc(doctype, { application: frm.doc.name, ...(values ? values(frm) : {}) });
	const assess = (frm) =>
		frappe
			.xcall("social_assistance.api.v1.means.assessments.start_assessment", { application: frm.doc.name })
			.then((name) => frappe.set_route("Form", "Means Assessment", name));

	// Where a line is put right that neither is a paper nor has a document yet; a third word is what has to be created.
	const PLACES = {
		policy_told: [__("Fill In"), go_to("policy_told_on")],
		applicant_wish: [__("Fill In"), go_to("applicant_wish")],
		household_members: [__("Fill In"), go_to("members")],
		source_checklist: [__("Fill In"), go_to("evidence")],
		kin_declaration: [__("Fill In"), go_to("kin_declared")],
		home_visit: [__("Plan Home Visit"), (frm) => frm.trigger("plan_visit"), "Home Visit"],
		district_visit: [__("Plan Home Visit"), (frm) => frm.trigger("plan_visit"), "Home Visit"],
		appraisal_record: [__("Record Appraisal"), begin("Democratic Appraisal"), "Democratic Appraisal"],
		means_assessment: [__("Start Means Assessment"), assess, "Means Assessment"],
		township_opinion: [__("Fill In"), go_to("township_opinion")],
		defects_answered: [__("Fill In"), go_to("file_checks")],
		preliminary_notice: [__("Post Notice"), begin("Public Notice", () => ({ notice_kind: "Preliminary" })), "Public Notice"],
		result_notice: [__("Post Notice"), begin("Public Notice", () => ({ notice_kind: "Result" })), "Public Notice"],
		file_checklist: [__("Fill In"), go_to("file_checks")],
		district_opinion: [__("Fill In"), go_to("district_opinion")],
		review_opinion: [__("Fill In"), go_to("district_opinion")],
		decision_grounds: [__("Fill In"), go_to("district_opinion_text")],
		payment_filed: [__("Payment Runs"), () => frappe.set_route("List", "Payment Run"), "Payment Run"],
		review_sheet: [
			__("Start Review"),
			(frm) => frappe.new_doc("Review Task", { award: frm.doc.benefit_award, review_cause: "Reported Change" }),
			"Review Task",
		],
		exit_grounds: [__("Fill In"), go_to("exit_reason")],
	};

	const may_read = (line) => frappe.model.can_read(line.doctype);

	const buttons_of = (frm, line, standing) => {
		if (line.is_met) return [];
		// Who may not move the case may not add to it either; documents beside it have their own permissions.
		if (line.is_paper && !standing.actions.length) return [];
		if (standing.signers.length && ["pledges", "authorisations"].includes(line.key)) {
			return [[__("Record Signatures"), () => sign(frm, standing.signers)]];
		}
		if (line.is_paper) {
			return [
				[__("Upload"), () => upload(frm, line)],
				[__("Number or Source"), () => register(frm, line)],
			];
		}
		if (line.name) return may_read(line) ? [[__("Open the Record"), () => frappe.set_route("Form", line.doctype, line.name)]] : [];
		const [label, act, doctype] = PLACES[line.key] || [];
		const may = doctype ? frappe.model.can_create(doctype) : standing.actions.length;
		return label && may ? [[label, () => act(frm)]] : [];
	};

	const draw_line = (frm, line, standing) => {
		const item = $("<li>").addClass(line.is_met ? "met" : "missing").attr("data-key", line.key);
		item.append($("<span>").text(`${line.is_met ? "✓" : "✗"} ${line.label} `));
		if (line.is_met) return item;
		const who = line.ask_citizen ? __("to be brought by the family") : __("to be recorded by staff");
		item.append($("<small>").text([who, line.lacks].filter(Boolean).join(" · ")), " ");
		buttons_of(frm, line, standing).forEach(([label, act]) =>
			item.append($('<button type="button" class="btn btn-xs btn-default">').text(label).on("click", act), " ")
		);
		return item;
	};

	const draw = (frm, standing) => {
		const list = $('<ul class="assist-checklist">');
		standing.checklist.forEach((line) => list.append(draw_line(frm, line, standing)));
		if (standing.actions.length && !frm.doc.accepted_on) {
			const other = { key: OTHER, label: __("Another Paper"), ask_citizen: true };
			const button = $('<button type="button" class="btn btn-xs btn-default">').text(__("Ask for or Add Another Paper"));
			list.append($("<li>").append(button.on("click", () => add_other(frm, other))));
		}
		return list;
	};

	const add_other = (frm, line) =>
		frappe.prompt(
			[
				{ fieldname: "description", fieldtype: "Data", label: __("Name of the Paper"), reqd: 1 },
				{ fieldname: "file", fieldtype: "Attach", label: __("File") },
			],
			(values) => {
				frm.add_child("evidence", { evidence_key: line.key, source: "Citizen", ...values });
				frm.refresh_field("evidence");
				frm.dirty();
				return save(frm);
			},
			line.label,
			__("Record")
		);

	// The table names papers as the checklist does; nobody types or reads a key.
	const name_papers = (frm, papers) => {
		const labels = Object.fromEntries([...papers, { key: OTHER, label: __("Another Paper") }].map((row) => [row.key, row.label]));
		(frm.doc.evidence || []).forEach((row) => (labels[row.evidence_key] ??= row.description || row.evidence_key));
		const grid = frm.get_field("evidence").grid;
		const options = Object.entries(labels).map(([value, label]) => ({ value, label }));
		grid.update_docfield_property("evidence_key", "options", options);
		grid.update_docfield_property("evidence_key", "formatter", (value) => frappe.utils.escape_html(labels[value] || ""));
	};

	social_assistance.case_checklist = { draw, name_papers };
}
