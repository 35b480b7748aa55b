"""The procedure as data: steps, exits by role, scheme × step matrix, and which move is allowed to whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from social_assistance.domain.cases.evidence import EvidenceRequirement
from social_assistance.domain.clocks.time_limits import Limit
from social_assistance.domain.errors import ProcessError


class MoveKind(Enum):
	"""The ways to leave a step."""

	FORWARD = "Forward"
	RETURN = "Return"
	REJECT = "Reject"
	SKIP = "Skip"
	WITHDRAW = "Withdraw"
	TERMINATE = "Terminate"
	CLOSE = "Close"


class StepMode(Enum):
	"""What a scheme does with a step: the cells R, C, S, F of the matrix."""

	REQUIRED = "Required"
	CONDITIONAL = "Conditional"
	SKIPPED = "Skipped"
	AFTERWARDS = "Afterwards"


# Moves that the person concerned can challenge, or that leave work undone, always say why.
REASONED = frozenset({MoveKind.RETURN, MoveKind.REJECT, MoveKind.SKIP, MoveKind.TERMINATE})


@dataclass(frozen=True)
class StepDefinition:
	"""One step of the template."""

	number: int
	code: str
	name: str = ""
	state: str = ""
	stage: str = ""
	owner_level: str = ""
	limit: Limit | None = None
	limit_from: str = ""
	legal_source: str = ""


@dataclass(frozen=True)
class Transition:
	"""One exit of a step for one role; the target is a step or one of the template's exits."""

	step: str
	kind: MoveKind
	role: str
	target: str
	reasons: tuple[str, ...] = ()
	separated_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
	"""One cell of the matrix; a cell that is not given is required."""

	step: str
	column: str
	mode: StepMode


@dataclass(frozen=True)
class StepDone:
	"""Who carried out a step of a case."""

	step: str
	actor: str


@dataclass(frozen=True)
class Move:
	"""An allowed move: where it ends for the scheme, and which steps it passes over."""

	transition: Transition
	target: str
	passed: tuple[str, ...] = ()

	@property
	def kind(self) -> MoveKind:
		"""The kind of exit."""
		return self.transition.kind


@dataclass(frozen=True)
class ProcessTemplate:
	"""A checked template; construction refuses one that a case could not finish."""

	code: str
	steps: tuple[StepDefinition, ...]
	transitions: tuple[Transition, ...]
	exits: tuple[str, ...]
	evidence: tuple[EvidenceRequirement, ...] = ()
	scopes: tuple[Scope, ...] = ()

	def __post_init__(self) -> None:
		_require_numbered(self.steps)
		_require_unique_scopes(self.scopes)
		self._require_references()
		self._require_ways()

	@cached_property
	def codes(self) -> tuple[str, ...]:
		"""Step codes in order."""
		return tuple(step.code for step in self.steps)

	@cached_property
	def _modes(self) -> dict[tuple[str, str], StepMode]:
		return {(scope.step, scope.column): scope.mode for scope in self.scopes}

	def step(self, code: str) -> StepDefinition:
		"""The step of a code."""
		for step in self.steps:
			if step.code == code:
				return step
		raise ProcessError("process_step_unknown", "step", {"step": code, "template": self.code})

	def mode(self, step: str, column: str) -> StepMode:
		"""The cell of the matrix for a scheme column."""
		return self._modes.get((step, column), StepMode.REQUIRED)

	def landing(self, target: str, column: str) -> tuple[str, tuple[str, ...]]:
		"""Where a move ends for a scheme and which skipped steps it passes over; the last step is never passed."""
		passed: list[str] = []
		while target in self.codes[:-1] and self.mode(target, column) is StepMode.SKIPPED:
			passed.append(target)
			target = self.codes[self.codes.index(target) + 1]
		return target, tuple(passed)

	def moves(
		self, step: str, column: str, roles: Collection[str], triggered: bool = False
	) -> tuple[Move, ...]:
		"""Moves open to someone with these roles; a conditional step whose trigger holds cannot be skipped."""
		must_do = triggered and self.mode(step, column) is StepMode.CONDITIONAL
		found: dict[tuple[MoveKind, str], Move] = {}
		for way in self.transitions:
			if way.step != step or way.role not in roles or (must_do and way.kind is MoveKind.SKIP):
				continue
			move = Move(way, *self.landing(way.target, column))
			found.setdefault((move.kind, move.target), move)
		return tuple(found.values())

	def _require_references(self) -> None:
		targets = {*self.codes, *self.exits}
		for way in self.transitions:
			self.step(way.step)
			if way.target not in targets:
				details = {"step": way.step, "target": way.target}
				raise ProcessError("process_target_unknown", "transitions", details)
			for code in way.separated_from:
				self.step(code)
			if way.kind is MoveKind.SKIP and not way.reasons:
				raise ProcessError("process_skip_without_reasons", "transitions", {"step": way.step})
		for code in (*(scope.step for scope in self.scopes), *(need.step for need in self.evidence)):
			self.step(code)

	def _require_ways(self) -> None:
		"""Every step can be reached from the first, and an exit from every step."""
		forward = {code: {way.target for way in self.transitions if way.step == code} for code in self.codes}
		unreachable = set(self.codes) - _closure({self.codes[0]}, forward)
		backward: dict[str, set[str]] = {}
		for way in self.transitions:
			backward.setdefault(way.target, set()).add(way.step)
		endless = set(self.codes) - _closure(set(self.exits), backward)
		for code, steps in (("process_step_unreachable", unreachable), ("process_step_endless", endless)):
			if steps:
				raise ProcessError(code, "transitions", {"step": min(steps, key=self.codes.index)})


def require_move(
	template: ProcessTemplate,
	step: str,
	column: str,
	kind: MoveKind,
	roles: Collection[str],
	*,
	target: str = "",
	reason: str = "",
	triggered: bool = False,
) -> Move:
	"""The one move that is meant, or a refusal that says why: not a way, wrong role, target or reason."""
	template.step(step)
	if not any(way.step == step and way.kind is kind for way in template.transitions):
		raise ProcessError("process_move_unknown", "action", {"step": step, "action": kind.value})
	fitting = [
		move
		for move in template.moves(step, column, roles, triggered)
		if move.kind is kind and target in ("", move.target, move.transition.target)
	]
	if not fitting:
		raise ProcessError("process_role_or_target", "action", {"step": step, "action": kind.value})
	if len(fitting) > 1:
		raise ProcessError("process_target_needed", "target", {"step": step, "action": kind.value})
	_require_reason(fitting[0], reason)
	return fitting[0]


def require_separation(
	move: Move, history: Iterable[StepDone], actor: str, recused: Collection[str] = ()
) -> None:
	"""Refuse an actor who did a step that the law separates from this one, or who must keep out of the case."""
	if actor in recused:
		raise ProcessError("process_recused", "actor", {"step": move.transition.step})
	for done in history:
		if done.actor == actor and done.step in move.transition.separated_from:
			raise ProcessError(
				"process_separation", "actor", {"step": move.transition.step, "other": done.step}
			)


def _require_reason(move: Move, reason: str) -> None:
	allowed = move.transition.reasons
	details = {"action": move.kind.value, "allowed": ", ".join(allowed) or "-"}
	if not reason and (allowed or move.kind in REASONED):
		raise ProcessError("process_reason_needed", "reason", details)
	if reason and allowed and reason not in allowed:
		raise ProcessError("process_reason_unknown", "reason", details | {"reason": reason})


def _require_numbered(steps: tuple[StepDefinition, ...]) -> None:
	if not steps:
		raise ProcessError("process_empty", "steps")
	for expected, step in enumerate(steps, start=1):
		if step.number != expected:
			raise ProcessError("process_number", "steps", {"step": step.code, "expected": expected})
	seen: set[str] = set()
	for step in steps:
		if step.code in seen:
			raise ProcessError("process_code_twice", "steps", {"step": step.code})
		seen.add(step.code)


def _require_unique_scopes(scopes: tuple[Scope, ...]) -> None:
	seen: set[tuple[str, str]] = set()
	for scope in scopes:
		cell = (scope.step, scope.column)
		if cell in seen:
			details = {"step": scope.step, "column": scope.column}
			raise ProcessError("process_scope_twice", "scopes", details)
		seen.add(cell)


def _closure(start: set[str], edges: dict[str, set[str]]) -> set[str]:
	reached, waiting = set(start), list(start)
	while waiting:
		for target in edges.get(waiting.pop(), set()) - reached:
			reached.add(target)
			waiting.append(target)
	return reached
