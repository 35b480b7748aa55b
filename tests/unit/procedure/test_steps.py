"""Process templates: the shipped sixteen steps, refusals of broken templates, moves, separation of duties."""

import copy
import json
from dataclasses import replace
from pathlib import Path

import pytest

import social_assistance
from social_assistance.domain.clocks.time_limits import Limit, LimitUnit
from social_assistance.domain.errors import ProcessError
from social_assistance.domain.procedure.steps import (
	MoveKind,
	StepDone,
	StepMode,
	require_move,
	require_separation,
)
from social_assistance.domain.procedure.template_rows import build_template

EXITS = ("Withdrawn", "Not Accepted", "Refused", "Terminated", "Closed")
SHIPPED = Path(social_assistance.__file__).parent / "setup" / "data" / "process_national.json"
ROWS = json.loads(SHIPPED.read_text(encoding="utf-8"))
NATIONAL = build_template(ROWS, EXITS)
COLUMNS = ("MLG", "MLG_SINGLE", "EXTREME", "MARGINAL", "RIGID", "TEMP_EXPENSE", "TEMP_EMERGENCY", "REFERRAL")
EVERY_ROLE = {way.role for way in NATIONAL.transitions}
POLICY_CODES = "DISCOVER APPLY AUTHORISE ACCEPT KIN_RECORD VERIFY VISIT APPRAISE INITIAL NOTICE REVIEW DECIDE PUBLISH PAY MAINTAIN EXIT"


def code_of(call, *args, **kwargs) -> str:
	with pytest.raises(ProcessError) as caught:
		call(*args, **kwargs)
	return caught.value.code


def test_sixteen_steps_of_the_policy():
	assert " ".join(NATIONAL.codes) == POLICY_CODES
	assert NATIONAL.step("ACCEPT").limit == Limit(3, LimitUnit.WORKING_DAYS)
	assert NATIONAL.step("APPLY").limit is None


@pytest.mark.parametrize("column", COLUMNS)
def test_every_scheme_walks_forward_to_the_end(column):
	step, walked = NATIONAL.codes[0], [NATIONAL.codes[0]]
	while step != "EXIT":
		step = require_move(NATIONAL, step, column, MoveKind.FORWARD, EVERY_ROLE).target
		assert NATIONAL.mode(step, column) is not StepMode.SKIPPED or step == "EXIT"
		walked.append(step)
	assert walked == [code for code in NATIONAL.codes if code in walked]
	assert (
		require_move(NATIONAL, "EXIT", column, MoveKind.CLOSE, EVERY_ROLE, reason="ENDED").target == "Closed"
	)


def test_emergency_aid_passes_over_appraisal_and_notice():
	move = require_move(NATIONAL, "VISIT", "TEMP_EMERGENCY", MoveKind.FORWARD, {"Township Clerk"})
	assert (move.target, move.passed) == ("INITIAL", ("APPRAISE",))
	move = require_move(NATIONAL, "INITIAL", "TEMP_EMERGENCY", MoveKind.FORWARD, {"Township Leader"})
	assert (move.target, move.passed) == ("REVIEW", ("NOTICE",))
	assert NATIONAL.mode("APPRAISE", "MLG") is StepMode.CONDITIONAL


def test_moves_depend_on_role():
	kinds = {move.kind for move in NATIONAL.moves("DECIDE", "MLG", {"District Approver"})}
	assert kinds == {MoveKind.FORWARD, MoveKind.REJECT, MoveKind.RETURN}
	assert NATIONAL.moves("DECIDE", "MLG", {"Township Clerk"}) == ()
	assert (
		code_of(require_move, NATIONAL, "DECIDE", "MLG", MoveKind.FORWARD, {"Township Clerk"})
		== "process_role_or_target"
	)


def test_triggered_step_cannot_be_skipped():
	clerk = {"Township Clerk"}
	assert (
		require_move(NATIONAL, "APPRAISE", "MLG", MoveKind.SKIP, clerk, reason="NO_DISPUTE").target
		== "INITIAL"
	)
	refused = code_of(
		require_move, NATIONAL, "APPRAISE", "MLG", MoveKind.SKIP, clerk, reason="NO_DISPUTE", triggered=True
	)
	assert refused == "process_role_or_target"


@pytest.mark.parametrize(
	("step", "kind", "reason", "code"),
	[
		("APPRAISE", MoveKind.SKIP, "", "process_reason_needed"),
		("APPRAISE", MoveKind.SKIP, "TOO_BUSY", "process_reason_unknown"),
		("ACCEPT", MoveKind.SKIP, "", "process_move_unknown"),
		("NOWHERE", MoveKind.FORWARD, "", "process_step_unknown"),
	],
)
def test_refused_moves(step, kind, reason, code):
	assert code_of(require_move, NATIONAL, step, "MLG", kind, EVERY_ROLE, reason=reason) == code


def test_several_targets_need_a_choice():
	extra = replace(
		NATIONAL.transitions[0], step="REVIEW", kind=MoveKind.RETURN, role="District Reviewer", target="VISIT"
	)
	template = replace(NATIONAL, transitions=(*NATIONAL.transitions, extra))
	call = (template, "REVIEW", "MLG", MoveKind.RETURN, {"District Reviewer"})
	assert code_of(require_move, *call, reason="DEFECTS_LISTED") == "process_target_needed"
	assert require_move(*call, target="VISIT", reason="X").target == "VISIT"
	assert code_of(require_move, *call, target="PAY", reason="X") == "process_role_or_target"


def test_separation_of_duties():
	decide = require_move(NATIONAL, "DECIDE", "MLG", MoveKind.FORWARD, {"District Approver"})
	history = [StepDone("ACCEPT", "wang"), StepDone("REVIEW", "li")]
	require_separation(decide, history, "zhao")
	for before in ("wang", "li"):
		assert code_of(require_separation, decide, history, before) == "process_separation"
	assert code_of(require_separation, decide, history, "zhao", recused={"zhao"}) == "process_recused"


def broken(change) -> str:
	rows = copy.deepcopy(ROWS)
	change(rows)
	return code_of(build_template, rows, EXITS)


def drop_ways_to(rows, target):
	rows["transitions"] = [row for row in rows["transitions"] if row["target"] != target]


@pytest.mark.parametrize(
	("change", "code"),
	[
		(lambda rows: rows.update(steps=[]), "process_empty"),
		(lambda rows: rows["steps"][3].update(step_no=5), "process_number"),
		(lambda rows: rows["steps"][3].update(step_code="APPLY"), "process_code_twice"),
		(lambda rows: rows["transitions"][0].update(target="NOWHERE"), "process_target_unknown"),
		(lambda rows: rows["transitions"][0].update(step_code="NOWHERE"), "process_step_unknown"),
		(lambda rows: rows["transitions"][0].update(separated_from="NOWHERE"), "process_step_unknown"),
		(lambda rows: rows["transitions"][0].update(action="Jump"), "process_action_unknown"),
		(lambda rows: rows["transitions"][0].update(action="Skip"), "process_skip_without_reasons"),
		(lambda rows: rows["evidence"][0].update(step_code="NOWHERE"), "process_step_unknown"),
		(lambda rows: rows["scopes"][0].update(mode="Perhaps"), "process_mode_unknown"),
		(lambda rows: rows["scopes"].append(rows["scopes"][0]), "process_scope_twice"),
		(lambda rows: drop_ways_to(rows, "PUBLISH"), "process_step_unreachable"),
		(lambda rows: drop_ways_to(rows, "Closed"), "process_step_endless"),
	],
)
def test_broken_templates_are_refused(change, code):
	assert broken(change) == code
