"""Look up which class of caller a function needs in the table of `gate_lists.py`; pure Python."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from inspect import unwrap
from typing import Any

from social_assistance.permissions import gate_lists


class Audience(IntEnum):
	"""Classes of callers; each may do what the ones before it may."""

	GUEST = 0
	PORTAL = 1
	DESK = 2
	MANAGER = 3
	NOBODY = 4


@dataclass(frozen=True)
class ExtraRules:
	"""Rules that other apps add by hooks: full names, or prefixes that end in a dot."""

	guest: tuple[str, ...] = ()
	portal: tuple[str, ...] = ()
	desk: tuple[str, ...] = ()
	deny: tuple[str, ...] = ()


NO_EXTRA_RULES = ExtraRules()


def get_qualified_name(function: Callable[..., Any]) -> str:
	"""Module and qualified name of the definition behind wrappers, bound methods and aliases."""
	plain = unwrap(getattr(function, "__func__", function))
	while (inner := _wrapped_by_closure(plain)) is not None:
		plain = unwrap(inner)
	return f"{plain.__module__}.{plain.__qualname__}"


def _wrapped_by_closure(function: Callable[..., Any]) -> Callable[..., Any] | None:
	"""Return the function inside a decorator without functools.wraps, such as `frappe.read_only`."""
	if "<locals>" not in function.__qualname__:
		return None
	names = getattr(function, "__code__", None)
	cells = dict(zip(names.co_freevars, function.__closure__ or (), strict=False)) if names else {}
	inner = cells["fn"].cell_contents if "fn" in cells else None
	return inner if callable(inner) else None


def matches_any_pattern(full_name: str, patterns: Iterable[str]) -> bool:
	"""Whether one of the patterns is this name, or a prefix of it that ends in a dot."""
	return any(full_name == p or (p.endswith(".") and full_name.startswith(p)) for p in patterns)


def get_audience(full_name: str, extra: ExtraRules = NO_EXTRA_RULES) -> Audience:
	"""Lowest class of caller that may call the function; the first rule that knows the name decides."""
	for audience, rule in _rules(extra):
		if rule(full_name):
			return audience
	return Audience.NOBODY


def _rules(extra: ExtraRules) -> tuple[tuple[Audience, Callable[[str], bool]], ...]:
	return (
		(Audience.NOBODY, lambda name: matches_any_pattern(name, extra.deny)),
		(
			Audience.GUEST,
			lambda name: name in _NAMED[Audience.GUEST] or matches_any_pattern(name, extra.guest),
		),
		(
			Audience.PORTAL,
			lambda name: name in _NAMED[Audience.PORTAL] or matches_any_pattern(name, extra.portal),
		),
		(Audience.DESK, lambda name: name in _NAMED[Audience.DESK] or matches_any_pattern(name, extra.desk)),
		(Audience.DESK, lambda name: name.startswith(f"{gate_lists.APP}.")),
		(Audience.NOBODY, lambda name: matches_any_pattern(name, gate_lists.NOBODY)),
		(Audience.DESK, lambda name: matches_any_pattern(name, _WHOLE_MODULES)),
		(Audience.MANAGER, lambda name: name.startswith("frappe.")),
	)


def _names_in(table: dict[str, str]) -> frozenset[str]:
	return frozenset(
		f"{module}.{name}" for module, names in table.items() if names != "*" for name in names.split()
	)


_NAMED = {
	Audience.GUEST: _names_in(gate_lists.GUEST),
	Audience.PORTAL: _names_in(gate_lists.PORTAL),
	Audience.DESK: _names_in(gate_lists.DESK),
}
_WHOLE_MODULES = tuple(f"{module}." for module, names in gate_lists.DESK.items() if names == "*")
