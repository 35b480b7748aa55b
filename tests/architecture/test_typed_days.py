"""Every date that a person types says what it is: an act, an event, or a day that may lie ahead."""

import ast

import pytest
from app_shape import PACKAGE, all_doctypes

# A day that may lie ahead, or whose own rule stands in the service that keeps it.
OTHER_DAYS = {
	"Application Consent": {"valid_until"},
	"Assistance Application": {"applied_on"},
	"Notice Objection": {"received_on"},
	"Spot Check Run": {"from_date", "to_date"},
	"Clock Profile": {"effective_from", "effective_to"},
	"Holiday Calendar Day": {"holiday_date"},
	"Income Rule": {"first_day", "last_day"},
	"Funeral Aid Rule": {"effective_from"},
	"Legal Article": {"effective_from"},
	"Legal Document": {"effective_from"},
	"Medical Cap Rule": {"effective_from"},
	"Policy Version": {"effective_from", "effective_to"},
	"Township Quota": {"effective_from"},
	"Process Template": {"effective_from"},
	"Review Campaign Run": {"due_on", "due_until"},
	"Review Task": {"changed_on"},
	"Campaign Amendment": {"changed_on", "ends_on"},
	"Charity Campaign": {"starts_on", "ends_on"},
	"Charity Donation Item": {"expiry_date"},
	"Fundraising Rule": {"valid_from"},
	"Assessment Expense": {"period_from", "period_to"},
	"Assessment Income": {"new_job_since", "period_from", "period_to"},
	"Evidence Claim": {"period_from", "period_to"},
	"Home Visit": {"planned_on"},
	"Means Assessment": {"as_of_date"},
	"Screening Run": {"as_of_date"},
	"Staff Assignment": {"from_date", "to_date", "leave_from", "leave_to"},
	"Administrative Division": {"valid_from", "valid_to"},
	"Care Institution": {"licence_valid_to", "agreement_from", "agreement_to"},
	"Household Membership": {"from_date", "to_date"},
	"Institution Stay": {"from_date", "to_date"},
	"Person Status": {"from_date", "to_date"},
	"Protection Mark": {"valid_from", "valid_until"},
	"Registry Household": {"closed_on"},
	"Registry Person": {"disability_valid_until"},
}
KINDS = ("ACT_DAYS", "PAST_DAYS")


def _declared(doctype: str) -> set[str]:
	folder = doctype.lower().replace(" ", "_").replace("-", "_")
	[controller] = PACKAGE.glob(f"*/doctype/{folder}/{folder}.py")
	found: set[str] = set()
	for node in ast.walk(ast.parse(controller.read_text(encoding="utf-8"))):
		if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in KINDS:
			found |= set(ast.literal_eval(node.value))
	return found


@pytest.mark.parametrize("doctype", sorted(all_doctypes()))
def test_every_typed_date_says_what_it_is(doctype: str) -> None:
	typed = {
		field["fieldname"]
		for field in all_doctypes()[doctype]["fields"]
		if field["fieldtype"] in ("Date", "Datetime") and not field.get("read_only")
	}
	declared = _declared(doctype)
	assert declared | OTHER_DAYS.get(doctype, set()) == typed
	assert not declared & OTHER_DAYS.get(doctype, set())
