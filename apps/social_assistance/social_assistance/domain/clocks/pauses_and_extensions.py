"""What a clock profile allows while a case runs: pauses by reason and step, extensions by reason and number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from social_assistance.domain.clocks.time_limits import Clock, Limit, Pause, compute_due_date
from social_assistance.domain.clocks.work_calendar import WorkCalendar
from social_assistance.domain.errors import ClockError


@dataclass(frozen=True)
class PauseRule:
	"""A reason for which the clock may stand still: at which steps (none named: all), for how many days at most (0: no end)."""

	reason: str
	steps: tuple[str, ...] = ()
	max_days: int = 0


@dataclass(frozen=True)
class ExtensionRule:
	"""A reason that lengthens the limit, and the role that may grant it."""

	reason: str
	role: str


@dataclass(frozen=True)
class ClockRules:
	"""The running rules of one profile; days are working days unless the profile counts calendar days."""

	profile: str
	total: int = 0
	extended_total: int = 0
	max_extensions: int = 1
	pauses: tuple[PauseRule, ...] = ()
	extensions: tuple[ExtensionRule, ...] = ()

	def __post_init__(self) -> None:
		if self.extensions and not self.extra_days:
			raise ClockError("clock_extension_shorter", "extended_total", {"profile": self.profile})

	@property
	def extra_days(self) -> int:
		"""Days that an extension adds to the total limit."""
		return max(self.extended_total - self.total, 0) if self.total else 0

	def pauses_at(self, step: str) -> tuple[PauseRule, ...]:
		"""Reasons that hold at a step."""
		return tuple(rule for rule in self.pauses if not rule.steps or step in rule.steps)

	def extensions_for(self, roles: Iterable[str], granted: int) -> tuple[ExtensionRule, ...]:
		"""Reasons that someone with these roles may still use after so many extensions."""
		if granted >= self.max_extensions:
			return ()
		held = set(roles)
		return tuple(rule for rule in self.extensions if rule.role in held)


def require_pause(rules: ClockRules, reason: str, step: str) -> PauseRule:
	"""The rule for a pause; refuses a reason that the profile does not know, or not at this step."""
	for rule in rules.pauses_at(step):
		if rule.reason == reason:
			return rule
	allowed = ", ".join(rule.reason for rule in rules.pauses_at(step)) or "-"
	raise ClockError("clock_pause_reason", "reason", {"reason": reason or "-", "allowed": allowed})


def require_extension(rules: ClockRules, reason: str, roles: Iterable[str], granted: int) -> ExtensionRule:
	"""The rule for an extension; refuses an unknown reason, one too many, and a role that may not grant it."""
	if not rules.extensions:
		raise ClockError("clock_extension_missing", "total", {"profile": rules.profile})
	rule = next((rule for rule in rules.extensions if rule.reason == reason), None)
	if rule is None:
		allowed = ", ".join(rule.reason for rule in rules.extensions)
		raise ClockError("clock_extension_reason", "reason", {"reason": reason or "-", "allowed": allowed})
	if granted >= rules.max_extensions:
		raise ClockError("clock_extension_again", "reason", {"count": rules.max_extensions})
	if rule.role not in set(roles):
		raise ClockError("clock_extension_role", "reason", {"role": rule.role})
	return rule


def cap_pause(pause: Pause, max_days: int) -> Pause:
	"""A pause ends by itself when its reason allows so many calendar days only."""
	if not max_days:
		return pause
	latest = pause.first + timedelta(days=max_days)
	return replace(pause, last=min(pause.last or latest, latest))


def clip_pauses(pauses: Iterable[Pause], started_on: date) -> tuple[Pause, ...]:
	"""Pauses as a clock sees them that started later than some: what ended before does not concern it."""
	return tuple(
		replace(pause, first=max(pause.first, started_on))
		for pause in pauses
		if pause.last is None or pause.last >= started_on
	)


def lengthen_clock(clock: Clock, extra: int) -> Clock:
	"""The clock with so many more days."""
	return replace(clock, limit=Limit(clock.limit.amount + extra, clock.limit.unit)) if extra else clock


def compute_amber_date(clock: Clock, calendar: WorkCalendar, ratio: Decimal) -> date | None:
	"""The day on which the light turns amber: the given share of the limit is used; none while the clock is paused."""
	last = compute_due_date(clock, calendar)
	if last is None:
		return None
	used = int((ratio * clock.limit.amount).to_integral_value(ROUND_CEILING))
	early = compute_due_date(
		replace(clock, limit=Limit(min(max(used, 1), clock.limit.amount), clock.limit.unit)), calendar
	)
	return min(early or last, last)
