"""What Frappe calls of this app, written out: a search for a DocType finds what is hooked to it."""  # allow: SIZE-file one hook table, nothing to split

app_name = "social_assistance"
app_title = "Social Assistance"
app_publisher = "Social Assistance ERP contributors"
app_description = "Social assistance for district civil-affairs bureaus"
app_email = "maintainers@social-assistance.invalid"
app_license = "MIT"

app_logo_url = "/assets/social_assistance/images/logo.svg"
app_include_css = "social_assistance.bundle.css"
app_include_js = "social_assistance.bundle.js"
page_js = {"print": "public/js/print_page.js"}
website_context = {
	"favicon": "/assets/social_assistance/images/logo.svg",
	"splash_image": "/assets/social_assistance/images/logo.svg",
}
after_request = [
	"social_assistance.overrides.busy_responses.explain_busy_response",
	"social_assistance.overrides.answer_headers.complete",
]
on_login = "social_assistance.permissions.login_attempts.admit"
before_job = [
	"social_assistance.jobs.set_user_language",
	"social_assistance.jobs.forget_dead_sweep",
]
boot_session = [
	"social_assistance.overrides.boot.set_breadcrumb_workspaces",
	"social_assistance.overrides.boot.drop_closed_menu_entries",
	"social_assistance.overrides.boot.drop_closed_kinds",
	"social_assistance.overrides.boot.name_closed_calls",
	"social_assistance.overrides.stored_names.name_stored_fields",
]
extend_bootinfo = "social_assistance.overrides.boot.drop_closed_titles"

after_install = [
	"social_assistance.setup.install.after_install",
	"social_assistance.setup.seed_funds.seed_accounts",
	"social_assistance.setup.seed_funds.seed_sources",
	"social_assistance.setup.seed_funds.seed_layout",
	"social_assistance.setup.seed_charity.seed_rules",
]
after_migrate = [
	"social_assistance.setup.install.after_migrate",
	"social_assistance.setup.seed_funds.seed_accounts",
	"social_assistance.setup.seed_funds.seed_sources",
	"social_assistance.setup.seed_funds.seed_layout",
	"social_assistance.setup.seed_charity.seed_rules",
]

# Who sees which rows: list filter and document check of each DocType; townships by division, partners by their own
permission_query_conditions = {
	"Application Decision": "social_assistance.permissions.list_filters.application_decision",
	"Application Step": "social_assistance.permissions.list_filters.application_step",
	"Assistance Application": "social_assistance.permissions.list_filters.assistance_application",
	"Award Change": "social_assistance.permissions.list_filters.award_change",
	"Bank Account Change": "social_assistance.permissions.list_filters.bank_account_change",
	"Benefit Award": "social_assistance.permissions.list_filters.benefit_award",
	"Campaign Amendment": "social_assistance.permissions.list_filters.campaign_amendment",
	"Case Snapshot": "social_assistance.permissions.list_filters.case_snapshot",
	"Category Payment Entry": "social_assistance.permissions.list_filters.category_payment_entry",
	"Medical Cost Cap": "social_assistance.permissions.list_filters.medical_cost_cap",
	"Funeral Aid": "social_assistance.permissions.list_filters.funeral_aid",
	"Charity Campaign": "social_assistance.permissions.list_filters.charity_campaign",
	"Charity Disbursement": "social_assistance.permissions.list_filters.charity_disbursement",
	"Charity Donation": "social_assistance.permissions.list_filters.charity_donation",
	"Charity Donor": "social_assistance.permissions.list_filters.charity_donor",
	"Charity Need": "social_assistance.permissions.charity_scope.filter_charity_needs",
	"Charity Partner": "social_assistance.permissions.charity_scope.filter_charity_partners",
	"Charity Receipt": "social_assistance.permissions.list_filters.charity_receipt",
	"Charity Refund": "social_assistance.permissions.list_filters.charity_refund",
	"Clock Entry": "social_assistance.permissions.list_filters.clock_entry",
	"Democratic Appraisal": "social_assistance.permissions.list_filters.democratic_appraisal",
	"Evidence Claim": "social_assistance.permissions.list_filters.evidence_claim",
	"File": "social_assistance.overrides.file.permission_query_conditions",
	"Fund Allocation": "social_assistance.permissions.list_filters.fund_allocation",
	"Fund Budget": "social_assistance.permissions.list_filters.fund_budget",
	"Fund Ledger Entry": "social_assistance.permissions.list_filters.fund_ledger_entry",
	"Goods Stock Entry": "social_assistance.permissions.list_filters.goods_stock_entry",
	"Home Visit": "social_assistance.permissions.list_filters.home_visit",
	"Household Transfer": "social_assistance.permissions.registry_scope.filter_household_transfers",
	"Institution Stay": "social_assistance.permissions.list_filters.institution_stay",
	"Means Assessment": "social_assistance.permissions.list_filters.means_assessment",
	"Notice Objection": "social_assistance.permissions.list_filters.notice_objection",
	"Overpayment Recovery": "social_assistance.permissions.list_filters.overpayment_recovery",
	"Payment Difference": "social_assistance.permissions.list_filters.payment_difference",
	"Payment Hold": "social_assistance.permissions.list_filters.payment_hold",
	"Payment Line": "social_assistance.permissions.list_filters.payment_line",
	"Person Merge Entry": "social_assistance.permissions.registry_scope.filter_person_merges",
	"Protection Mark": "social_assistance.permissions.list_filters.protection_mark",
	"Public Notice": "social_assistance.permissions.list_filters.public_notice",
	"Recovery Receipt": "social_assistance.permissions.list_filters.recovery_receipt",
	"Recovery Write-off": "social_assistance.permissions.list_filters.recovery_write_off",
	"Registry Household": "social_assistance.permissions.list_filters.registry_household",
	"Registry Import Run": "social_assistance.permissions.registry_scope.filter_import_runs",
	"Registry Person": "social_assistance.permissions.list_filters.registry_person",
	"Review Task": "social_assistance.permissions.list_filters.review_task",
	"Screening Candidate": "social_assistance.permissions.list_filters.screening_candidate",
	"Screening Run": "social_assistance.permissions.list_filters.screening_run",
	"Self-care Assessment": "social_assistance.permissions.list_filters.self_care_assessment",
	"Spot Check Run": "social_assistance.permissions.list_filters.spot_check_run",
	"User": "social_assistance.permissions.charity_scope.staff_directory",
	"Wish Claim": "social_assistance.permissions.list_filters.wish_claim",
}
has_permission = {
	"Application Decision": "social_assistance.permissions.region_scope.has_permission",
	"Application Step": "social_assistance.permissions.region_scope.has_permission",
	"Assistance Application": "social_assistance.permissions.region_scope.has_permission",
	"Award Change": "social_assistance.permissions.region_scope.has_permission",
	"Bank Account Change": "social_assistance.permissions.region_scope.has_permission",
	"Benefit Award": "social_assistance.permissions.region_scope.has_permission",
	"Campaign Amendment": "social_assistance.permissions.charity_scope.has_permission",
	"Case Snapshot": "social_assistance.permissions.region_scope.has_permission",
	"Category Payment Entry": "social_assistance.permissions.region_scope.has_permission",
	"Medical Cost Cap": "social_assistance.permissions.region_scope.has_permission",
	"Funeral Aid": "social_assistance.permissions.region_scope.has_permission",
	"Charity Campaign": "social_assistance.permissions.charity_scope.has_permission",
	"Charity Disbursement": "social_assistance.permissions.charity_scope.has_local_permission",
	"Charity Donation": "social_assistance.permissions.charity_scope.has_permission",
	"Charity Donor": "social_assistance.permissions.charity_scope.has_permission",
	"Charity Need": "social_assistance.permissions.charity_scope.has_need_permission",
	"Charity Partner": "social_assistance.permissions.charity_scope.has_permission",
	"Charity Receipt": "social_assistance.permissions.charity_scope.has_permission",
	"Charity Refund": "social_assistance.permissions.charity_scope.has_permission",
	"Clock Entry": "social_assistance.permissions.region_scope.has_permission",
	"Democratic Appraisal": "social_assistance.permissions.region_scope.has_permission",
	"Evidence Claim": "social_assistance.permissions.region_scope.has_permission",
	"File": "social_assistance.overrides.file.has_permission",
	"Fund Allocation": "social_assistance.permissions.region_scope.has_permission",
	"Fund Budget": "social_assistance.permissions.region_scope.has_permission",
	"Fund Ledger Entry": "social_assistance.permissions.region_scope.has_permission",
	"Goods Stock Entry": "social_assistance.permissions.charity_scope.has_permission",
	"Home Visit": "social_assistance.permissions.region_scope.has_permission",
	"Household Transfer": "social_assistance.permissions.registry_scope.has_permission",
	"Institution Stay": "social_assistance.permissions.region_scope.has_permission",
	"Means Assessment": "social_assistance.permissions.region_scope.has_permission",
	"Notice Objection": "social_assistance.permissions.region_scope.has_permission",
	"Overpayment Recovery": "social_assistance.permissions.region_scope.has_permission",
	"Payment Difference": "social_assistance.permissions.region_scope.has_permission",
	"Payment Hold": "social_assistance.permissions.region_scope.has_permission",
	"Payment Line": "social_assistance.permissions.region_scope.has_permission",
	"Person Merge Entry": "social_assistance.permissions.region_scope.has_permission",
	"Protection Mark": "social_assistance.permissions.region_scope.has_permission",
	"Public Notice": "social_assistance.permissions.region_scope.has_permission",
	"Recovery Receipt": "social_assistance.permissions.region_scope.has_permission",
	"Recovery Write-off": "social_assistance.permissions.region_scope.has_permission",
	"Registry Household": "social_assistance.permissions.region_scope.has_permission",
	"Registry Import Run": "social_assistance.permissions.region_scope.has_permission",
	"Registry Person": "social_assistance.permissions.region_scope.has_permission",
	"Review Task": "social_assistance.permissions.region_scope.has_permission",
	"Screening Candidate": "social_assistance.permissions.region_scope.has_permission",
	"Screening Run": "social_assistance.permissions.region_scope.has_permission",
	"Self-care Assessment": "social_assistance.permissions.region_scope.has_permission",
	"Spot Check Run": "social_assistance.permissions.region_scope.has_permission",
	"User": "social_assistance.permissions.charity_scope.has_staff_permission",
	"Wish Claim": "social_assistance.permissions.charity_scope.has_local_permission",
}

# Security: one gate for every request, one guard for every save, files and references (permissions/, overrides/)
auth_hooks = ["social_assistance.permissions.gate.check_request"]
rpc_gate = ["social_assistance.permissions.gate.check_callable"]
write_file = "social_assistance.overrides.file.write_file"

doc_events = {
	"*": {
		"before_insert": [
			"social_assistance.overrides.typed_numbers.read_numbers",
			"social_assistance.permissions.document_guard.guard_insert",
		],
		"after_insert": "social_assistance.overrides.file.adopt_uploads",
		"before_validate": [
			"social_assistance.overrides.typed_numbers.read_numbers",
			"social_assistance.permissions.document_guard.guard_change",
			"social_assistance.permissions.named_families.check_named",
			"social_assistance.overrides.file.check_attachment_fields",
			"social_assistance.overrides.free_text.hide_numbers",
		],
		"validate": [
			"social_assistance.permissions.field_guard.guard_derived",
			"social_assistance.permissions.region_scope.check_saved_values",
			"social_assistance.overrides.act_days.check_days",
			"social_assistance.services.privacy.encrypted_fields.refuse_retired_keys",
		],
		"before_cancel": "social_assistance.permissions.document_guard.guard_change",
		"before_update_after_submit": [
			"social_assistance.overrides.typed_numbers.read_numbers",
			"social_assistance.permissions.document_guard.guard_change",
			"social_assistance.permissions.named_families.check_named",
			"social_assistance.overrides.file.check_attachment_fields",
			"social_assistance.overrides.free_text.hide_numbers",
		],
		"before_rename": "social_assistance.permissions.document_guard.guard_rename",
		"on_change": "social_assistance.overrides.live_lists.keep_lists_quiet",
	},
	"Activity Log": {"after_insert": "social_assistance.permissions.login_attempts.count_failure"},
	"Comment": {
		"before_insert": "social_assistance.overrides.free_text.name_author",
		"validate": "social_assistance.overrides.references.check_reference",
	},
	"Communication": {"validate": "social_assistance.overrides.references.check_reference"},
	"DocShare": {"validate": "social_assistance.overrides.references.check_reference"},
	"Document Follow": {"validate": "social_assistance.overrides.references.check_reference"},
	"Event": {"before_insert": "social_assistance.overrides.references.refuse_oversight"},
	"File": {
		"before_insert": [
			"social_assistance.overrides.references.refuse_oversight",
			"social_assistance.overrides.file.check_file",
		],
		"before_validate": "social_assistance.overrides.file.check_file",
	},
	"Kanban Board": {"before_insert": "social_assistance.overrides.references.refuse_oversight"},
	"Note": {"before_insert": "social_assistance.overrides.references.refuse_oversight"},
	"Reminder": {"validate": "social_assistance.overrides.references.check_reference"},
	"Report": {"validate": "social_assistance.overrides.references.check_report"},
	"Tag": {
		"before_insert": [
			"social_assistance.overrides.references.refuse_oversight",
			"social_assistance.overrides.free_text.refuse_numbers",
		]
	},
	"Tag Link": {"validate": "social_assistance.overrides.references.check_reference"},
	"ToDo": {"validate": "social_assistance.overrides.references.check_reference"},
	"User": {
		"before_validate": [
			"social_assistance.setup.desk.assign_module_profile",
			"social_assistance.setup.desk.remember_asked_roles",
		],
		"validate": "social_assistance.setup.desk.keep_asked_roles",
	},
	"Version": {"before_insert": "social_assistance.overrides.version.hide_protected_values"},
}

override_whitelisted_methods = {
	"frappe.desk.doctype.event.event.get_events": "social_assistance.overrides.desk_rpc.get_events",
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": (
		"social_assistance.overrides.desk_helpers.change_documents"
	),
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": (
		"social_assistance.overrides.desk_helpers.get_chart"
	),
	"frappe.desk.form.load.get_user_info_for_viewers": (
		"social_assistance.overrides.desk_helpers.get_user_info_for_viewers"
	),
	"frappe.desk.form.utils.get_next": "social_assistance.overrides.desk_helpers.get_next",
	"frappe.desk.treeview.add_node": "social_assistance.overrides.desk_helpers.add_node",
	"frappe.model.workflow.apply_workflow": "social_assistance.api.v1.cases.applications.apply_workflow",
	"frappe.model.workflow.bulk_workflow_approval": (
		"social_assistance.api.v1.cases.applications.apply_workflow_to_many"
	),
	"frappe.utils.global_search.search": "social_assistance.overrides.desk_rpc.search_everywhere",
	"frappe.client.insert": "social_assistance.overrides.desk_rpc.insert_document",
	"frappe.client.save": "social_assistance.overrides.desk_rpc.save_document",
	"frappe.client.set_value": "social_assistance.overrides.desk_rpc.set_document_value",
	"frappe.client.submit": "social_assistance.overrides.desk_rpc.submit_document",
	"frappe.client.validate_link": "social_assistance.overrides.desk_rpc.validate_link",
	"frappe.desk.search.get_names_for_mentions": (
		"social_assistance.overrides.desk_rpc.get_names_for_mentions"
	),
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
	"frappe.desk.form.load.getdoc": "social_assistance.overrides.timeline.get_form_document",
	"frappe.desk.form.load.get_docinfo": "social_assistance.overrides.timeline.get_docinfo",
	"frappe.desk.form.save.savedocs": "social_assistance.overrides.timeline.save_form_document",
	"frappe.desk.form.assign_to.add": "social_assistance.overrides.desk_rpc.assign_document",
	"frappe.desk.form.assign_to.add_multiple": "social_assistance.overrides.desk_rpc.assign_documents",
	"frappe.desk.form.assign_to.remove": "social_assistance.overrides.desk_rpc.unassign_document",
}

# Link fields over the large registers
standard_queries = {
	"Assistance Application": "social_assistance.overrides.link_search.search_links",
	"Benefit Award": "social_assistance.overrides.link_search.search_links",
	"Registry Household": "social_assistance.overrides.link_search.search_links",
	"Registry Person": "social_assistance.overrides.link_search.search_links",
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

# The invariants that `assist verify` proves
assist_checks = [
	"social_assistance.engines.verify.funds.check_vouchers",
	"social_assistance.engines.verify.funds.check_run_vouchers",
	"social_assistance.engines.verify.funds.check_closed_periods",
	"social_assistance.engines.verify.funds.check_recoveries",
	"social_assistance.engines.verify.award_backing.awards_backed",
	"social_assistance.engines.verify.awards.people_covered",
	"social_assistance.engines.verify.awards.ends_kept",
	"social_assistance.engines.verify.awards.residence_classes",
	"social_assistance.engines.verify.payments.check_payment_runs",
	"social_assistance.engines.verify.payments.check_awards_paid",
	"social_assistance.engines.verify.payments.check_payment_lines",
	"social_assistance.engines.verify.payments.check_bank_files",
	"social_assistance.engines.verify.payments.check_encrypted_columns",
	"social_assistance.engines.verify.category_payments.check_category_payments",
	"social_assistance.engines.verify.granted_sums.check_granted_sums",
	"social_assistance.engines.verify.data_keys.check_data_keys",
	"social_assistance.engines.verify.one_hand.checks",
	"social_assistance.engines.verify.runs.check_standing_runs",
	"social_assistance.engines.verify.charity.check_donations",
	"social_assistance.engines.verify.charity.check_goods_stock",
	"social_assistance.engines.verify.charity.check_wishes",
	"social_assistance.engines.verify.campaigns.check_campaigns",
	"social_assistance.engines.verify.campaigns.check_receipts",
	"social_assistance.engines.verify.campaigns.check_charity_books",
]

# What `assist doctor` looks at
assist_health = [
	"social_assistance.engines.health.processes.look_at_servers",
	"social_assistance.engines.health.processes.look_at_workers",
	"social_assistance.engines.health.processes.look_at_queues",
	"social_assistance.engines.health.processes.look_at_scheduler",
	"social_assistance.engines.health.machine.look_at_space",
	"social_assistance.engines.health.machine.look_at_memory",
	"social_assistance.engines.health.machine.look_at_clock",
	"social_assistance.engines.health.machine.look_at_statements",
	"social_assistance.engines.health.records.look_at_runs",
	"social_assistance.engines.health.records.look_at_backups",
	"social_assistance.engines.health.records.look_at_binary_logs",
	"social_assistance.engines.health.records.look_at_keys",
	"social_assistance.engines.health.records.look_at_calendars",
	"social_assistance.engines.health.records.look_at_mail",
	"social_assistance.setup.hardening.look_at_doors",
	"social_assistance.setup.hardening.look_at_settings",
]
# … and what only a person waits for, because it reads whole tables or asks other machines
assist_health_slow = [
	"social_assistance.engines.health.records.look_at_seals",
	"social_assistance.engines.health.versions.look_at_versions",
	"social_assistance.engines.health.reachability.look_at_tls",
	"social_assistance.engines.health.reachability.look_at_short_messages",
]

# Work that only a background worker can finish, and what the desk may do with it
assist_runs = [
	"social_assistance.engines.payments.monthly_run.PREVIEW",
	"social_assistance.engines.payments.monthly_run.EXECUTION",
	"social_assistance.engines.payments.bank_files.FILING",
	"social_assistance.engines.registry.import_run.READING",
	"social_assistance.engines.registry.import_run.MERGE",
	"social_assistance.engines.screening.runs.SCREENING",
	"social_assistance.engines.awards.rerating.RERATING",
	"social_assistance.engines.reviews.due_reviews.OPENING",
	"social_assistance.engines.cases.bulk_actions.CARRYING_OUT",
	"social_assistance.engines.clocks.refresh.REFRESH",
]

# Scheduled work; each function says in `scheduled.py` what it does
scheduler_events = {
	"cron": {
		"* * * * *": ["social_assistance.scheduled.resume_runs"],
		"*/15 * * * *": ["social_assistance.scheduled.copy_binary_logs"],
	},
	"daily": [
		"social_assistance.scheduled.clear_due_rows",
		"social_assistance.scheduled.close_paid_awards",
		"social_assistance.scheduled.open_funeral_aid",
		"social_assistance.scheduled.lapse_wish_claims",
		"social_assistance.scheduled.refresh_staff_areas",
		"social_assistance.scheduled.remind_of_missing_calendars",
		"social_assistance.scheduled.take_down_notices",
		"social_assistance.scheduled.open_due_reviews",
		"social_assistance.scheduled.retire_replaced_templates",
		"social_assistance.scheduled.open_and_close_campaigns",
	],
	"daily_long": [
		"social_assistance.scheduled.back_up_site",
		"social_assistance.scheduled.settle_dated_changes",
		"social_assistance.scheduled.remind_of_due_steps",
	],
}

# Who hears of a household that splits, merges, moves or changes its members
household_changed = ["social_assistance.services.reviews.household_changes.open_reviews"]

# Who hears of a recorded death
person_died = ["social_assistance.services.awards.funeral_aid.open_or_report"]

# Pages that guests may open
public_pages = ["donation-check", "gift", "notice", "wishes"]

# Forms and lists: masked numbers with a button to look at them, the own partner, clocks after a corrected calendar, bulk work
doctype_js = {
	"Assistance Application": ["public/js/case_checklist.js", "public/js/case_actions.js"],
	"Award Rerating Run": "public/js/run_controls.js",
	"Bank Account Change": "public/js/sealed_fields.js",
	"Bank File": "public/js/bank_file.js",
	"Bank Layout": "public/js/second_person.js",
	"Benefit Award": "public/js/sealed_fields.js",
	"Bulk Action Run": ["public/js/bulk_action.js", "public/js/run_controls.js"],
	"Category Payment Rule": "public/js/second_person.js",
	"Charity Campaign": ["public/js/sealed_fields.js", "public/js/own_partner.js"],
	"Charity Donation": ["public/js/sealed_fields.js", "public/js/own_partner.js"],
	"Charity Donor": ["public/js/sealed_fields.js", "public/js/own_partner.js"],
	"Charity Partner": "public/js/sealed_fields.js",
	"Clock Profile": ["public/js/clock_refresh.js", "public/js/run_controls.js"],
	"Funeral Aid Rule": "public/js/second_person.js",
	"Holiday Calendar": [
		"public/js/clock_refresh.js",
		"public/js/second_person.js",
		"public/js/run_controls.js",
	],
	"Home Visit": "public/js/drawn_signatures.js",
	"Medical Cap Rule": "public/js/second_person.js",
	"Notice Objection": "public/js/sealed_fields.js",
	"Payment Line": "public/js/sealed_fields.js",
	"Payment Run": "public/js/run_controls.js",
	"Policy Version": "public/js/second_person.js",
	"Price Index Reading": "public/js/second_person.js",
	"Process Template": "public/js/second_person.js",
	"Registry Household": "public/js/sealed_fields.js",
	"Registry Import Run": "public/js/run_controls.js",
	"Registry Person": "public/js/sealed_fields.js",
	"Review Campaign Run": "public/js/run_controls.js",
	"Screening Run": "public/js/run_controls.js",
	"Self-care Assessment": "public/js/drawn_signatures.js",
	"Staff Assignment": ["public/js/sealed_fields.js", "public/js/second_person.js"],
	"Township Quota": "public/js/second_person.js",
}
doctype_list_js = {
	"Assistance Application": "public/js/bulk_action.js",
	"Review Task": "public/js/bulk_action.js",
}
