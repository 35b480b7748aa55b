app_name = "social_assistance_erpnext"
app_title = "Social Assistance for ERPNext"
app_publisher = "Social Assistance ERP contributors"
app_description = "Posts the fund ledger to ERPNext's general ledger"
app_email = "maintainers@social-assistance.invalid"
app_license = "MIT"

# Written as owner/name: for a bare name Frappe asks GitHub, which an intranet does not reach
required_apps = ["frappe/erpnext", "social_assistance/social_assistance"]

# The gate of Social Assistance refuses functions that no app names. ERPNext's desk asks for the fiscal year with every
# report, whoever looks at it; its other functions are for those who keep its books.
rpc_allow_desk = ["social_assistance_erpnext.api.", "erpnext.accounts.utils.get_fiscal_year"]
rpc_allow_role = {role: ["erpnext."] for role in ("System Manager", "Accounts Manager", "Accounts User")}

scheduler_events = {"daily_long": ["social_assistance_erpnext.scheduled.post_ledger"]}

# What the bridge posted is undone by a reversal in the fund ledger only
doc_events = {
	"Journal Entry": {"before_cancel": "social_assistance_erpnext.services.posting.refuse_cancellation"}
}

assist_checks = ["social_assistance_erpnext.services.checks.check_journal_entries"]
