"""The process templates of the site: the domain model of a stored template, and which template a new case follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import frappe
from frappe import _
from frappe.utils.caching import request_cache, site_cache

from social_assistance.constants import EXIT_STATES
from social_assistance.domain.procedure.steps import MoveKind, ProcessTemplate, Transition
from social_assistance.domain.procedure.template_rows import build_template
from social_assistance.domain.vocabulary import Scheme
from social_assistance.services.policy.exceptions import PolicyNotFoundError
from social_assistance.services.policy.in_force import get_policy_in_force, get_policy_parameters
from social_assistance.services.procedure.exceptions import ProcessTemplateError

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


def load_template(template: str) -> ProcessTemplate:
	"""The checked model of a stored template; read once per process for each state of the record."""
	return _model(template, _modified(template))


@site_cache(maxsize=64)
def _model(template: str, modified: str) -> ProcessTemplate:
	"""`modified` is part of the cache key: a changed record is read anew without any clearing."""
	return build_template(frappe.get_doc(TEMPLATE, template).as_dict(), EXIT_STATES)


@contextmanager
def cache_template_versions() -> Iterator[None]:
	"""Inside the block the state of every template is read once: for work on thousands of cases."""
	frappe.local.assistance_template_versions = {}
	try:
		yield
	finally:
		frappe.local.assistance_template_versions = None


def _modified(template: str) -> str:
	known = getattr(frappe.local, "assistance_template_versions", None)
	if known is None:
		known = {}
	if template not in known:
		known[template] = str(frappe.db.get_value(TEMPLATE, template, "modified"))
	return str(known[template])


def get_step_row(template: str, code: str) -> frappe._dict:
	"""The row of a step, with its limit as the district wrote it."""
	return _step_rows(template, _modified(template))[code]


@site_cache(maxsize=64)
def _step_rows(template: str, modified: str) -> dict[str, frappe._dict]:
	"""`modified` is part of the cache key, as above."""
	fields = ["step_no", "step_code", "step_name", "limit_value", "limit_unit", "limit_from"]
	rows = frappe.get_all("Process Template Step", filters={"parent": template}, fields=fields)
	return {row.step_code: row for row in rows}


@request_cache
def list_step_names() -> dict[str, str]:
	"""English names of steps by their codes; of the youngest template, where two call a step differently."""
	rows = frappe.get_all(
		"Process Template Step", fields=["step_code", "step_name"], order_by="creation", distinct=True
	)
	return {row.step_code: row.step_name for row in rows}


def get_workflow_state(template: ProcessTemplate, target: str) -> str:
	"""Workflow state of a step code, or the exit itself."""
	return target if target in EXIT_STATES else template.step(target).state


def get_action_name(template: ProcessTemplate, way: Transition) -> str:
	"""Workflow action of a transition; a return names its target, since a step may have several."""
	if way.kind is MoveKind.RETURN:
		return f"Return to {get_workflow_state(template, way.target)}"
	return ACTION_NAMES[way.kind]


def list_transitions(template: ProcessTemplate, step: str, action: str) -> list[Transition]:
	"""Transitions of a step that carry this workflow action, one per role."""
	return [
		way for way in template.transitions if way.step == step and get_action_name(template, way) == action
	]


def choose_template(scheme: str, division: str, on: date) -> str:
	"""The template that a new case follows: of the authority that the policy of the place names for the scheme.

	Where confirmation is delegated and several procedures are in use, the one of Assistance Settings is preferred.
	"""
	authority = get_decision_authority(scheme, division, on)
	names = _in_use(on, authority)
	if not names:
		frappe.throw(
			_(
				"Applications for {0} are confirmed by: {1}. No process template for that is active; activate one under Process Template."
			).format(_(frappe.get_cached_value("Assistance Scheme", scheme, "scheme_name")), _(authority)),
			ProcessTemplateError,
		)
	return names[0]


def get_decision_authority(scheme: str, division: str, on: date) -> str:
	"""District or Township, as the policy in force says; the district where no policy is on file yet."""
	try:
		version = get_policy_in_force(division, on)
	except PolicyNotFoundError:
		frappe.clear_last_message()
		return "District"
	return get_policy_parameters(version).administration.for_scheme(Scheme(scheme)).authority.value


def _in_use(on: date, authority: str) -> list[str]:
	"""Active templates of an authority that hold on a day, the one of the settings first, then the latest."""
	rows = frappe.get_all(
		TEMPLATE,
		filters={
			"template_status": "Active",
			"decision_authority": authority,
			"effective_from": ("<=", on),
		},
		fields=["name", "template_code"],
		order_by="effective_from desc, template_version desc",
	)
	chosen = frappe.db.get_single_value("Assistance Settings", "default_process_template")
	code = frappe.db.get_value(TEMPLATE, chosen, "template_code") if chosen else None
	return [row.name for row in sorted(rows, key=lambda row: row.template_code != code)]
