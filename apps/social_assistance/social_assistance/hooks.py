from social_assistance.permissions.scoped_documents import (
	PARTNER_AND_LOCAL_DOCTYPES as _PARTNER_AND_LOCAL_DOCTYPES,
)
from social_assistance.permissions.scoped_documents import PARTNER_DOCTYPES as _PARTNER_DOCTYPES
from social_assistance.permissions.scoped_documents import SCOPED_DOCTYPES as _SCOPED_DOCTYPES
from social_assistance.permissions.scoped_documents import filter_name as _filter_name

app_name = "social_assistance"
app_title = "Social Assistance"
app_publisher = "Social Assistance ERP contributors"
app_description = "Social assistance for district civil-affairs bureaus"
app_email = "maintainers@social-assistance.invalid"
app_license = "MIT"

app_logo_url = "/assets/social_assistance/images/logo.svg"
app_include_css = "social_assistance.bundle.css"
app_include_js = "social_assistance.bundle.js"
website_context = {
	"favicon": "/assets/social_assistance/images/logo.svg",
	"splash_image": "/assets/social_assistance/images/logo.svg",
}
after_request = ["social_assistance.overrides.busy_answers.put_into_words"]
before_job = ["social_assistance.jobs.speak_the_users_language"]
boot_session = "social_assistance.overrides.boot.lead_home"

after_install = [
	"social_assistance.setup.install.after_install",
	"social_assistance.setup.seed_funds.seed_accounts",
	"social_assistance.setup.seed_funds.seed_sources",
	"social_assistance.setup.seed_funds.seed_layout",
]
after_migrate = [
	"social_assistance.setup.install.after_migrate",
	"social_assistance.setup.seed_funds.seed_accounts",
	"social_assistance.setup.seed_funds.seed_sources",
	"social_assistance.setup.seed_funds.seed_layout",
]

# Township scope: list filter, document check and check on saving of every document with a division
permission_query_conditions = {
	doctype: f"social_assistance.permissions.list_filters.{_filter_name(doctype)}"
	for doctype in _SCOPED_DOCTYPES
}
has_permission = {
	doctype: "social_assistance.permissions.region_scope.has_permission" for doctype in _SCOPED_DOCTYPES
}
doc_events: dict[str, dict[str, str | list[str]]] = {
	doctype: {"validate": "social_assistance.permissions.region_scope.check_saved_values"}
	for doctype in _SCOPED_DOCTYPES
}
doc_events["Benefit Award"]["before_insert"] = (
	"social_assistance.services.awards.compatibility.require_compatible"
)

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
	"validate": "social_assistance.permissions.field_guard.guard_derived",
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
	"frappe.model.workflow.apply_workflow": "social_assistance.api.v1.cases.applications.apply_workflow",
	"frappe.utils.global_search.search": "social_assistance.overrides.desk_rpc.search_everywhere",
	"frappe.client.insert": "social_assistance.overrides.desk_rpc.insert_document",
	"frappe.client.save": "social_assistance.overrides.desk_rpc.save_document",
	"frappe.client.set_value": "social_assistance.overrides.desk_rpc.set_document_value",
	"frappe.client.submit": "social_assistance.overrides.desk_rpc.submit_document",
	"frappe.client.validate_link": "social_assistance.overrides.desk_rpc.validate_link",
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
	"frappe.desk.form.load.getdoc": "social_assistance.overrides.timeline.getdoc",
	"frappe.desk.form.load.get_docinfo": "social_assistance.overrides.timeline.get_docinfo",
	"frappe.desk.form.save.savedocs": "social_assistance.overrides.timeline.savedocs",
	"frappe.desk.form.assign_to.add": "social_assistance.overrides.desk_rpc.assign",
	"frappe.desk.form.assign_to.add_multiple": "social_assistance.overrides.desk_rpc.assign_multiple",
	"frappe.desk.form.assign_to.remove": "social_assistance.overrides.desk_rpc.unassign",
}

# Link fields over the large registers
standard_queries = {
	doctype: "social_assistance.overrides.link_search.search"
	for doctype in ("Registry Person", "Registry Household", "Assistance Application", "Benefit Award")
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

# Payment: the invariants of the money, and runs whose worker died
assist_checks = [
	"social_assistance.engines.verify.awards.awards_backed",
	"social_assistance.engines.verify.funds.vouchers",
	"social_assistance.engines.verify.funds.payment_runs",
	"social_assistance.engines.verify.funds.closed_periods",
	"social_assistance.engines.verify.funds.recoveries",
	"social_assistance.engines.verify.payments.payment_runs",
	"social_assistance.engines.verify.payments.awards_paid",
	"social_assistance.engines.verify.payments.payment_lines",
	"social_assistance.engines.verify.payments.bank_files",
	"social_assistance.engines.verify.payments.sealed_columns",
	"social_assistance.engines.verify.charity.donations",
	"social_assistance.engines.verify.charity.stock",
	"social_assistance.engines.verify.charity.wishes",
	"social_assistance.engines.verify.campaigns.campaigns",
	"social_assistance.engines.verify.campaigns.receipts",
	"social_assistance.engines.verify.campaigns.books",
]
scheduler_events = {
	"cron": {"*/5 * * * *": ["social_assistance.scheduled.resume_payment_runs"]},
	"daily": ["social_assistance.scheduled.clear_due_rows"],
}

# Charity: partners see their own records, and needs whose households consented
permission_query_conditions["Charity Partner"] = "social_assistance.permissions.charity_scope.charity_partner"
has_permission["Charity Partner"] = "social_assistance.permissions.charity_scope.has_permission"
permission_query_conditions |= {
	doctype: f"social_assistance.permissions.list_filters.{_filter_name(doctype)}"
	for doctype in (*_PARTNER_DOCTYPES, *_PARTNER_AND_LOCAL_DOCTYPES)
}
has_permission |= {
	doctype: "social_assistance.permissions.charity_scope.has_permission" for doctype in _PARTNER_DOCTYPES
}
has_permission |= {
	doctype: "social_assistance.permissions.charity_scope.has_local_permission"
	for doctype in _PARTNER_AND_LOCAL_DOCTYPES
}
permission_query_conditions["Charity Need"] = "social_assistance.permissions.charity_scope.charity_need"
has_permission["Charity Need"] = "social_assistance.permissions.charity_scope.has_need_permission"
scheduler_events["daily"] += ["social_assistance.scheduled.lapse_wish_claims"]
public_pages = ["donation-check", "gift", "notice", "wishes"]

# Registry: masked numbers with a button to look at them, and a history without what they hide
doctype_js = {
	"Registry Person": "public/js/sealed_fields.js",
	"Registry Household": "public/js/sealed_fields.js",
	"Staff Assignment": "public/js/sealed_fields.js",
	"Benefit Award": "public/js/sealed_fields.js",
	"Payment Line": "public/js/sealed_fields.js",
	"Charity Partner": "public/js/sealed_fields.js",
	"Charity Donation": ["public/js/sealed_fields.js", "public/js/own_partner.js"],
	"Charity Campaign": ["public/js/sealed_fields.js", "public/js/own_partner.js"],
	"Charity Donor": ["public/js/sealed_fields.js", "public/js/own_partner.js"],
	"Notice Objection": "public/js/sealed_fields.js",
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
scheduler_events["daily"] += ["social_assistance.scheduled.refresh_staff_areas"]

# Working days: a year without its holidays on file
scheduler_events["daily"] += ["social_assistance.scheduled.remind_of_missing_calendars"]

# A corrected calendar or profile: the due dates of running cases anew
doctype_js["Holiday Calendar"] = "public/js/clock_refresh.js"
doctype_js["Clock Profile"] = "public/js/clock_refresh.js"

# Notices come down the day after their period, results when the benefit has ended
scheduler_events["daily"] += ["social_assistance.scheduled.take_down_notices"]

# Reviews: those that fall due, suspensions and gradual exits that are over
scheduler_events["daily"] += ["social_assistance.scheduled.open_due_reviews"]

# Bulk work: one action on the selected rows of a list
doctype_list_js = {
	"Assistance Application": "public/js/bulk_action.js",
	"Review Task": "public/js/bulk_action.js",
}
doctype_js["Bulk Action Run"] = "public/js/bulk_action.js"

# Process: versions whose successor is in force
scheduler_events["daily"] += ["social_assistance.scheduled.retire_replaced_templates"]

# Time limits: messages about steps that are due soon or overdue
scheduler_events["daily_long"] = ["social_assistance.scheduled.remind_of_due_steps"]

# Charity: the law's terms for campaigns; campaigns open and close on their days
after_install += ["social_assistance.setup.seed_charity.seed_rules"]
after_migrate += ["social_assistance.setup.seed_charity.seed_rules"]
scheduler_events["daily"] += ["social_assistance.scheduled.open_and_close_campaigns"]
