"""The papers and signatures of a filing: what the procedure asks for, and the rows that come of what was handed in."""

from typing import Any

import frappe
from frappe import _

from social_assistance.domain.cases.evidence import EvidenceRequirement
from social_assistance.domain.procedure.steps import ProcessTemplate
from social_assistance.services import clock
from social_assistance.services.cases import evidence
from social_assistance.services.cases.intake_request import (
	IntakePaper,
	IntakeRequest,
	Problem,
	refuse_request,
)
from social_assistance.services.procedure.templates import choose_template, load_template

SCHEME, ACCEPT = "Assistance Scheme", "ACCEPT"


def list_papers(scheme: str, division: str) -> list[dict[str, Any]]:
	"""The papers to be handed in until the acceptance, in the order of the procedure of scheme and place."""
	template = load_template(choose_template(scheme, division, clock.today()))
	return [
		{
			"key": need.key,
			"label": _(need.label),
			"is_from_platform": need.from_platform,
			"is_for_agent": need.key == "agent_mandate",
		}
		for need in _paper_needs(template, frappe.get_cached_value(SCHEME, scheme, "process_column"))
	]


def build_consent_rows(request: IntakeRequest, members: list[str]) -> list[dict[str, Any]]:
	"""Rows for those who signed; `members` are the records' names in the order of the request."""
	return [
		{
			"person": members[row.member],
			"pledge_signed": int(row.pledge),
			"authorisation_signed": int(row.authorisation),
			"signed_on": clock.today(),
			"signature_file": row.file or None,
		}
		for row in request.consents
		if row.pledge or row.authorisation
	]


def build_evidence_rows(request: IntakeRequest, division: str) -> list[dict[str, Any]]:
	"""Rows of the papers that were handed in, and of those that the family still brings."""
	needs = {need["key"]: need for need in list_papers(request.scheme, division)}
	rows = [_paper_row(paper, needs) for paper in request.papers if _was_given(paper)]
	beside = [
		{"evidence_key": f"asked_{number}", "description": text, "source": "Citizen", "step_code": ACCEPT}
		for number, text in enumerate(request.asked_beside, start=1)
	]
	return [*rows, *beside]


def _was_given(paper: IntakePaper) -> bool:
	return bool(paper.file or paper.document_no or paper.is_from_platform)


def _paper_row(paper: IntakePaper, needs: dict[str, dict[str, Any]]) -> dict[str, Any]:
	need = needs.get(paper.key)
	if need is None or (paper.is_from_platform and not need["is_from_platform"]):
		refuse_request(
			[Problem(f"papers.{paper.key}", _("This procedure does not know the paper in this way."))]
		)
	return {
		"evidence_key": paper.key,
		"description": need["label"],
		"source": "Platform" if paper.is_from_platform else "Citizen",
		"document_no": paper.document_no or None,
		"file": paper.file or None,
	}


def _paper_needs(template: ProcessTemplate, column: str) -> list[EvidenceRequirement]:
	"""What the procedure wants as paper before the acceptance; facts that the system records itself have no row."""
	codes = template.codes[: template.codes.index(ACCEPT)]
	wanted = [
		need
		for need in template.evidence
		if need.step in codes
		and need.column in ("", column)
		and template.mode(need.step, column) not in evidence.NOT_GATED
	]
	return [need for need in wanted if need.key in evidence.PAPERS or need.key not in evidence.FACTS]
