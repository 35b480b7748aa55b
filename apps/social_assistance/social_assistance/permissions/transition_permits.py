"""Permits to change protected fields of one document, held by a service while it works."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe


@dataclass(frozen=True)
class TransitionPermit:
	"""One open permit; `name` is None for documents being created, `fields` is None for all protected fields."""

	doctype: str
	name: str | None
	fields: frozenset[str] | None

	def covers(self, doctype: str, name: str | None, fieldname: str) -> bool:
		"""True if this permit is for that field of that document."""
		return (
			self.doctype == doctype
			and self.name == name
			and (self.fields is None or fieldname in self.fields)
		)


@contextmanager
def allow_transition(
	doctype: str, name: str | None = None, fields: Iterable[str] | None = None
) -> Iterator[TransitionPermit]:
	"""Allow code inside the block to save these protected fields; without a name, to create such documents.

	Only services and engines may use it, after their own checks: nothing that a request controls reaches it.
	"""
	permit = TransitionPermit(doctype, name, None if fields is None else frozenset(fields))
	permits = _open_permits()
	permits.append(permit)
	try:
		yield permit
	finally:
		permits.remove(permit)


def is_transition_allowed(doctype: str, name: str | None, fieldname: str) -> bool:
	"""True if a permit for that field is open in this request or job."""
	return any(permit.covers(doctype, name, fieldname) for permit in _open_permits())


def _open_permits() -> list[TransitionPermit]:
	permits: list[TransitionPermit] | None = getattr(frappe.local, "assistance_transitions", None)
	if permits is None:
		permits = frappe.local.assistance_transitions = []
	return permits
