"""DocTypes whose rows are limited to the reader's scope.

Pure data. `hooks.py` names the list filter and the document check of each DocType here (a test compares them); the check on
saving reads PLACED_DOCTYPES.
"""

# Every one has a `division` column.
SCOPED_DOCTYPES = (
	# Social Registry
	"Registry Person",
	"Registry Household",
	"Institution Stay",
	"Protection Mark",
	# Assistance Application
	"Assistance Application",
	"Application Step",
	"Clock Entry",
	"Case Snapshot",
	"Public Notice",
	"Application Decision",
	"Democratic Appraisal",
	"Notice Objection",
	# Means Assessment
	"Means Assessment",
	"Home Visit",
	"Self-care Assessment",
	"Evidence Claim",
	"Screening Run",
	"Screening Candidate",
	# Assistance Audit
	"Spot Check Run",
	# Benefit Payment
	"Benefit Award",
	"Payment Line",
	"Category Payment Entry",
	"Medical Cost Cap",
	"Funeral Aid",
	"Payment Difference",
	"Award Change",
	"Payment Hold",
	"Bank Account Change",
	"Overpayment Recovery",
	"Recovery Receipt",
	"Recovery Write-off",
	# Assistance Fund
	"Fund Budget",
	"Fund Allocation",
	"Fund Ledger Entry",
	# Care Monitoring
	"Review Task",
)

# These name their place too, beside rules of their own about who sees them.
PLACED_DOCTYPES = frozenset((*SCOPED_DOCTYPES, "Registry Import Run"))

# These have a `township` too, derived from the division on every save.
TOWNSHIP_DOCTYPES = ("Assistance Application",)

# Every one has a `charity_partner`, whose users see their own; the bureau sees them as its roles say.
PARTNER_DOCTYPES = (
	"Campaign Amendment",
	"Charity Campaign",
	"Charity Donation",
	"Charity Donor",
	"Charity Receipt",
	"Charity Refund",
	"Goods Stock Entry",
)
# These have a `division` too, by which the offices see them.
PARTNER_AND_LOCAL_DOCTYPES = ("Charity Disbursement", "Wish Claim")


def get_filter_name(doctype: str) -> str:
	"""The function of `list_filters` for a DocType."""
	return doctype.lower().replace(" ", "_").replace("-", "_")
