"""Which documents follow the scope of their reader: one line here gives a DocType all three of its checks.

Pure data: `hooks.py` makes the list filter, the document check and the check on saving from it.
"""

# Every one has a `division` column.
SCOPED_DOCTYPES = (
	# Social Registry
	"Registry Person",
	"Registry Household",
	"Institution Stay",
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
	"Payment Difference",
	"Award Change",
	"Payment Hold",
	"Overpayment Recovery",
	"Recovery Receipt",
	# Assistance Fund
	"Fund Budget",
	"Fund Allocation",
	"Fund Ledger Entry",
	# Care Monitoring
	"Review Task",
)


def filter_name(doctype: str) -> str:
	"""The function of `list_filters` for a DocType."""
	return doctype.lower().replace(" ", "_").replace("-", "_")
