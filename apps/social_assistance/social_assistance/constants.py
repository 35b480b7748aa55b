"""Names that code, records and tests share: roles, document types and states. Plain data, no logic."""

# Roles (design.md section 5)
VILLAGE_ASSISTANT = "Village Assistant"
GRID_WORKER = "Grid Worker"
TOWNSHIP_CLERK = "Township Clerk"
TOWNSHIP_REVIEWER = "Township Reviewer"
TOWNSHIP_LEADER = "Township Leader"
VERIFICATION_OFFICER = "Verification Officer"
DISTRICT_REVIEWER = "District Reviewer"
DISTRICT_APPROVER = "District Approver"
FINANCE_OFFICER = "Finance Officer"
HOTLINE_OPERATOR = "Hotline Operator"
DISCLOSURE_OFFICER = "Disclosure Officer"
CHARITY_PARTNER = "Charity Partner"
AUDITOR = "Auditor"
SUPERVISION_OFFICER = "Supervision Officer"
POLICY_ADMINISTRATOR = "Policy Administrator"

# Staff whose sight ends at the divisions of their User Permissions; without one they see nothing.
SCOPED_ROLES = (
	VILLAGE_ASSISTANT,
	GRID_WORKER,
	TOWNSHIP_CLERK,
	TOWNSHIP_REVIEWER,
	TOWNSHIP_LEADER,
	VERIFICATION_OFFICER,
	DISTRICT_REVIEWER,
	DISTRICT_APPROVER,
	FINANCE_OFFICER,
	HOTLINE_OPERATOR,
	DISCLOSURE_OFFICER,
)
# Read everything, change nothing.
OVERSIGHT_ROLES = (AUDITOR, SUPERVISION_OFFICER)
APP_ROLES = (*SCOPED_ROLES, *OVERSIGHT_ROLES, CHARITY_PARTNER, POLICY_ADMINISTRATOR)

# Exits of a case, beside the states of the sixteen steps.
EXIT_STATES = ("Withdrawn", "Not Accepted", "Refused", "Terminated", "Closed")

# Desks are told this many days before a review, an age, an authorisation or a validity falls due.
REVIEW_LEAD_DAYS = 30

# While a case has one of these states the family may not open another for the same scheme.
OPEN_STATUSES = ("Open", "Confirmed", "In Payment")
