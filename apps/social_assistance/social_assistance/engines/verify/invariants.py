"""Invariants of the whole site: each check compares expected with found values and names the offending documents.

A check is a function without arguments that yields `Check`s; apps name theirs in the hook `assist_checks`.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import frappe

HOOK = "assist_checks"
# Enough to find the cause; the count tells the extent.
MOST_EXAMPLES = 10


@dataclass(frozen=True)
class Check:
	"""One invariant: passes when `found` equals `expected`."""

	code: str
	title: str
	expected: Any
	found: Any
	subject: str = ""
	examples: tuple[str, ...] = field(default_factory=tuple)

	@property
	def ok(self) -> bool:
		return bool(self.expected == self.found)

	def as_dict(self) -> dict[str, Any]:
		"""For printing as JSON."""
		return {**asdict(self), "ok": self.ok}


def verify_site() -> list[Check]:
	"""Run every registered check; read-only."""
	return [check for function in _registered() for check in function()]


def expect_none(code: str, title: str, offenders: list[str], subject: str = "") -> Check:
	"""A check that passes when there are no offenders."""
	return Check(code, title, 0, len(offenders), subject, tuple(offenders[:MOST_EXAMPLES]))


def _registered() -> Iterator[Any]:
	for path in frappe.get_hooks(HOOK):
		yield frappe.get_attr(path)
