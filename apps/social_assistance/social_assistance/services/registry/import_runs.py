"""A Registry Import Run as a document: its states, who may do what, and what may be imported where."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from social_assistance.services.registry.exceptions import RegistryImportError

RUN, ROW = "Registry Import Run", "Registry Import Row"
DRAFT, STAGING, STAGED, MERGING = "Draft", "Staging", "Staged", "Merging"
STOPPED, MERGED, FAILED = "Stopped", "Merged", "Failed"
# From which states an action may start, and what state it leads to.
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
	"stage": ((DRAFT, STAGED, FAILED, STAGING), STAGING),
	"staged": ((STAGING,), STAGED),
	"merge": ((STAGED, STOPPED, MERGING, MERGED), MERGING),
	"merged": ((MERGING,), MERGED),
	"stop": ((MERGING,), STOPPED),
	"fail": ((DRAFT, STAGING), FAILED),
	"withdraw": ((STAGING, FAILED, DRAFT), DRAFT),
}
EXTENSIONS = (".csv", ".txt", ".xlsx")


def check_import_run(doc: Document) -> None:
	"""The file must be of a known kind; that it is private, the file rules see to."""
	doc.run_status = doc.run_status or DRAFT
	if not str(doc.source_file or "").lower().endswith(EXTENSIONS):
		frappe.throw(_("Data File must be a csv or xlsx file."), RegistryImportError)


def require_import_action(run: str, action: str) -> Document:
	"""The run, if the user may change it and its state allows the action."""
	doc = frappe.get_doc(RUN, run)
	doc.check_permission("write")
	if doc.run_status not in MOVES[action][0]:
		message = _("This is not possible while the run is {0}.")
		frappe.throw(message.format(_(doc.run_status)), RegistryImportError)
	return doc


def move_import_run(run: str, action: str, **values: Any) -> None:
	"""Bring the run into the state of an action with its figures; a run in another state is refused."""
	allowed, state = MOVES[action]
	current = frappe.db.get_value(RUN, run, "run_status", for_update=True)
	if current not in allowed:
		frappe.throw(_("This is not possible while the run is {0}.").format(_(current)), RegistryImportError)
	save_import_figures(run, run_status=state, **values)


def save_import_figures(run: str, **values: Any) -> None:
	"""Write figures of the run."""
	frappe.db.set_value(RUN, run, values)
