"""States of run documents: who may move one from which state to which, always under a row lock."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.exceptions import PaymentRunStateError, SeparationOfDutiesError, StepNotAllowedError
from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock


@dataclass(frozen=True)
class Move:
	"""One action on a run: the states it may start from, the state it leads to, the role that may take it.

	No role: it follows from what another document decided.
	"""

	sources: tuple[str, ...]
	target: str
	role: str


@dataclass(frozen=True)
class RunStates:
	"""The moves of one DocType that keeps its state in `run_status`."""

	doctype: str
	moves: dict[str, Move]

	def move(self, run: str, action: str, **values: Any) -> Document:
		"""Take a run to the next state as the session's user; refuses wrong states and roles."""
		doc = frappe.get_doc(self.doctype, run, for_update=True)
		self.require_role(action)
		self.require_state(doc, action)
		doc.update({**values, "run_status": self.moves[action].target})
		with allow_transition(self.doctype, doc.name):
			doc.save()
		doc.notify_update()
		return doc

	def approve(self, run: str) -> Document:
		"""A second person agrees with exactly what was previewed (编制与审批分离)."""
		doc = frappe.get_doc(self.doctype, run)
		if frappe.session.user in (doc.prepared_by, doc.owner):
			frappe.throw(
				_("You prepared run {0}; it must be approved by another person.").format(run),
				SeparationOfDutiesError,
			)
		return self.move(
			run,
			"approve",
			approved_by=frappe.session.user,
			approved_on=clock.now(),
			approved_print=doc.preview_print,
		)

	def require_role(self, action: str) -> None:
		"""Several roles may write runs; which action is whose is decided here."""
		role = self.moves[action].role
		if role and role not in frappe.get_roles():
			frappe.throw(_("This action needs the role {0}.").format(_(role)), StepNotAllowedError)

	def require_state(self, doc: Document, action: str) -> None:
		"""Refuse an action that the run's state does not allow, naming the states that do."""
		if doc.run_status in self.moves[action].sources:
			return
		states = " / ".join(_(state) for state in self.moves[action].sources)
		frappe.throw(
			_("Run {0} is in state {1}. This action is possible in state {2} only.").format(
				doc.name, _(doc.run_status), states
			),
			PaymentRunStateError,
		)
