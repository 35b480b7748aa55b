"""Documents that need two people, and the columns that name them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rule:
	"""The two people of a DocType, and which of its documents needed both."""

	code: str
	doctype: str
	first: str
	second: str
	title: str
	filters: dict[str, Any] = field(default_factory=dict)


RULES = (
	Rule(
		"TWO-01",
		"Payment Run",
		"owner",
		"approved_by",
		"Payment runs are approved by another person",
		{"approved_on": ("is", "set")},
	),
	Rule(
		"TWO-02",
		"Finance List",
		"owner",
		"approved_by",
		"Finance lists are approved by another person",
		{"list_status": "Approved"},
	),
	Rule(
		"TWO-03",
		"Award Rerating Run",
		"owner",
		"approved_by",
		"Re-ratings are approved by another person",
		{"approved_on": ("is", "set")},
	),
	Rule(
		"TWO-04",
		"Overpayment Recovery",
		"prepared_by",
		"decided_by",
		"Recoveries are decided by another person",
		{"decided_on": ("is", "set")},
	),
	Rule(
		"TWO-05",
		"Recovery Write-off",
		"proposed_by",
		"approved_by",
		"Write-offs are approved by another person",
	),
	Rule(
		"TWO-06",
		"Review Task",
		"proposed_by",
		"decided_by",
		"Reviews are decided by another person",
		{"review_status": "Decided"},
	),
	Rule(
		"TWO-07",
		"Bank Account Change",
		"prepared_by",
		"confirmed_by",
		"Accounts are confirmed by another person",
		{"change_status": "Confirmed"},
	),
	Rule(
		"TWO-08",
		"Bank Return",
		"owner",
		"confirmed_by",
		"Return files are confirmed by another person",
		{"return_status": "Booked"},
	),
	Rule(
		"TWO-09",
		"Payment Hold",
		"owner",
		"released_by",
		"Holds are released by another person",
		{"hold_status": "Released"},
	),
	Rule(
		"TWO-10",
		"Policy Version",
		"owner",
		"in_force_by",
		"Policies are put into force by another person",
		{"docstatus": 1},
	),
	Rule(
		"TWO-11",
		"Process Template",
		"owner",
		"in_force_by",
		"Procedures are put into force by another person",
		{"template_status": ("in", ("Active", "Superseded"))},
	),
	Rule(
		"TWO-12",
		"Holiday Calendar",
		"owner",
		"in_force_by",
		"Calendars are put into force by another person",
		{"in_force": ("is", "set")},
	),
	Rule(
		"TWO-13",
		"Bank Layout",
		"owner",
		"in_force_by",
		"Bank layouts are put into force by another person",
		{"in_force": ("is", "set")},
	),
	Rule(
		"TWO-14",
		"Staff Assignment",
		"owner",
		"in_force_by",
		"Areas of staff are put into force by another person",
		{"in_force": ("is", "set")},
	),
	Rule(
		"TWO-15",
		"Charity Disbursement",
		"prepared_by",
		"approved_by",
		"Disbursements are approved by another person",
		{"docstatus": 1},
	),
	Rule(
		"TWO-18",
		"Category Payment Rule",
		"owner",
		"in_force_by",
		"Category payments are put into force by another person",
		{"docstatus": 1},
	),
	Rule(
		"TWO-19",
		"Price Index Reading",
		"owner",
		"in_force_by",
		"Price indexes are put into force by another person",
		{"docstatus": 1},
	),
	Rule(
		"TWO-20",
		"Township Quota",
		"owner",
		"in_force_by",
		"Quotas are put into force by another person",
		{"docstatus": 1},
	),
	Rule(
		"TWO-21",
		"Medical Cap Rule",
		"owner",
		"in_force_by",
		"Medical caps are put into force by another person",
		{"docstatus": 1},
	),
	Rule(
		"TWO-22",
		"Funeral Aid Rule",
		"owner",
		"in_force_by",
		"Funeral aid is put into force by another person",
		{"docstatus": 1},
	),
	Rule(
		"TWO-23",
		"Medical Cost Cap",
		"prepared_by",
		"decided_by",
		"Medical caps are granted by another person",
		{"decided_on": ("is", "set")},
	),
	Rule(
		"TWO-24",
		"Funeral Aid",
		"prepared_by",
		"decided_by",
		"Funeral aid is granted by another person",
		{"decided_on": ("is", "set")},
	),
)
