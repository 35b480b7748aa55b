"""The process templates of the site: the domain model of a stored template, and which template a new case follows."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.constants import EXIT_STATES
from social_assistance.domain.process_rows import template_from_rows
from social_assistance.domain.steps import MoveKind, ProcessTemplate, Transition
from social_assistance.exceptions import ProcessTemplateError

DOCTYPE = "Assistance Application"
TEMPLATE = "Process Template"
# What the buttons of the desk say; the bare words of the template mean other things elsewhere in the framework.
ACTION_NAMES = {
	MoveKind.FORWARD: "Complete Step",
	MoveKind.SKIP: "Skip Step",
	MoveKind.REJECT: "Refuse Application",
	MoveKind.WITHDRAW: "Withdraw Application",
	MoveKind.TERMINATE: "Terminate Procedure",
	MoveKind.CLOSE: "Close Case",
}


def load(template: str) -> ProcessTemplate:
	"""The checked model of a stored template."""
	return template_from_rows(frappe.get_cached_doc(TEMPLATE, template).as_dict(), EXIT_STATES)


def step_row(template: str, code: str) -> Document:
	"""The stored row of a step, with its limit as the district wrote it."""
	return next(row for row in frappe.get_cached_doc(TEMPLATE, template).steps if row.step_code == code)


def state_of(template: ProcessTemplate, target: str) -> str:
	"""Workflow state of a step code, or the exit itself."""
	return target if target in EXIT_STATES else template.step(target).state


def action_name(template: ProcessTemplate, way: Transition) -> str:
	"""Workflow action of a transition; a return names its target, since a step may have several."""
	if way.kind is MoveKind.RETURN:
		return f"Return to {state_of(template, way.target)}"
	return ACTION_NAMES[way.kind]


def ways_of(template: ProcessTemplate, step: str, action: str) -> list[Transition]:
	"""Transitions of a step that carry this workflow action, one per role."""
	return [way for way in template.transitions if way.step == step and action_name(template, way) == action]


def default_template() -> str:
	"""The template that a new case follows."""
	name = frappe.db.get_single_value("Assistance Settings", "default_process_template")
	name = name or frappe.db.get_value(
		TEMPLATE, {"template_status": "Active"}, "name", order_by="effective_from desc"
	)
	if not name:
		frappe.throw(
			_("No process template is active. Activate one under Process Template."), ProcessTemplateError
		)
	return name
