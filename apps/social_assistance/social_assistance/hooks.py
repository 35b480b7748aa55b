app_name = "social_assistance"  # allow: SIZE-file declarations only
app_title = "Social Assistance"
app_publisher = "Social Assistance ERP contributors"
app_description = "Social assistance for district civil-affairs bureaus"
app_email = "maintainers@social-assistance.invalid"
app_license = "MIT"

app_logo_url = "/assets/social_assistance/images/logo.svg"
app_include_css = "social_assistance.bundle.css"
website_context = {
	"favicon": "/assets/social_assistance/images/logo.svg",
	"splash_image": "/assets/social_assistance/images/logo.svg",
}
boot_session = "social_assistance.overrides.boot.lead_home"

after_install = "social_assistance.setup.install.after_install"
after_migrate = "social_assistance.setup.install.after_migrate"

permission_query_conditions = {
	"Registry Person": "social_assistance.permissions.list_filters.registry_person",
	"Registry Household": "social_assistance.permissions.list_filters.registry_household",
	"Assistance Application": "social_assistance.permissions.list_filters.assistance_application",
	"Application Step": "social_assistance.permissions.list_filters.application_step",
	"Case Snapshot": "social_assistance.permissions.list_filters.case_snapshot",
	"Public Notice": "social_assistance.permissions.list_filters.public_notice",
	"Application Decision": "social_assistance.permissions.list_filters.application_decision",
	"Means Assessment": "social_assistance.permissions.list_filters.means_assessment",
	"Home Visit": "social_assistance.permissions.list_filters.home_visit",
	"Self-care Assessment": "social_assistance.permissions.list_filters.self_care_assessment",
	"Evidence Claim": "social_assistance.permissions.list_filters.evidence_claim",
	"Screening Run": "social_assistance.permissions.list_filters.screening_run",
	"Screening Candidate": "social_assistance.permissions.list_filters.screening_candidate",
	"Benefit Award": "social_assistance.permissions.list_filters.benefit_award",
	"Payment Line": "social_assistance.permissions.list_filters.payment_line",
	"Payment Difference": "social_assistance.permissions.list_filters.payment_difference",
	"Award Change": "social_assistance.permissions.list_filters.award_change",
	"Payment Hold": "social_assistance.permissions.list_filters.payment_hold",
}
has_permission = {
	"Registry Person": "social_assistance.permissions.region_scope.has_permission",
	"Registry Household": "social_assistance.permissions.region_scope.has_permission",
	"Assistance Application": "social_assistance.permissions.region_scope.has_permission",
	"Application Step": "social_assistance.permissions.region_scope.has_permission",
	"Case Snapshot": "social_assistance.permissions.region_scope.has_permission",
	"Public Notice": "social_assistance.permissions.region_scope.has_permission",
	"Application Decision": "social_assistance.permissions.region_scope.has_permission",
	"Means Assessment": "social_assistance.permissions.region_scope.has_permission",
	"Home Visit": "social_assistance.permissions.region_scope.has_permission",
	"Self-care Assessment": "social_assistance.permissions.region_scope.has_permission",
	"Evidence Claim": "social_assistance.permissions.region_scope.has_permission",
	"Screening Run": "social_assistance.permissions.region_scope.has_permission",
	"Screening Candidate": "social_assistance.permissions.region_scope.has_permission",
	"Benefit Award": "social_assistance.permissions.region_scope.has_permission",
	"Payment Line": "social_assistance.permissions.region_scope.has_permission",
	"Payment Difference": "social_assistance.permissions.region_scope.has_permission",
	"Award Change": "social_assistance.permissions.region_scope.has_permission",
	"Payment Hold": "social_assistance.permissions.region_scope.has_permission",
}

doc_events = {
	"Registry Person": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Registry Household": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Assistance Application": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Application Step": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Case Snapshot": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Public Notice": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Application Decision": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Means Assessment": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Home Visit": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Self-care Assessment": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Evidence Claim": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Screening Run": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Screening Candidate": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Benefit Award": {
		"before_insert": "social_assistance.services.scheme_rules.require_compatible",
		"validate": "social_assistance.permissions.region_scope.check_saved_values",
	},
	"Payment Line": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Payment Difference": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Award Change": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
	"Payment Hold": {"validate": "social_assistance.permissions.region_scope.check_saved_values"},
}

# Security: one gate for every request, one guard for every save, files and references (permissions/, overrides/)
auth_hooks = ["social_assistance.permissions.gate.check_request"]
rpc_gate = ["social_assistance.permissions.gate.check_callable"]
write_file = "social_assistance.overrides.file.write_file"

permission_query_conditions["File"] = "social_assistance.overrides.file.permission_query_conditions"
has_permission["File"] = "social_assistance.overrides.file.has_permission"

doc_events["*"] = {
	"before_insert": "social_assistance.permissions.document_guard.guard_insert",
	"before_validate": [
		"social_assistance.permissions.document_guard.guard_change",
		"social_assistance.overrides.file.check_attachment_fields",
	],
	"before_cancel": "social_assistance.permissions.document_guard.guard_change",
	"before_update_after_submit": [
		"social_assistance.permissions.document_guard.guard_change",
		"social_assistance.overrides.file.check_attachment_fields",
	],
	"before_rename": "social_assistance.permissions.document_guard.guard_rename",
}
doc_events["File"] = {
	"before_insert": "social_assistance.overrides.file.check_file",
	"before_validate": "social_assistance.overrides.file.check_file",
}
doc_events["Comment"] = {"validate": "social_assistance.overrides.references.check_reference"}
doc_events["Communication"] = {"validate": "social_assistance.overrides.references.check_reference"}
doc_events["DocShare"] = {"validate": "social_assistance.overrides.references.check_reference"}
doc_events["Document Follow"] = {"validate": "social_assistance.overrides.references.check_reference"}
doc_events["Reminder"] = {"validate": "social_assistance.overrides.references.check_reference"}
doc_events["Tag Link"] = {"validate": "social_assistance.overrides.references.check_reference"}
doc_events["ToDo"] = {"validate": "social_assistance.overrides.references.check_reference"}
doc_events["User"] = {"before_validate": "social_assistance.setup.desk.give_profile"}

override_whitelisted_methods = {
	"frappe.desk.doctype.event.event.get_events": "social_assistance.overrides.desk_rpc.get_events",
	"frappe.model.workflow.apply_workflow": "social_assistance.api.v1.application.apply_workflow",
	"frappe.utils.global_search.search": "social_assistance.overrides.desk_rpc.search_everywhere",
	"frappe.desk.search.get_link_title": "social_assistance.overrides.desk_rpc.get_link_title",
	"frappe.core.doctype.user_permission.user_permission.get_user_permissions": (
		"social_assistance.overrides.desk_rpc.get_user_permissions"
	),
	"frappe.desk.notifications.get_open_count": "social_assistance.overrides.desk_rpc.get_open_count",
	"frappe.desk.like.toggle_like": "social_assistance.overrides.desk_rpc.toggle_like",
	"frappe.desk.doctype.tag.tag.add_tag": "social_assistance.overrides.desk_rpc.add_tag",
	"frappe.desk.doctype.tag.tag.add_tags": "social_assistance.overrides.desk_rpc.add_tags",
	"frappe.desk.doctype.tag.tag.remove_tag": "social_assistance.overrides.desk_rpc.remove_tag",
	"frappe.desk.doctype.tag.tag.get_documents_for_tag": (
		"social_assistance.overrides.desk_rpc.get_documents_for_tag"
	),
	"frappe.desk.form.linked_with.get": "social_assistance.overrides.desk_rpc.get_linked",
	"frappe.desk.form.linked_with.get_submitted_linked_docs": (
		"social_assistance.overrides.desk_rpc.get_submitted_linked_docs"
	),
	"frappe.desk.form.linked_with.cancel_all_linked_docs": (
		"social_assistance.overrides.desk_rpc.cancel_all_linked_docs"
	),
	"frappe.desk.form.assign_to.add": "social_assistance.overrides.desk_rpc.assign",
	"frappe.desk.form.assign_to.add_multiple": "social_assistance.overrides.desk_rpc.assign_multiple",
	"frappe.desk.form.assign_to.remove": "social_assistance.overrides.desk_rpc.unassign",
}

# Documents with scripts, styles or outside services in them, which Frappe lets every desk user write
manager_only_doctypes = [
	"Connected App",
	"Custom HTML Block",
	"Dashboard Chart",
	"Google Calendar",
	"Google Contacts",
	"Number Card",
	"Token Cache",
]

# Fields that only `permissions.transition_token.allow_transition` may open
protected_document_fields = {
	"Assistance Application": [
		"workflow_state",
		"docstatus",
		"current_step",
		"step_due_on",
		"overall_due_on",
		"process_template",
		"policy_version",
		"acceptance_no",
		"accepted_on",
		"correction_sent_on",
		"correction_items",
		"is_returned",
		"kin_matched",
		"county_visit_required",
		"spot_check",
		"case_status",
		"means_assessment",
		"proposed_amount",
		"application_decision",
		"decided_amount",
		"benefit_award",
		"next_review_on",
		"archive_no",
		"retain_until",
		"open_case_key",
	],
	"Application Decision": [
		"application",
		"decision_no",
		"outcome",
		"decided_on",
		"decided_by",
		"monthly_amount",
		"start_month",
	],
	"Case Snapshot": ["application", "step_code", "facts", "facts_digest"],
	"Process Template": ["template_status"],
}

# Payment: what only its services write, the invariants of the money, and runs whose worker died
protected_document_fields["Screening Run"] = [
	"run_status",
	"household_count",
	"candidate_count",
	"cursor_key",
]
protected_document_fields["Screening Candidate"] = [
	"candidate_status",
	"scheme",
	"household",
	"person",
	"application",
	"refusal_reason",
	"candidate_key",
]
protected_document_fields["Benefit Award"] = [
	"award_no",
	"scheme",
	"household",
	"person",
	"payee",
	"division",
	"award_status",
	"start_month",
	"end_month",
	"monthly_amount",
	"amounts",
	"bank_name",
	"bank_account",
	"account_verified_on",
	"application_decision",
	"open_award_key",
]
protected_document_fields["Payment Run"] = [
	"run_status",
	"progress",
	"previewed_on",
	"approved_by",
	"approved_on",
	"executed_on",
	"award_count",
	"due_amount",
	"held_count",
	"held_amount",
	"line_count",
	"line_amount",
	"filed_amount",
	"file_count",
	"returned_amount",
	"preview_data",
	"preview_print",
	"approved_print",
	"cursor_key",
	"stop_requested",
]
protected_document_fields["Award Rerating Run"] = [
	"run_status",
	"progress",
	"approved_by",
	"approved_on",
	"award_count",
	"person_count",
	"amount_before",
	"amount_after",
	"average_before",
	"average_after",
	"arrears_amount",
	"overpaid_amount",
	"preview_data",
	"preview_print",
	"approved_print",
	"cursor_key",
]
protected_document_fields["Payment Hold"] = [
	"hold_status",
	"released_by",
	"released_on",
	"release_remark",
	"hold_key",
]
protected_document_fields["Bank File"] = [
	"payment_run",
	"file_status",
	"row_count",
	"total_amount",
	"file",
	"file_digest",
	"file_key",
]
assist_checks = [
	"social_assistance.engines.verify_payments.payment_runs",
	"social_assistance.engines.verify_payments.awards_paid",
	"social_assistance.engines.verify_payments.payment_lines",
	"social_assistance.engines.verify_payments.bank_files",
	"social_assistance.engines.verify_payments.sealed_columns",
	"social_assistance.engines.verify_charity.donations",
]
scheduler_events = {"cron": {"*/5 * * * *": ["social_assistance.scheduled.resume_payment_runs"]}}

# Charity: partners see their own records, and needs whose households consented
permission_query_conditions["Charity Partner"] = "social_assistance.permissions.charity_scope.charity_partner"
has_permission["Charity Partner"] = "social_assistance.permissions.charity_scope.has_permission"
permission_query_conditions["Charity Donation"] = (
	"social_assistance.permissions.charity_scope.charity_donation"
)
has_permission["Charity Donation"] = "social_assistance.permissions.charity_scope.has_permission"
permission_query_conditions["Charity Disbursement"] = (
	"social_assistance.permissions.charity_scope.charity_disbursement"
)
has_permission["Charity Disbursement"] = "social_assistance.permissions.charity_scope.has_permission"
permission_query_conditions["Charity Need"] = "social_assistance.permissions.charity_scope.charity_need"
has_permission["Charity Need"] = "social_assistance.permissions.charity_scope.has_need_permission"
protected_document_fields["Charity Donation"] = [
	"receipt_no",
	"receipt_token",
	"disbursed_amount",
	"balance_amount",
]
protected_document_fields["Charity Need"] = ["received_amount", "need_status"]
public_pages = ["donation-check"]

# Registry: masked numbers with a button to look at them, and a history without what they hide
doctype_js = {
	"Registry Person": "public/js/sealed_fields.js",
	"Registry Household": "public/js/sealed_fields.js",
	"Staff Assignment": "public/js/sealed_fields.js",
	"Benefit Award": "public/js/sealed_fields.js",
	"Payment Line": "public/js/sealed_fields.js",
	"Charity Partner": "public/js/sealed_fields.js",
	"Charity Donation": "public/js/sealed_fields.js",
}
doc_events["Version"] = {"before_insert": "social_assistance.overrides.version.hide_protected_values"}
permission_query_conditions["Household Transfer"] = (
	"social_assistance.permissions.registry_scope.household_transfer"
)
has_permission["Household Transfer"] = "social_assistance.permissions.registry_scope.has_permission"
permission_query_conditions["Person Merge Entry"] = (
	"social_assistance.permissions.registry_scope.person_merge_entry"
)
has_permission["Person Merge Entry"] = "social_assistance.permissions.region_scope.has_permission"
permission_query_conditions["Registry Import Run"] = (
	"social_assistance.permissions.registry_scope.registry_import_run"
)
has_permission["Registry Import Run"] = "social_assistance.permissions.region_scope.has_permission"
doc_events["Registry Import Run"] = {
	"validate": "social_assistance.permissions.region_scope.check_saved_values"
}
scheduler_events["daily"] = ["social_assistance.scheduled.refresh_staff_areas"]
