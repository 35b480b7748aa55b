"""The evidence gate."""

from datetime import date

import pytest

from social_assistance.domain.cases.evidence import (
	EvidenceRequirement,
	build_checklist,
	build_correction_notice,
	is_current,
	list_evidence_to_request,
	list_missing_evidence,
)
from social_assistance.domain.errors import ProcessError

NEEDS = (
	EvidenceRequirement("ACCEPT", "identity_card", "Identity card", from_platform=True),
	EvidenceRequirement("ACCEPT", "application_form", "Application form"),
	EvidenceRequirement("ACCEPT", "disability_proof", "Disability card", column="MLG_SINGLE"),
	EvidenceRequirement("ACCEPT", "agent_mandate", "Mandate", condition="agent"),
	EvidenceRequirement("VISIT", "investigators", "Two investigators", minimum=2),
)


def keys(needs):
	return [need.key for need in needs]


@pytest.mark.parametrize(
	("step", "column", "on_file", "conditions", "expected"),
	[
		("ACCEPT", "MLG", {}, (), ["identity_card", "application_form"]),
		("ACCEPT", "MLG", {"application_form": 1}, ("agent",), ["identity_card", "agent_mandate"]),
		("ACCEPT", "MLG_SINGLE", {"identity_card": 1, "application_form": 1}, (), ["disability_proof"]),
		("ACCEPT", "MLG", {"identity_card": 1, "application_form": 1}, (), []),
		("VISIT", "MLG", {"investigators": 1}, (), ["investigators"]),
		("VISIT", "MLG", {"investigators": 2}, (), []),
		("PAY", "MLG", {}, (), []),
	],
)
def test_what_is_missing(step, column, on_file, conditions, expected):
	assert keys(list_missing_evidence(build_checklist(NEEDS, step, column, on_file, conditions))) == expected


def test_platform_papers_are_never_asked_of_the_citizen():
	lines = build_checklist(NEEDS, "ACCEPT", "MLG", {})
	assert keys(list_evidence_to_request(lines)) == ["application_form"]
	assert keys(build_correction_notice(lines, already_sent=False)) == ["application_form"]


def test_only_one_correction_notice_and_never_an_empty_one():
	lines = build_checklist(NEEDS, "ACCEPT", "MLG", {"application_form": 1})
	with pytest.raises(ProcessError, match="nothing to ask"):
		build_correction_notice(lines, already_sent=False)
	with pytest.raises(ProcessError, match="second is not allowed"):
		build_correction_notice(build_checklist(NEEDS, "ACCEPT", "MLG", {}), already_sent=True)


@pytest.mark.parametrize(
	("issued", "months", "current"),
	[
		(date(2025, 9, 2), 6, True),
		(date(2025, 9, 1), 6, False),
		(date(2026, 3, 3), 6, False),
		(date(2020, 1, 1), 0, True),
	],
)
def test_a_report_grows_old(issued, months, current):
	assert is_current(issued, months, date(2026, 3, 2)) is current
