"""Fields that hold an English name or the code of a step, as programs know them, and the words that a person reads instead."""

from typing import Any

from frappe import _

from social_assistance.services.procedure.templates import list_step_names

NAMED_FIELDS = {
	"Access Log": ["export_from", "report_name"],
	"Application Step": ["step_name", "action", "target", "actor_role", "reason_code"],
	"Assistance Application": ["workflow_state"],
	"Assistance Scheme": ["scheme_name", "description"],
	"Benefit Award": ["stop_reason"],
	"Clock Entry": ["reason_code"],
	"Clock Profile": ["profile_title"],
	"Clock Profile Extension": ["reason_code"],
	"Clock Profile Pause": ["reason_code"],
	"Legal Article": ["reason"],
	"Process Template": ["template_title"],
	"Process Template Evidence": ["label"],
	"Process Template Step": ["step_name", "workflow_state"],
	"Process Template Transition": ["target"],
	"Version": ["docname"],
}
# The step itself, in the template, keeps its code in front of people: it has its name beside it.
STEP_FIELDS = {
	"Application Evidence": ["step_code"],
	"Assistance Application": ["current_step"],
	"Case Snapshot": ["step_code"],
	"Clock Entry": ["step_code"],
	"Clock Profile Step": ["step_code"],
	"Process Template Evidence": ["step_code"],
	"Process Template Scope": ["step_code"],
	"Process Template Transition": ["step_code"],
}


def put_into_words(doctype: str, fieldname: str, value: str) -> str:
	"""The value of a field as its reader knows it; a value of any other field stays."""
	if fieldname in STEP_FIELDS.get(doctype, ()):
		return str(_(list_step_names().get(value, value)))
	return str(_(value)) if fieldname in NAMED_FIELDS.get(doctype, ()) else value


def name_stored_fields(bootinfo: Any) -> None:
	"""Tell the desk which fields it shows in words; `stored_names.js` does so."""
	bootinfo["assist_stored_names"] = {
		"named": NAMED_FIELDS,
		"steps": STEP_FIELDS,
		"step_names": list_step_names(),
	}
