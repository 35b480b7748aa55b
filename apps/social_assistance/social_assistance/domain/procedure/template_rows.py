"""Process templates as stored rows (documents, JSON files) turned into the checked model."""

from collections.abc import Mapping, Sequence
from typing import Any

from social_assistance.domain.cases.evidence import FAMILY, EvidenceRequirement
from social_assistance.domain.clocks.time_limits import Limit, LimitUnit
from social_assistance.domain.errors import ProcessError
from social_assistance.domain.procedure.steps import (
	MoveKind,
	ProcessTemplate,
	Scope,
	StepDefinition,
	StepMode,
	Transition,
)

Row = Mapping[str, Any]
_UNITS = {
	"Working Days": LimitUnit.WORKING_DAYS,
	"Calendar Days": LimitUnit.CALENDAR_DAYS,
	"Hours": LimitUnit.HOURS,
}


def build_template(content: Mapping[str, Any], exits: Sequence[str]) -> ProcessTemplate:
	"""Build and check a template from its document or JSON; refuses what a case could not follow."""
	return ProcessTemplate(
		code=str(content.get("template_code") or content.get("name") or ""),
		steps=tuple(_step(row) for row in content["steps"]),
		transitions=tuple(_transition(row) for row in content["transitions"]),
		exits=tuple(exits),
		evidence=tuple(_evidence(row) for row in content.get("evidence", ())),
		scopes=tuple(_scope(row) for row in content.get("scopes", ())),
	)


def _step(row: Row) -> StepDefinition:
	unit = _UNITS.get(row.get("limit_unit") or "")
	amount = int(row.get("limit_value") or 0)
	return StepDefinition(
		number=int(row["step_no"]),
		code=row["step_code"],
		name=row.get("step_name") or "",
		state=row.get("workflow_state") or "",
		stage=row.get("stage") or "",
		owner_level=row.get("owner_level") or "",
		limit=Limit(amount, unit) if unit and amount else None,
		limit_from=row.get("limit_from") or "",
		legal_source=row.get("legal_source") or "",
	)


def _transition(row: Row) -> Transition:
	return Transition(
		step=row["step_code"],
		kind=_kind(row["action"]),
		role=row["role"],
		target=row["target"],
		reasons=codes_of(row.get("reasons")),
		separated_from=codes_of(row.get("separated_from")),
	)


def _evidence(row: Row) -> EvidenceRequirement:
	return EvidenceRequirement(
		step=row["step_code"],
		key=row["evidence_key"],
		label=row.get("label") or row["evidence_key"],
		column=row.get("process_column") or "",
		from_platform=bool(row.get("from_platform")),
		minimum=int(row.get("minimum") or 1),
		condition=row.get("condition") or "",
		citation=row.get("citation") or "",
		provided_by=row.get("provided_by") or FAMILY,
	)


def _scope(row: Row) -> Scope:
	try:
		return Scope(row["step_code"], row["process_column"], StepMode(row["mode"]))
	except ValueError:
		raise ProcessError("process_mode_unknown", "scopes", {"mode": row["mode"]}) from None


def _kind(text: str) -> MoveKind:
	try:
		return MoveKind(text)
	except ValueError:
		raise ProcessError("process_action_unknown", "transitions", {"action": text}) from None


def codes_of(text: str | None) -> tuple[str, ...]:
	"""Codes separated by commas or line ends."""
	return tuple(word.strip() for word in (text or "").replace("\n", ",").split(",") if word.strip())
