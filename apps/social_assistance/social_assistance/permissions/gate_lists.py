"""Who may call which function over HTTP: the whole table, read by `gate.py` and by its tests.

A function is named by the module and qualified name of its definition, never by the text of the request, so an alias,
a star import or a short name changes nothing. Whatever is not listed is denied to everybody but System Managers, and
outside Frappe and this app to them too. Apps add their own with the hooks `rpc_allow_guest`, `rpc_allow_portal`,
`rpc_allow_desk` and `rpc_deny` (lists of "module" prefixes ending in a dot, or full names), and `rpc_allow_role` (such lists by role).

`module: "*"` stands for every whitelisted function of that module.
"""

APP = "social_assistance"

# Names a guest or a portal account may use in a request (resolved and checked by identity afterwards).
OPEN_COMMANDS = frozenset({"login", "logout", "web_logout", "ping"})

# Functions of this app that a citizen may call are named here one by one; all others need a desk account.
GUEST: dict[str, str] = {
	"frappe": "ping",
	"frappe.handler": "logout web_logout ping",
	"frappe.core.doctype.user.user": "reset_password update_password test_password_strength",
	"frappe.translate": "get_all_languages",
	"social_assistance.api.v1.health.checks": "get_health",
}

PORTAL: dict[str, str] = {
	"frappe.auth": "get_logged_user",
	"frappe.core.doctype.user.user": "verify_password",
}

# What the desk client calls for an officer. Not here: everything of finding F18 that checks no permission and that we
# do not replace by a checked function (see `overrides/desk_rpc.py`).
DESK: dict[str, str] = {
	"frappe.apps": "get_apps set_app_as_default",
	"frappe.automation.doctype.reminder.reminder": "create_new_reminder",
	"frappe.client": (
		"bulk_update cancel delete get get_count get_doc_permissions get_js get_list get_single_value get_time_zone "
		"get_value has_permission insert insert_many is_document_amended save set_value submit validate_link"
	),
	"frappe.core.api.file": "get_attached_images get_files_by_search_text get_files_in_folder get_max_file_size",
	"frappe.core.doctype.access_log.access_log": "make_access_log",
	"frappe.core.doctype.file.file": "File.optimize_file",
	"frappe.core.doctype.prepared_report.prepared_report": (
		"delete_prepared_reports download_attachment get_reports_in_queued_state make_prepared_report"
	),
	"frappe.core.doctype.role.role": "role_query",
	"frappe.core.doctype.session_default_settings.session_default_settings": "*",
	"frappe.core.doctype.submission_queue.submission_queue": "get_latest_submissions",
	"frappe.core.doctype.user.user": "get_timezones switch_theme user_query",
	"frappe.desk.calendar": "*",
	"frappe.desk.desk_page": "*",
	"frappe.desk.desktop": "get_desktop_page get_workspace_sidebar_items",
	"frappe.desk.doctype.custom_html_block.custom_html_block": "get_custom_blocks_for_user",
	"frappe.desk.doctype.dashboard.dashboard": "get_permitted_cards get_permitted_charts",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart": "get_charts_for_user get_parent_doctypes",
	"frappe.desk.doctype.dashboard_chart_source.dashboard_chart_source": "get_config",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings": "*",
	"frappe.desk.doctype.form_tour.form_tour": "update_user_status",
	"frappe.desk.doctype.kanban_board.kanban_board": "*",
	"frappe.desk.doctype.notification_log.notification_log": "*",
	"frappe.desk.doctype.notification_settings.notification_settings": "*",
	"frappe.desk.doctype.number_card.number_card": "get_cards_for_user get_percentage_difference get_result",
	"frappe.desk.doctype.onboarding_step.onboarding_step": "get_onboarding_steps",
	"frappe.desk.doctype.route_history.route_history": "*",
	"frappe.desk.doctype.tag.tag": "get_tags get_tags_list_for_awesomebar",
	"frappe.desk.doctype.todo.todo": "new_todo",
	"frappe.desk.form.load": "*",
	"frappe.desk.form.save": "*",
	"frappe.desk.form.utils": "*",
	"frappe.desk.gantt": "update_task",
	"frappe.desk.link_preview": "get_preview_data",
	"frappe.desk.listview": "get_group_by_count get_list_settings",
	"frappe.desk.notifications": "get_notification_info get_notifications",
	"frappe.desk.query_report": "export_query get_data_for_custom_field get_script run save_report",
	"frappe.desk.reportview": (
		"delete_items delete_report export_query get get_count get_filter_dashboard_data get_list get_sidebar_stats "
		"get_stats save_report"
	),
	"frappe.desk.search": "search_link search_widget",
	"frappe.desk.treeview": "*",
	"frappe.geo.country_info": "get_country_timezone_info",
	"frappe.handler": "upload_file download_file",
	"frappe.integrations.doctype.google_settings.google_settings": "get_file_picker_settings",
	"frappe.model.document": "Document.submit Document.cancel Document._submit Document._cancel unlock_document",
	"frappe.model.rename_doc": "update_document_title",
	"frappe.model.utils.user_settings": "*",
	"frappe.model.workflow": "*",
	"frappe.printing.doctype.print_settings.print_settings": "is_print_server_enabled",
	"frappe.printing.page.print.print": "get_print_settings_to_show",
	"frappe.realtime": "*",
	"frappe.sessions": "clear get_boot_assets_json",
	"frappe.translate": "get_app_translations",
	"frappe.utils.change_log": "get_versions show_update_popup update_last_known_versions",
	"frappe.utils.diff": "get_version_diff",
	"frappe.utils.pdf": "is_wkhtmltopdf_valid",
	"frappe.utils.print_format": "download_multi_pdf download_multi_pdf_async download_pdf report_to_pdf",
	"frappe.utils.weasyprint": "download_pdf",
	"frappe.www.printview": "get_html_and_style get_rendered_raw_commands",
}

# Denied to System Managers too: either nobody here needs them, or they act without any check. Prefixes end in a dot.
NOBODY: tuple[str, ...] = (
	"frappe.client.attach_file",
	"frappe.client.get_password",
	"frappe.core.api.file.unzip_file",
	"frappe.core.api.file.zip_files",
	"frappe.core.doctype.communication.email.mark_email_as_seen",
	"frappe.core.doctype.package.",
	"frappe.core.doctype.package_release.",
	"frappe.core.doctype.sms_settings.",
	"frappe.core.doctype.user.user.get_email_awaiting",
	"frappe.core.doctype.user.user.impersonate",
	"frappe.core.doctype.user.user.sign_up",
	"frappe.desk.doctype.system_console.",
	"frappe.desk.form.document_follow.",
	"frappe.desk.leaderboard.",
	"frappe.email.doctype.email_account.email_account.set_email_password",
	"frappe.email.doctype.newsletter.",
	"frappe.email.inbox.",
	"frappe.email.queue.unsubscribe",
	"frappe.email.relink",
	"frappe.geo.utils.",
	"frappe.handler.uploadfile",
	"frappe.integrations.",
	"frappe.printing.doctype.network_printer_settings.",
	"frappe.push_notification.",
	"frappe.search.",
	"frappe.social.",
	"frappe.templates.",
	"frappe.tests.",
	"frappe.utils.file_manager.",
	"frappe.utils.global_search.web_search",
	"frappe.utils.goal.",
	"frappe.utils.print_format.print_by_server",
	"frappe.website.doctype.discussion_reply.",
	"frappe.website.doctype.discussion_topic.",
	"frappe.website.doctype.help_article.",
	"frappe.website.doctype.personal_data_deletion_request.",
	"frappe.website.doctype.web_form.",
	"frappe.website.doctype.web_page_view.",
	"frappe.workflow.doctype.workflow_action.",
	"frappe.www.",
)

# Parameters that name another function; that one is checked for the same caller. On stock Frappe this stands in for
# the check inside `frappe.is_whitelisted`, which a patch adds to the pinned snapshot.
NESTED_CALLS: dict[str, tuple[str, ...]] = {
	"frappe.desk.search.search_link": ("query",),
	"frappe.desk.search.search_widget": ("query",),
	"frappe.desk.treeview.get_all_nodes": ("tree_method",),
	"frappe.handler.upload_file": ("method",),
	"frappe.model.mapper.make_mapped_doc": ("method",),
	"frappe.model.mapper.map_docs": ("method",),
}

# Functions that list rows of the document type in their parameter `doctype`.
LISTING_CALLS: tuple[str, ...] = (
	"frappe.client.get_count",
	"frappe.client.get_list",
	"frappe.client.get_value",
	"frappe.desk.calendar.",
	"frappe.desk.listview.get_group_by_count",
	"frappe.desk.query_report.get_data_for_custom_field",
	"frappe.desk.reportview.",
	"frappe.desk.search.",
)

# Attachments full of clear personal numbers: they go out by a service that asks what for and writes it down.
TAKEN_WITH_PURPOSE: tuple[str, ...] = ("Bank File",)

# Functions that commit by themselves or change credentials: a link that is followed (GET) must not run them.
POST_ONLY = frozenset(
	{
		"frappe.core.doctype.user.user.reset_password",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.verify_password",
		"frappe.core.doctype.user.user.generate_keys",
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		"frappe.desk.form.save.cancel",
		"frappe.desk.form.save.savedocs",
		"frappe.desk.reportview.delete_items",
		"frappe.model.workflow.apply_workflow",
		"frappe.model.workflow.bulk_workflow_approval",
		f"{APP}.overrides.desk_rpc.cancel_all_linked_docs",
	}
)

# Pages a guest may open. The first path element decides; apps add theirs with the hook `public_pages`.
PUBLIC_PAGES = frozenset(
	{
		"",
		"404",
		"app",
		"assets",
		"error",
		"favicon.ico",
		"files",
		"index",
		"login",
		"message",
		"robots.txt",
		"update-password",
		"website_script.js",
	}
)

# Pages of the framework that this product does not serve to anybody.
CLOSED_PAGES = frozenset(
	{
		".well-known",
		"_test",
		"about",
		"backups",
		"complete_signup",
		"contact",
		"edit-profile",
		"list",
		"newsletters",
		"qrcode",
		"request-data",
		"request-to-delete-data",
		"rss.xml",
		"search",
		"third_party_apps",
		"unsubscribe",
	}
)
