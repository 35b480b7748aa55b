"""Versions of the process templates: a new draft from one in use, and its activation; running cases keep theirs."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from social_assistance.permissions.transition_permits import allow_transition
from social_assistance.services import clock, second_person
from social_assistance.services.procedure.exceptions import ProcessTemplateError
from social_assistance.services.procedure.templates import TEMPLATE
from social_assistance.services.procedure.workflow_builder import rebuild_workflow


def create_draft_version(template: str) -> str:
	"""A draft with the rows of a template and the next version number; returns its name."""
	source = frappe.get_doc(TEMPLATE, template)
	draft = frappe.db.get_value(TEMPLATE, {"template_code": source.template_code, "template_status": "Draft"})
	if draft:
		frappe.throw(
			_("Draft {0} is open already. Change and activate that one.").format(draft), ProcessTemplateError
		)
	copy = frappe.copy_doc(source, ignore_no_copy=False)
	copy.update(
		{
			"template_version": _last_version(source.template_code) + 1,
			"template_status": "Draft",
			"effective_from": clock.today(),
		}
	)
	copy.insert()
	return str(copy.name)


def activate_template(template: str) -> None:
	"""Put a draft into use as a second person: new cases follow it from its day on, running cases stay on the version they started with."""
	doc = frappe.get_doc(TEMPLATE, template, for_update=True)
	if doc.template_status != "Draft":
		frappe.throw(
			_("{0} is {1}; only a draft is activated.").format(doc.name, _(doc.template_status)),
			ProcessTemplateError,
		)
	second_person.require_second_person(doc)
	second_person.sign_in_force(doc)
	_set_status(doc, "Active")
	retire_replaced_versions()
	rebuild_workflow()


def retire_replaced_versions() -> None:
	"""Versions whose successor is in force are superseded: no new case starts on them."""
	rows = frappe.get_all(
		TEMPLATE,
		filters={"template_status": "Active", "effective_from": ("<=", clock.today())},
		fields=["name", "template_code", "effective_from", "template_version"],
	)
	latest: dict[str, tuple] = {}
	for row in rows:
		latest[row.template_code] = max(latest.get(row.template_code, ()), _order(row))
	for row in rows:
		if _order(row) != latest[row.template_code]:
			_set_status(
				frappe.get_doc(TEMPLATE, row.name), "Superseded"
			)  # allow: PERF-read-in-loop a handful of versions


def _order(row: frappe._dict) -> tuple:
	return getdate(row.effective_from), row.template_version


def _last_version(code: str) -> int:
	return int(
		frappe.get_all(
			TEMPLATE,
			{"template_code": code},
			pluck="template_version",
			order_by="template_version desc",
			limit=1,
		)[0]
	)


def _set_status(doc: Document, status: str) -> None:
	doc.template_status = status
	with allow_transition(TEMPLATE, doc.name):
		doc.save(  # allow: PERM-ignore-permissions role and person of the activation were checked; superseding follows from it
			ignore_permissions=True
		)
